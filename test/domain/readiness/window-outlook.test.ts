import { expect, test } from 'vitest';
import { viewPool } from '../../../shared/domain/cluster/pool-view.ts';
import type { MaintenanceRule } from '../../../shared/domain/fleet/maintenance-rule.ts';
import { noMaintenanceWindow } from '../../../shared/domain/readiness/checks/no-maintenance-window.ts';
import { DEFAULT_READINESS_LIMITS } from '../../../shared/domain/readiness/subject.ts';
import { windowOutlook } from '../../../shared/domain/readiness/window-outlook.ts';
import { at, givenCluster } from '../../support/fleet.ts';
import { givenPoolToJudge, without } from '../../support/kubernetes.ts';

const name = 'aksManagedNodeOSUpgradeSchedule';
/** Saturdays from 22:00 to 02:00 UTC. */
const saturday: MaintenanceRule = {
  kind: 'window',
  rhythm: { kind: 'weekly', everyWeeks: 1, weekday: 6 },
  startTime: '22:00',
  durationHours: 4,
  utcOffsetMinutes: 0,
  notAllowed: [],
};
const given = (rule?: MaintenanceRule) =>
  givenCluster({ maintenance: [{ name, schedule: 'x', ...(rule ? { rule } : {}) }] });

test.each([
  ['2026-11-20T08:00:00Z', { kind: 'opens', name, at: at('2026-11-21T22:00:00Z') }],
  ['2026-11-21T21:59:59Z', { kind: 'opens', name, at: at('2026-11-21T22:00:00Z') }],
  ['2026-11-21T22:00:00Z', { kind: 'open', name, until: at('2026-11-22T02:00:00Z') }],
  ['2026-11-22T01:59:59Z', { kind: 'open', name, until: at('2026-11-22T02:00:00Z') }],
  ['2026-11-22T02:00:00Z', { kind: 'opens', name, at: at('2026-11-28T22:00:00Z') }],
])('at %s: %j', (now, expected) => {
  expect(windowOutlook(given(saturday), at(now))).toEqual(expected);
});

test.each([
  [givenCluster({ maintenance: [] }), { kind: 'none' }],
  [givenCluster({ maintenance: undefined }), { kind: 'unknown', why: 'the maintenance configurations were not read' }],
  [given(), { kind: 'unknown', why: `${name} cannot be followed: its form is not known` }],
  [
    given({ ...saturday, notAllowed: [{ from: '2026-01-01', to: '2036-01-01' }] }),
    { kind: 'never-opens', name, why: 'it does not open within 400 days' },
  ],
])('%#: %j', (cluster, expected) => {
  expect(windowOutlook(cluster, at('2026-11-20'))).toEqual(expected);
});

test('a check that is not told when work may start works it out', () => {
  const asked = without(givenPoolToJudge(), 'window');
  const subject = {
    ...asked,
    view: viewPool(asked.index, asked.pool),
    limits: DEFAULT_READINESS_LIMITS,
    otherRuns: [],
  };
  const levels = (cluster: ReturnType<typeof given>) =>
    noMaintenanceWindow.judge({ ...subject, cluster }).map(({ level }) => level);
  expect(levels(given(saturday))).toEqual([]);
  expect(levels(given())).toEqual(['unknown']);
  expect(levels(givenCluster({ maintenance: [] }))).toEqual(['warns']);
});
