import { expect, test } from 'vitest';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { announceWork } from '../../../shared/app/announce-work.ts';
import { planMigrations } from '../../../shared/app/plan-migrations.ts';
import type { PlannedWork } from '../../../shared/domain/announce/round.ts';
import { at, givenSubscription, SUBSCRIPTION } from '../../support/fleet.ts';
import { clusterWith, FRESH, type GivenApp, givenApp, OLD } from '../given-app.ts';

const HOUR = 3_600_000;

function told(app: GivenApp): Pick<PlannedWork, 'what' | 'why'>[] {
  return app.announced().flatMap((one) => (one.kind === 'planned-work' ? [{ what: one.what, why: one.why }] : []));
}

/** The planning file changes, plans are made anew, and people are told. */
async function plan(app: GivenApp, now: number, text?: string): Promise<void> {
  app.world.now = now;
  const parts = { ...app.parts, planning: fixedPlanning(text) };
  await planMigrations(parts);
  await announceWork(parts);
  await app.drain();
}

const result = (outcome: string, on: string) =>
  JSON.stringify({
    testResults: [{ image: FRESH, outcome, on, by: 'image lab', note: 'tests on the new image failed.' }],
  });

test('a window that a failed test takes away is called off with that reason, and told anew when the test passes', async () => {
  const app = givenApp({
    now: at('2026-11-20T09:00:00Z'),
    subscriptions: [givenSubscription()],
    clusters: { [SUBSCRIPTION]: [clusterWith('shop', OLD), clusterWith('cart', OLD)] },
    maintenance: () => ({ kind: 'seen', value: [] }),
  });
  await app.sweep();
  const start = app.world.now;
  await plan(app, start);
  await plan(app, start + HOUR, result('failed', '2026-11-20'));
  await plan(app, start + 2 * HOUR, result('failed', '2026-11-20'));
  await plan(app, start + 3 * HOUR, result('passed', '2026-11-20'));
  const failed = (cluster: string) =>
    `${cluster}/apps: its target ${FRESH} failed its test on 2026-11-20 (image lab): tests on the new image failed.`;
  const after = 'A new date is told as soon as there is one.';
  expect(told(app).map(({ what, why }) => [what, why[0], why.at(-1)])).toEqual([
    ['findings-and-runbook', undefined, undefined],
    ['announce', undefined, undefined],
    ['called-off', failed('cart'), after],
    ['called-off', failed('shop'), after],
    ['findings-and-runbook', undefined, undefined],
    ['announce', undefined, undefined],
  ]);
});
