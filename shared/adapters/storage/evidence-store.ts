import { z } from 'zod';
import { FleetError } from '../../domain/errors.ts';
import { EVIDENCE_KINDS, type EvidenceEntry } from '../../domain/evidence/entry.ts';
import { canonicalJson } from '../../domain/plan/plan-hash.ts';
import type { EvidenceStore } from '../../ports/evidence-store.ts';
import { fromContent, toContent, unreadable } from './content.ts';
import { escapeKey } from './key.ts';
import type { OnUnreadable } from './reading-store.ts';
import type { Row, Table } from './table.ts';

/** Digits of a row key: a chain in the order of its entries. */
const DIGITS = 8;
/** What one answer of Table storage holds at most. */
const PAGE = 1000;

const Entry = z.looseObject({
  migrationId: z.string(),
  seq: z.number().int().min(1),
  at: z.number().int(),
  who: z.string(),
  kind: z.enum(EVIDENCE_KINDS),
  what: z.string(),
  previous: z.string(),
  hash: z.string(),
});

/**
 * A partition for each migration, a row for each entry. Rows are only ever created. One that cannot be read is reported
 * and passed over: the chain then has a gap, and whoever checks it sees that.
 */
export function tableEvidenceStore(table: Table, onUnreadable: OnUnreadable): EvidenceStore {
  /** `undefined`: there is a row, and nobody can read it. */
  function read(row: Row): EvidenceEntry | undefined {
    const what = `evidence ${row.rowKey} of migration ${row.partitionKey}`;
    try {
      const entry = Entry.safeParse(fromContent('entry', row, what));
      if (entry.success) return entry.data;
      onUnreadable(unreadable(what, entry.error));
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      onUnreadable(error);
    }
    return undefined;
  }

  async function isThere(entry: EvidenceEntry): Promise<boolean> {
    const row = await table.get(escapeKey(entry.migrationId), rowKey(entry.seq));
    const stored = row && read(row);
    return stored !== undefined && canonicalJson(stored) === canonicalJson(entry);
  }

  return {
    async append(entries) {
      for (const entry of entries) {
        const { migrationId, seq } = entry;
        const content = toContent('entry', entry, `evidence ${seq} of migration ${migrationId}`);
        const row = { partitionKey: escapeKey(migrationId), rowKey: rowKey(seq), ...content };
        if ((await table.create(row)) === 'exists' && !(await isThere(entry))) return 'differs';
      }
      return 'appended';
    },
    async read(migrationId, fromSeq = 1, most = Number.POSITIVE_INFINITY) {
      const entries: EvidenceEntry[] = [];
      let from = fromSeq;
      while (entries.length < most) {
        const limit = Math.min(PAGE, most - entries.length);
        const rows = await table.range(escapeKey(migrationId), rowKey(from), ':', limit);
        const last = rows.at(-1)?.rowKey;
        if (last === undefined) break;
        entries.push(...rows.map(read).filter((entry) => entry !== undefined));
        from = Number(last) + 1;
      }
      return entries;
    },
  };
}

function rowKey(seq: number): string {
  return String(seq).padStart(DIGITS, '0');
}
