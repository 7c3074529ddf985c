import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import type { Instant } from '../../domain/time.ts';
import type { PlanStore, Proposal, StoredPlan } from '../../ports/plan-store.ts';
import { fromContent, toContent } from './content.ts';
import { bodyRows, bodyText, rowKey } from './plan-body.ts';
import type { Row, Table } from './table.ts';

const HEADS = 'plan';
const PROPOSAL = { partitionKey: 'proposal', rowKey: 'current' } as const;
const ID = /^[0-9a-f]{12}(?:[0-9a-f]{52})?$/;
const ID_LENGTH = 12;

/** What the row of a plan says of it; its text is in rows of its own. */
interface Head {
  readonly hash: string;
  readonly digest: string;
  readonly rows: number;
  readonly firstSavedAt: Instant;
  readonly savedAt: Instant;
}

/**
 * Plans in Table storage: a small head for each, and its text in as many rows as it needs. The text is
 * written first, so that a head always has one; a crash between the two leaves rows that the next save uses.
 */
export function tablePlanStore(table: Table): PlanStore {
  async function headOf(id: string): Promise<Head | undefined> {
    const row = await table.get(HEADS, id);
    return row && headIn(row);
  }

  async function body(id: string, { digest, rows }: Head): Promise<readonly (Row | undefined)[]> {
    return Promise.all(Array.from({ length: rows }, (_, row) => table.get(bodyOf(id), rowKey(digest, row))));
  }

  async function dropRows(id: string, { digest, rows }: Head): Promise<void> {
    for (let row = 0; row < rows; row += 1) await table.remove(bodyOf(id), rowKey(digest, row));
  }

  return {
    async save(plan, at) {
      const known = await headOf(plan.id);
      const { digest, rows } = bodyRows(bodyOf(plan.id), JSON.stringify(plan));
      if (known?.digest !== digest) for (const row of rows) await table.upsert(row);
      const firstSavedAt = known?.firstSavedAt ?? at;
      const head: Head = { hash: plan.hash, digest, rows: rows.length, firstSavedAt, savedAt: at };
      await table.upsert({ partitionKey: HEADS, rowKey: plan.id, ...toContent('head', head, `plan ${plan.id}`) });
      if (!known) return { kind: 'new', firstSavedAt };
      if (known.digest === digest) return { kind: 'known', firstSavedAt };
      await dropRows(plan.id, known);
      return { kind: 'renewed', firstSavedAt };
    },

    async find(idOrHash) {
      if (!ID.test(idOrHash)) return undefined;
      const id = idOrHash.slice(0, ID_LENGTH);
      const head = await headOf(id);
      if (!head?.hash.startsWith(idOrHash)) return undefined;
      const rows = await body(id, head);
      if (!rows.includes(undefined)) return stored(id, head, rows);
      // It was renewed between the two reads: the head names other rows now.
      const renewed = await headOf(id);
      return renewed && stored(id, renewed, await body(id, renewed));
    },

    async proposal() {
      const row = await table.get(PROPOSAL.partitionKey, PROPOSAL.rowKey);
      return row && { proposal: fromContent('value', row, 'the proposal') as Proposal, etag: row.etag };
    },

    async propose(proposal, basedOn) {
      const entity = { ...PROPOSAL, ...toContent('value', proposal, 'the proposal') };
      if (basedOn === undefined) return (await table.create(entity)) === 'created' ? 'saved' : 'conflict';
      return (await table.merge(entity, basedOn)) === 'merged' ? 'saved' : 'conflict';
    },

    async forget(before, keep) {
      let forgotten = 0;
      for await (const row of table.list(HEADS)) {
        const id = row.rowKey as string;
        const head = headIn(row);
        if (keep.has(id) || head.savedAt >= before) continue;
        await dropRows(id, head);
        if ((await table.remove(HEADS, id)) === 'removed') forgotten += 1;
      }
      return forgotten;
    },
  };
}

function headIn(row: Row): Head {
  return fromContent('head', row, `plan ${row.rowKey}`) as Head;
}

function bodyOf(id: string): string {
  return `body-${id}`;
}

function stored(id: string, { firstSavedAt, savedAt }: Head, rows: readonly (Row | undefined)[]): StoredPlan {
  return { plan: JSON.parse(bodyText(rows, `plan ${id}`)) as MigrationPlan, firstSavedAt, savedAt };
}
