import { expect, test } from 'vitest';
import type { MigrationPlan } from '../../../shared/domain/plan/migration-plan.ts';
import { planFleet } from '../../../shared/domain/plan/plan-fleet.ts';
import { type PlanSettings, DEFAULT_PLAN_SETTINGS as SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { daysBetween } from '../../../shared/domain/time.ts';
import { at, givenCluster, givenFinding, givenPool, givenReading } from '../../support/fleet.ts';
import { givenPlanInput } from '../../support/planning.ts';

const SATURDAYS = {
  kind: 'window',
  rhythm: { kind: 'weekly', everyWeeks: 1, weekday: 6 },
  startTime: '22:00',
  durationHours: 4,
  utcOffsetMinutes: 60,
  notAllowed: [],
} as const;

/** Production clusters of one region, all on Ubuntu 22.04, which ends on 2027-06-30. */
function plan(
  clusters: number,
  now: string,
  { weekly = false, ...settings }: Partial<PlanSettings> & { weekly?: boolean } = {},
): MigrationPlan {
  const readings = Array.from({ length: clusters }, (_, index) => {
    const maintenance = weekly
      ? [{ name: 'aksManagedNodeOSUpgradeSchedule', schedule: 'Saturdays', rule: SATURDAYS }]
      : [];
    const cluster = givenCluster({ name: `c${index}`, maintenance });
    const pool = givenPool({ imageVersion: 'AKSUbuntu-2204gen2containerd-202608.05.0', osSku: 'Ubuntu2204' }, cluster);
    const finding = givenFinding({ clusterId: cluster.id, poolId: pool.id, ruleId: 'support-ends-soon' });
    return givenReading({ cluster, pools: [{ pool, unknowns: [] }], findings: [finding] });
  });
  const [made] = planFleet(givenPlanInput({ readings, now: at(now), settings: { ...SETTINGS, ...settings } }));
  if (!made) throw new Error('no plan');
  return made;
}

test.each([0, 3, 10])(
  'a stagger of %i days lies between the end of a wave and the start of the next',
  (staggerDays) => {
    const environments = SETTINGS.environments.map((rule) => ({ ...rule, staggerDays }));
    const { waves } = plan(3, '2026-11-20', { environments });
    expect(waves).toHaveLength(3);
    waves.slice(1).forEach(({ from = '' }, index) => {
      expect(daysBetween(waves[index]?.to ?? '', from)).toBeGreaterThanOrEqual(staggerDays);
    });
  },
);

test('a late wave that a shorter stagger would bring in time says so, and blames nothing else', () => {
  const environments = SETTINGS.environments.map((rule) => ({ ...rule, staggerDays: 40 }));
  const late = plan(2, '2027-05-20', { environments });
  expect(late.constraints.filter(({ effect }) => effect === 'infeasible')).toMatchObject([
    { kind: 'support-end', remedy: 'Shorten the stagger between waves.' },
  ]);
});

test('a weekly window that comes too seldom says so', () => {
  const rare = plan(3, '2027-05-26', {
    weekly: true,
    environments: SETTINGS.environments.map((rule) => ({ ...rule, staggerDays: 0 })),
  });
  expect(rare.constraints.filter(({ effect }) => effect === 'infeasible').map(({ remedy }) => remedy)).toEqual([
    'Open maintenance windows more often: with one each night it would be in time.',
  ]);
});

test('when only everything together would help, that is said', () => {
  const blackouts = [{ from: '2027-05-20', to: '2027-07-10', reason: 'peak' }];
  const stuck = plan(1, '2027-05-25', { blackouts, freeze: { reason: 'audit', to: '2027-07-20' } });
  expect(stuck.constraints.filter(({ effect }) => effect === 'infeasible').map(({ remedy }) => remedy)).toEqual([
    'Only all of these together: no blackouts, no freeze, no stagger and a window each night.',
  ]);
});

test('what nothing helps is left to people', () => {
  const hopeless = plan(1, '2027-06-28');
  expect(hopeless.constraints.filter(({ effect }) => effect === 'infeasible').map(({ remedy }) => remedy)).toEqual([
    'Plan it by hand outside the rules, with those who may decide that.',
  ]);
});

test('support that ended already is late, not infeasible: the plan still says how soon', () => {
  const late = plan(1, '2027-06-30');
  expect(late.feasible).toBe(true);
  expect(late.constraints[0]).toMatchObject({
    kind: 'support-end',
    effect: 'late',
    remedy: 'The plan ends this on 2027-07-28.',
  });
});

test.each([
  { plannedAt: '2026-11-21T00:00:00Z', opens: '2026-11-20T21:00:00Z' },
  { plannedAt: '2026-11-21T00:00:01Z', opens: '2026-11-27T21:00:00Z' },
])('without notice, a window that has an hour left at $plannedAt is taken as it opened', ({ plannedAt, opens }) => {
  const cluster = givenCluster({
    name: 'c0',
    maintenance: [
      {
        name: 'aksManagedNodeOSUpgradeSchedule',
        schedule: 'Fridays',
        rule: { ...SATURDAYS, rhythm: { ...SATURDAYS.rhythm, weekday: 5 } },
      },
    ],
  });
  const pool = givenPool({ imageVersion: 'AKSUbuntu-2204gen2containerd-202608.05.0', osSku: 'Ubuntu2204' }, cluster);
  const finding = givenFinding({ clusterId: cluster.id, poolId: pool.id, ruleId: 'support-ends-soon' });
  const readings = [givenReading({ cluster, pools: [{ pool, unknowns: [] }], findings: [finding] })];
  const settings = { ...SETTINGS, noticeDays: 0, shortestNoticeDays: 0 };
  const [made] = planFleet(
    givenPlanInput({ readings, now: at('2026-11-20'), plannedAt: Date.parse(plannedAt), settings }),
  );
  const [step] = made?.waves[0]?.clusters[0]?.steps ?? [];
  expect(new Date(step?.windows[0]?.opens ?? 0).toISOString()).toBe(new Date(opens).toISOString());
});
