import { z } from 'zod';
import type { OwnFinding } from '../../domain/fleet/own-finding.ts';
import type { OwnFindingStore } from '../../ports/own-finding-store.ts';
import { unreadable } from './content.ts';
import { escapeKey } from './key.ts';
import type { OnUnreadable } from './reading-store.ts';
import type { Row, Table } from './table.ts';

const KIND = 'own';

const Columns = z.object({
  id: z.string(),
  code: z.string(),
  what: z.string(),
  nextAction: z.string(),
  since: z.number(),
  lastSeen: z.number(),
});

/** One column per field, so that a finding can be renewed without touching `since`. */
export function tableOwnFindingStore(table: Table, onUnreadable: OnUnreadable): OwnFindingStore {
  async function raiseOne({ since, ...renewed }: OwnFinding): Promise<void> {
    const key = { partitionKey: KIND, rowKey: escapeKey(renewed.id) };
    if ((await table.merge({ ...key, ...renewed })) === 'merged') return;
    if ((await table.create({ ...key, ...renewed, since })) === 'created') return;
    await table.merge({ ...key, ...renewed });
  }

  function read(row: Row): readonly OwnFinding[] {
    const parsed = Columns.safeParse(row);
    if (parsed.success) return [parsed.data];
    onUnreadable(unreadable(`finding about ourselves ${row.rowKey}`, parsed.error));
    return [];
  }

  return {
    async list() {
      const found: OwnFinding[] = [];
      for await (const row of table.list(KIND)) found.push(...read(row));
      return found;
    },
    async raise(findings) {
      for (const finding of findings) await raiseOne(finding);
    },
    async clear(ids) {
      for (const id of ids) await table.remove(KIND, escapeKey(id));
    },
  };
}
