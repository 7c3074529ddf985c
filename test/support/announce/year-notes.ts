/** Every note of something that was dropped, and every finding about the chat, kept although records forget them. */
import { memoryMigrationNewsStore } from '../../../shared/adapters/memory/migration-news-store.ts';
import { memoryOwnFindingStore } from '../../../shared/adapters/memory/own-finding-store.ts';
import type { NewsRecord } from '../../../shared/domain/announce/news-record.ts';
import type { MigrationNewsStore } from '../../../shared/ports/migration-news-store.ts';
import type { OwnFindingStore } from '../../../shared/ports/own-finding-store.ts';

export interface KeptNotes {
  readonly stores: { readonly migrationNews: MigrationNewsStore; readonly ownFindings: OwnFindingStore };
  /** Of each migration the last record that was saved. */
  readonly news: ReadonlyMap<string, NewsRecord>;
  /** Ids of findings about ourselves that were ever raised, with their codes. */
  readonly findings: ReadonlyMap<string, string>;
}

export function keepNotes(): KeptNotes {
  const [newsStore, findingStore] = [memoryMigrationNewsStore(), memoryOwnFindingStore()];
  const news = new Map<string, NewsRecord>();
  const findings = new Map<string, string>();
  return {
    news,
    findings,
    stores: {
      migrationNews: {
        ...newsStore,
        async save(record, basedOn) {
          const saved = await newsStore.save(record, basedOn);
          if (saved.kind === 'saved') news.set(record.migrationId, record);
          return saved;
        },
      },
      ownFindings: {
        ...findingStore,
        async raise(raised) {
          for (const { id, code } of raised) findings.set(id, code);
          await findingStore.raise(raised);
        },
      },
    },
  };
}
