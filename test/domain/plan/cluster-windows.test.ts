import { expect, test } from 'vitest';
import type { Cluster } from '../../../shared/domain/fleet/cluster.ts';
import { clusterWindows, type WindowSettings } from '../../../shared/domain/plan/cluster-windows.ts';
import { at, givenCluster } from '../../support/fleet.ts';
import { REGIONS } from '../../support/planning.ts';

const SETTINGS: WindowSettings = { defaultWindow: { from: '00:00', to: '06:00' }, blackouts: [] };

function next(
  from: string,
  cluster: Partial<Cluster>,
  settings: Partial<WindowSettings> = {},
  environment = 'production',
) {
  const windows = clusterWindows(
    givenCluster({ maintenance: [], ...cluster }),
    'nodes',
    { ...SETTINGS, ...settings },
    REGIONS,
    environment,
  );
  const found = windows.next(at(from));
  return found
    ? `${new Date(found.opens).toISOString().slice(0, 16)}/${new Date(found.closes).toISOString().slice(0, 16)}`
    : undefined;
}

test('without a configuration it is midnight to six, where the region is', () => {
  expect(next('2026-11-20T08:00:00Z', { region: 'westeurope' })).toBe('2026-11-20T23:00/2026-11-21T05:00');
  expect(next('2026-11-20T08:00:00Z', { region: 'eastus' })).toBe('2026-11-20T08:00/2026-11-20T11:00');
  expect(next('2026-11-20T08:00:00Z', { region: 'atlantis' })).toBe('2026-11-21T00:00/2026-11-21T06:00');
});

test('the nights on which clocks change are as long as they are', () => {
  expect(next('2026-03-28T12:00:00Z', { region: 'westeurope' })).toBe('2026-03-28T23:00/2026-03-29T04:00');
  expect(next('2026-10-24T12:00:00Z', { region: 'westeurope' })).toBe('2026-10-24T22:00/2026-10-25T05:00');
  expect(next('2026-03-07T12:00:00Z', { region: 'eastus' })).toBe('2026-03-08T05:00/2026-03-08T10:00');
  expect(next('2026-10-31T12:00:00Z', { region: 'eastus' })).toBe('2026-11-01T04:00/2026-11-01T11:00');
});

test('a default window may wrap midnight', () => {
  expect(next('2026-11-20T08:00:00Z', {}, { defaultWindow: { from: '22:00', to: '02:00' } })).toBe(
    '2026-11-20T21:00/2026-11-21T01:00',
  );
});

test('what is left of an open window is used while it is an hour or more', () => {
  expect(next('2026-11-21T04:00:00Z', {})).toBe('2026-11-21T04:00/2026-11-21T05:00');
  expect(next('2026-11-21T04:00:01Z', {})).toBe('2026-11-21T23:00/2026-11-22T05:00');
});

test('a blackout covers its whole days in local time, and only where and for whom it is meant', () => {
  const blackout = { from: '2026-11-21', to: '2026-11-22', reason: 'sale' };
  expect(next('2026-11-20T08:00:00Z', {}, { blackouts: [blackout] })).toBe('2026-11-22T23:00/2026-11-23T05:00');
  const open = '2026-11-20T23:00/2026-11-21T05:00';
  expect(next('2026-11-20T08:00:00Z', {}, { blackouts: [{ ...blackout, regions: ['eastus'] }] })).toBe(open);
  expect(next('2026-11-20T08:00:00Z', {}, { blackouts: [{ ...blackout, environments: ['test'] }] })).toBe(open);
});

test('a window that wraps into a blackout ends where it begins', () => {
  expect(
    next(
      '2026-11-20T08:00:00Z',
      {},
      {
        defaultWindow: { from: '20:00', to: '04:00' },
        blackouts: [{ from: '2026-11-21', to: '2026-11-21', reason: 'sale' }],
      },
    ),
  ).toBe('2026-11-20T19:00/2026-11-20T23:00');
});

test('a freeze holds everything: from its first day, to its last, or for good', () => {
  const frozen = (freeze: WindowSettings['freeze']) => next('2026-11-20T08:00:00Z', {}, freeze ? { freeze } : {});
  expect(frozen({ reason: 'audit', to: '2026-12-31' })).toBe('2026-12-31T23:00/2027-01-01T05:00');
  expect(frozen({ reason: 'audit', from: '2026-11-22' })).toBe('2026-11-20T23:00/2026-11-21T05:00');
  expect(frozen({ reason: 'audit' })).toBeUndefined();
});

test('the configuration for nodes goes before the others; its own days and hours count', () => {
  const rule = (startTime: string) =>
    ({
      kind: 'window',
      rhythm: { kind: 'weekly', everyWeeks: 1, weekday: 6 },
      startTime,
      durationHours: 4,
      utcOffsetMinutes: 60,
      notAllowed: [],
    }) as const;
  const maintenance = [
    { name: 'default', schedule: '', rule: rule('01:00') },
    { name: 'aksManagedAutoUpgradeSchedule', schedule: '', rule: rule('02:00') },
    { name: 'aksManagedNodeOSUpgradeSchedule', schedule: '', rule: rule('22:00') },
  ];
  expect(next('2026-11-20T08:00:00Z', { maintenance })).toBe('2026-11-21T21:00/2026-11-22T01:00');
  expect(next('2026-11-20T08:00:00Z', { maintenance: maintenance.slice(0, 2) })).toBe(
    '2026-11-21T01:00/2026-11-21T05:00',
  );
});

test.each([
  [{ maintenance: undefined }, 'Its maintenance configurations were not read.'],
  [
    { maintenance: [{ name: 'aksManagedNodeOSUpgradeSchedule', schedule: 'unknown schedule' }] },
    'The maintenance configuration aksManagedNodeOSUpgradeSchedule cannot be followed: its form is not known.',
  ],
])('what is not known opens nothing', (cluster, why) => {
  const windows = clusterWindows({ ...givenCluster(), ...cluster }, 'nodes', SETTINGS, REGIONS, 'production');
  expect(windows.source).toEqual({ kind: 'unknown', why });
  expect(windows.next(at('2026-11-20'))).toBeUndefined();
});
