/**
 * Stores as the product's memory stores are, but for speed: what is stored is frozen and handed out as it is, so that
 * reading costs nothing and whoever changes what was read is caught in the act.
 */
import { readMigration } from '../../../shared/adapters/storage/migration-record.ts';
import { summaryOf } from '../../../shared/app/plan-summary.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { hasEnded } from '../../../shared/domain/migration/status-table.ts';
import type { MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import type { MigrationStore, StoredMigration, UnreadableMigration } from '../../../shared/ports/migration-store.ts';
import type { PlanStore, Proposal } from '../../../shared/ports/plan-store.ts';

/** Saves of which one is read as a store of text would. */
const READ_BACK_EVERY = 16;

/** Somebody's hand in the store: a record that this version cannot read, and its repair. */
export interface RecordSpoiler {
  spoil(id: string): void;
  mend(id: string): void;
}

export function quickMigrationStore(): MigrationStore & RecordSpoiler {
  const rows = new Map<string, StoredMigration>();
  const spoiled = new Set<string>();
  let version = 0;

  function put(migration: Migration): string {
    version += 1;
    const etag = `v${version}`;
    rows.set(migration.id, frozen({ kind: 'migration', migration, etag }));
    if (version % READ_BACK_EVERY === 0) readBack(migration, etag);
    return etag;
  }

  const inOrder = (): StoredMigration[] =>
    [...rows.values()].toSorted((a, b) => a.migration.createdAt - b.migration.createdAt);

  function shown(row: StoredMigration): StoredMigration | UnreadableMigration {
    const { id } = row.migration;
    return spoiled.has(id) ? { kind: 'unreadable', id, why: 'So it was drawn.' } : row;
  }

  /** A change by hand moves the etag on. */
  function touch(id: string): void {
    const row = rows.get(id);
    if (row) put(row.migration);
  }

  return {
    async create(migration) {
      if (rows.has(migration.id)) return 'exists';
      put(migration);
      return 'created';
    },
    async find(id) {
      const row = rows.get(id);
      return row && shown(row);
    },
    async save(migration, etag) {
      if (rows.get(migration.id)?.etag !== etag) return { kind: 'conflict' };
      return { kind: 'saved', etag: put(migration) };
    },
    async list(which, most = Number.POSITIVE_INFINITY) {
      if (which === 'all') return inOrder().toReversed().slice(0, most).map(shown);
      return [...rows.values()]
        .filter(({ migration }) => !hasEnded(migration.status))
        .slice(0, most)
        .map(shown);
    },
    ofCluster: async (clusterId) =>
      inOrder()
        .filter(({ migration }) => migration.clusterId === clusterId)
        .map(shown),
    spoil(id) {
      spoiled.add(id);
      touch(id);
    },
    mend(id) {
      spoiled.delete(id);
      touch(id);
    },
  };
}

/** What this version writes it must be able to read. @throws Error when it is not */
function readBack(migration: Migration, etag: string): void {
  const found = readMigration(migration.id, JSON.parse(JSON.stringify(migration)), etag);
  if (found.kind === 'unreadable') throw new Error(`a record was saved that cannot be read: ${found.why}`);
}

/** Proposes these plans, and no others. */
export function quickPlanStore(plans: readonly MigrationPlan[], at: Instant): PlanStore {
  const known = new Map(plans.map((plan) => [plan.hash, frozen(plan)]));
  let version = 1;
  let proposal: Proposal = frozen({
    checkedAt: at,
    sinceAt: at,
    plannedFrom: at,
    sweepId: 's-1',
    whole: true,
    basis: 'drawn',
    plans: plans.map((plan) => summaryOf(plan, at)),
    changes: [],
  });
  return {
    async save(plan) {
      known.set(plan.hash, frozen(plan));
      return { kind: 'known', firstSavedAt: at };
    },
    async find(idOrHash) {
      for (const plan of known.values()) {
        if (plan.hash.startsWith(idOrHash)) return { plan, firstSavedAt: at, savedAt: at };
      }
      return undefined;
    },
    proposal: async () => ({ proposal, etag: `v${version}` }),
    async propose(next, basedOn) {
      if (basedOn !== `v${version}`) return 'conflict';
      version += 1;
      proposal = frozen(next);
      return 'saved';
    },
    forget: async () => 0,
  };
}

function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
