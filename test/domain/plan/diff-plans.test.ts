import { expect, test } from 'vitest';
import { diffPlans } from '../../../shared/domain/plan/diff-plans.ts';
import type { MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import { planFleet } from '../../../shared/domain/plan/plan-fleet.ts';
import { type PlanSettings, DEFAULT_PLAN_SETTINGS as SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { givenCluster, givenFinding, givenPool, givenReading } from '../../support/fleet.ts';
import { givenPlanInput } from '../../support/planning.ts';

function plan(names: string[], latest = '202610.08.0', settings: Partial<PlanSettings> = {}, count = 3): MigrationPlan {
  const cluster = givenCluster({ maintenance: [] });
  const pools = names.map((name) =>
    givenPool({ name, count, imageVersion: 'AKSUbuntu-2404gen2containerd-202608.05.0' }, cluster),
  );
  const reading = givenReading({
    cluster,
    pools: pools.map((pool) => ({ pool, latestImage: `AKSUbuntu-2404gen2containerd-${latest}`, unknowns: [] })),
    findings: pools.map(({ id }) => givenFinding({ clusterId: cluster.id, poolId: id })),
  });
  const [made] = planFleet(givenPlanInput({ readings: [reading], settings: { ...SETTINGS, ...settings } }));
  if (!made) throw new Error('no plan');
  return made;
}

test('the same plan has no differences', () => {
  expect(diffPlans(plan(['apps']), plan(['apps']))).toEqual([]);
});

test('a newer image is told once, and for each pool', () => {
  expect(diffPlans(plan(['apps']), plan(['apps'], '202610.15.0'))).toEqual([
    'The image of AKSUbuntu-2404gen2containerd changed from 202610.08.0 to 202610.15.0.',
    'payments/apps: the target changed from AKSUbuntu-2404gen2containerd-202610.08.0 to AKSUbuntu-2404gen2containerd-202610.15.0.',
  ]);
});

test('pools that came and went are named', () => {
  expect(diffPlans(plan(['apps']), plan(['batch']))).toEqual([
    'payments/batch is new in it, in wave 1.',
    'payments/apps is not in it any more.',
  ]);
});

test('nodes, windows and caps that changed are told from what to what', () => {
  const later = {
    blackouts: [{ from: '2026-12-19', to: '2026-12-19', reason: 'sale' }],
    caps: { ...SETTINGS.caps, maxNodesOut: 2 },
  };
  expect(diffPlans(plan(['apps']), plan(['apps'], '202610.08.0', later, 4))).toEqual([
    'payments/apps: its nodes changed from 3 to 4; its window moved from 2026-12-18 23:00 to 2026-12-19 05:00 UTC to 2026-12-19 23:00 to 2026-12-20 05:00 UTC.',
    'The cap on nodes of a pool out at once changed from 3 to 2.',
  ]);
});

test('what newly stands against it is told', () => {
  expect(diffPlans(plan(['apps']), plan(['apps'], '202610.08.0', { freeze: { reason: 'audit' } })).slice(0, 2)).toEqual(
    [
      'It cannot be carried out in full any more.',
      'Now stands against it: payments: the fleet is frozen without an end (audit).',
    ],
  );
});
