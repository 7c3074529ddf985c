import { alertWord } from '../../domain/alert/alert-word.ts';
import { UpstreamError } from '../../domain/errors.ts';
import type { EvidenceEntry } from '../../domain/evidence/entry.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EvidenceStore } from '../../ports/evidence-store.ts';
import type { MigrationStore } from '../../ports/migration-store.ts';
import type { VerdictStore } from '../../ports/verdict-store.ts';
import type { Fleet } from '../fleet.ts';
import { mapLimited } from '../map-limited.ts';
import type { MigrationSummaryView } from '../migration-views.ts';
import { iso } from './iso.ts';
import { entryView, migrationSummary, migrationView } from './migrations.ts';

/** Everything that can be asked about migrations. */
export type MigrationQueries = Pick<Fleet, 'migrations' | 'migration' | 'evidence'>;

/** What questions about migrations are answered from. None of them asks Azure or a cluster anything. */
export interface MigrationReadPorts {
  readonly clock: Clock;
  readonly migrations: MigrationStore;
  readonly evidence: EvidenceStore;
  readonly verdicts: VerdictStore;
  readonly alertsOn: boolean;
}

const LISTED_AT_MOST = 1_000;
const TIMELINE_ENTRIES = 100;
const VERDICTS_AT_ONCE = 16;

export function migrationQueries(ports: MigrationReadPorts): MigrationQueries {
  const { clock, migrations } = ports;
  return {
    async migrations(which) {
      const found = await migrations.list(which, LISTED_AT_MOST);
      const now = clock.now();
      const readables = found.flatMap((one) => (one.kind === 'migration' ? [one.migration] : []));
      const views = await mapLimited(readables, VERDICTS_AT_ONCE, async (migration) =>
        migrationSummary(migration, await alertOf(ports, migration, now), now),
      );
      return {
        asOf: iso(now),
        migrations: views.toSorted(byNewest),
        unreadable: found.flatMap((one) => (one.kind === 'unreadable' ? [{ id: one.id, why: one.why }] : [])),
      };
    },
    async migration(id) {
      const migration = await readable(migrations, id);
      if (!migration) return undefined;
      const { head } = migration.evidence;
      const now = clock.now();
      const [alert, newest] = await Promise.all([
        alertOf(ports, migration, now),
        entriesOf(ports, migration, Math.max(1, head.seq - TIMELINE_ENTRIES + 1)),
      ]);
      return migrationView(migration, alert, newest.toReversed(), now);
    },
    async evidence(id) {
      const migration = await readable(migrations, id);
      if (!migration) return undefined;
      return {
        format: 'image-steward-evidence/1',
        migrationId: migration.id,
        planHash: migration.plan.hash,
        writtenAt: iso(clock.now()),
        head: { ...migration.evidence.head },
        entries: (await entriesOf(ports, migration, 1)).map(entryView),
      };
    },
  };
}

async function alertOf({ verdicts, alertsOn }: MigrationReadPorts, migration: Migration, now: Instant) {
  return alertWord(migration, alertsOn, await verdicts.of(migration.id), now);
}

/** @throws UpstreamError STORED_RECORD_UNREADABLE: it is there, and nothing is claimed about it */
async function readable(migrations: MigrationStore, id: string): Promise<Migration | undefined> {
  const found = await migrations.find(id);
  if (!found) return undefined;
  if (found.kind === 'migration') return found.migration;
  throw new UpstreamError('STORED_RECORD_UNREADABLE', `the record of migration ${id} cannot be read: ${found.why}`, {
    what: 'migration',
  });
}

/** Stored entries and those that the record still carries, up to the record's head: what came later is another answer's. */
async function entriesOf(
  { evidence }: MigrationReadPorts,
  { id, evidence: log }: Migration,
  fromSeq: number,
): Promise<EvidenceEntry[]> {
  const stored = (await evidence.read(id, fromSeq)).filter(({ seq }) => seq <= log.head.seq);
  const known = new Set(stored.map(({ seq }) => seq));
  return [...stored, ...log.pending.filter(({ seq }) => seq >= fromSeq && !known.has(seq))];
}

function byNewest(a: MigrationSummaryView, b: MigrationSummaryView): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
