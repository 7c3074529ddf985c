import { z } from 'zod';
import type { Round } from '../../domain/announce/round.ts';
import type { AnnouncementStore } from '../../ports/announcement-store.ts';
import { fromContent, toContent, unreadable } from './content.ts';
import { escapeKey } from './key.ts';
import type { Table } from './table.ts';

const PARTITION = 'round';

/** What a record of this form must at least be; its parts were written by this very software. */
const Head = z.looseObject({ format: z.literal(1), clusterId: z.string(), toSend: z.array(z.unknown()) });

/** A row for each cluster. One that cannot be read stops all of it: what was said would be said again. */
export function tableAnnouncementStore(table: Table): AnnouncementStore {
  return {
    async list() {
      const found: { round: Round; etag: string }[] = [];
      for await (const row of table.list(PARTITION)) {
        const what = `what was announced of ${row.rowKey}`;
        const round = fromContent('round', row, what);
        const head = Head.safeParse(round);
        if (!head.success) throw unreadable(what, head.error);
        found.push({ round: round as Round, etag: row.etag });
      }
      return found;
    },
    async save(round, basedOn) {
      const what = `what was announced of ${round.clusterId}`;
      const entity = {
        partitionKey: PARTITION,
        rowKey: escapeKey(round.clusterId),
        ...toContent('round', round, what),
      };
      const action =
        basedOn === undefined
          ? (['create', entity] as const)
          : (['update', entity, 'Replace', { etag: basedOn }] as const);
      const etags = await table.batch([[...action]]);
      return etags?.[0] === undefined ? { kind: 'conflict' } : { kind: 'saved', etag: etags[0] };
    },
  };
}
