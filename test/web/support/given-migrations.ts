/** Migrations in memory behind all routes; what ENGINE and the sign-off desk would answer is told by the test. */
import { memoryEvidenceStore } from '../../../shared/adapters/memory/evidence-store.ts';
import { memoryFreezeStore } from '../../../shared/adapters/memory/freeze-store.ts';
import { memoryInspectionStore } from '../../../shared/adapters/memory/inspection-store.ts';
import { memoryMigrationStore } from '../../../shared/adapters/memory/migration-store.ts';
import { memoryVerdictStore } from '../../../shared/adapters/memory/verdict-store.ts';
import { memoryWatchStore } from '../../../shared/adapters/memory/watch-store.ts';
import type { OnCallTestView } from '../../../shared/app/alerts/alert-views.ts';
import { showAlert } from '../../../shared/app/alerts/show-alert.ts';
import type { Fleet } from '../../../shared/app/fleet.ts';
import { freezeFleet, freezeState, unfreezeFleet } from '../../../shared/app/freeze.ts';
import type { SignOffsView } from '../../../shared/app/migration-views.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { migrationQueries } from '../../../shared/app/read/migration-queries.ts';
import type { EvidenceEntry } from '../../../shared/domain/evidence/entry.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { Person } from '../../../shared/domain/sign-off/sign-off.ts';
import type { Behind } from '../../../shared/host/http/answer.ts';
import type { AuthSettings } from '../../../shared/host/http/auth.ts';
import { showMigrationPage, showMigrationsPage } from '../../../shared/host/http/routes/migration-pages.ts';
import { givenAlertState } from '../../support/alert-story.ts';
import { AT } from '../../support/migration.ts';
import { givenStoryMigration, STORY_EVIDENCE, STORY_ID } from '../../support/migration-story.ts';
import { ALL_ROUTES } from './given-app.ts';

export const MIGRATION_ROUTES = [...ALL_ROUTES, showMigrationsPage, showMigrationPage];

/** Everything that was written, as the use cases got it. */
export interface Written {
  readonly kind: 'command' | 'order' | 'sign-off' | 'answer';
  readonly id: string;
  readonly what: unknown;
  readonly by: Person;
}

export const PLAN_ID = 'aaaaaaaaaaaa';

export const SIGN_OFFS: SignOffsView = {
  planId: PLAN_ID,
  planHash: 'a'.repeat(64),
  state: 'awaited',
  why: 'One approval of application is missing.',
  awaited: [{ role: 'application', missing: 1, owners: ['payments'], people: ['Ben'] }],
  signOffs: [
    {
      id: 's-1',
      person: 'Ada Lovelace',
      role: 'platform',
      kind: 'approve',
      at: '2026-11-20T07:00:00.000Z',
      expiresAt: '2026-12-20T07:00:00.000Z',
      via: 'cli',
    },
  ],
};

export const STUCK_POD = 'shop/cart-6f7d8c9b5-x2x9z';
export const ORDER_WAITS = {
  kind: 'awaits-second',
  says: 'Recorded. It takes two people.',
  until: '2026-11-20T09:00:00.000Z',
} as const;
export const DELETION_WAITS = { ...ORDER_WAITS, says: 'Recorded. Deleting takes two people.' } as const;

export const ON_CALL_TEST: OnCallTestView = {
  at: '2026-11-20T08:00:00.000Z',
  id: 'on-call-test-1',
  channels: [
    { name: 'pagerduty', kind: 'told' },
    { name: 'webhook', kind: 'unreachable', why: 'it answered 503' },
  ],
};

export async function givenMigrations(
  stored: readonly Migration[] = [givenStoryMigration()],
  settings: Partial<AuthSettings> = {},
  evidence: readonly EvidenceEntry[] = STORY_EVIDENCE,
): Promise<{ readonly behind: Behind; readonly written: Written[] }> {
  const ports = {
    clock: { now: () => AT },
    migrations: memoryMigrationStore(),
    evidence: memoryEvidenceStore(),
    verdicts: memoryVerdictStore(),
    watches: memoryWatchStore(),
    inspections: memoryInspectionStore(),
    freezes: memoryFreezeStore(),
    sender: { send: async () => {} },
    ids: { next: (prefix: string) => `${prefix}-1`, of: (prefix: string) => prefix },
    alertsOn: false,
  };
  for (const one of stored) await ports.migrations.create(one);
  await ports.evidence.append(evidence);
  const story = stored.find(({ id }) => id === STORY_ID);
  if (story) await ports.watches.save(givenAlertState(story), undefined);
  const written: Written[] = [];
  const queries = migrationQueries(ports);
  const fleet = {
    ...queries,
    async command(id, what, by) {
      written.push({ kind: 'command', id, what, by });
      if (what.deleteTarget) return DELETION_WAITS;
      if (what.kind === 'resume') return { kind: 'refused', because: 'It is not paused.' };
      return (await queries.migration(id)) ? { kind: 'taken', leaves: 'Nothing is open.' } : { kind: 'missing' };
    },
    async order(id, what, by) {
      written.push({ kind: 'order', id, what, by });
      if (what.pod !== STUCK_POD) return { kind: 'refused', because: `Pod ${what.pod} is not stuck.` };
      return (await queries.migration(id)) ? ORDER_WAITS : { kind: 'missing' };
    },
    freeze: (reason, by) => freezeFleet(ports, reason, by),
    unfreeze: (by, reason) => unfreezeFleet(ports, by, reason),
    freezeState: () => freezeState(ports),
    alert: (id) => showAlert(ports as unknown as Parts, id),
    async answerAlert(id, what, by) {
      written.push({ kind: 'answer', id, what, by });
      if (id !== STORY_ID) return { kind: 'missing' };
      if (what.version !== 2) return { kind: 'refused', because: 'The recommendation has changed since.' };
      return { kind: 'taken', choice: what.choice };
    },
    testOnCall: async () => ON_CALL_TEST,
    signOffs: async (id) => (id === PLAN_ID ? SIGN_OFFS : undefined),
    async signOff(id, what, by) {
      written.push({ kind: 'sign-off', id, what, by });
      if (what.kind === 'withdraw') return { kind: 'refused', because: 'There is nothing to withdraw.' };
      return id === PLAN_ID ? { kind: 'recorded', signOffs: SIGN_OFFS } : { kind: 'missing' };
    },
  } as Partial<Fleet> as Fleet;
  const config = { HTTP_AUTH: 'open' as const, ...settings };
  return { behind: { running: async () => ({ fleet, clock: ports.clock, config }), failed: () => {} }, written };
}
