import { expect, test } from 'vitest';
import type { NodePool } from '../../../shared/domain/fleet/node-pool.ts';
import { kubernetesPath, targetOsOf } from '../../../shared/domain/plan/target-os.ts';
import { givenPool } from '../../support/fleet.ts';
import { givenCalendar, givenEntry } from '../../support/policy.ts';

const CALENDAR = givenCalendar({
  entries: [
    ...givenCalendar().entries,
    givenEntry({
      id: 'azurelinux-3',
      families: ['AKSAzureLinux-V3*'],
      osSkus: ['AzureLinux3'],
      kubernetes: [{ osSku: 'AzureLinux3', min: '1.28', max: '1.36' }],
    }),
  ],
});
const UBUNTU_22 = CALENDAR.entries.find(({ id }) => id === 'ubuntu-22.04') ?? givenEntry();

function target(pool: Partial<NodePool>) {
  const found = targetOsOf(givenPool({ osSku: 'Ubuntu2204', ...pool }), UBUNTU_22, CALENDAR, '1.36.0', '2026-11-20');
  return typeof found === 'string' ? found : `${found.osSku} ${found.entry.id} ${found.needsMinor ?? 'as it is'}`;
}

test.each<[string, Partial<NodePool>, string]>([
  ['runs where its successor runs', { kubernetesVersion: '1.32.1' }, 'Ubuntu2404 ubuntu-24.04 as it is'],
  ['one minor short', { kubernetesVersion: '1.31.9' }, 'Ubuntu2404 ubuntu-24.04 1.32'],
  [
    'a FIPS pool cannot follow and goes elsewhere',
    { kubernetesVersion: '1.34.0', fips: true },
    'AzureLinux3 azurelinux-3 as it is',
  ],
  [
    'beyond what any successor has',
    { kubernetesVersion: '1.39.0', fips: true },
    'No supported OS is known to follow ubuntu-22.04 on this kind of pool at Kubernetes 1.39 or later.',
  ],
])('%s', (_what, pool, expected) => {
  expect(target(pool)).toBe(expected);
});

test('a successor that has ended itself is none', () => {
  const ended = { ...CALENDAR, entries: CALENDAR.entries.map((entry) => ({ ...entry, supportEnds: '2026-11-20' })) };
  expect(targetOsOf(givenPool({ osSku: 'Ubuntu2204' }), UBUNTU_22, ended, '1.35.6', '2026-11-20')).toMatch(
    /^No supported OS/,
  );
  expect(targetOsOf(givenPool({ osSku: 'Ubuntu2204' }), UBUNTU_22, ended, '1.35.6', '2026-11-19')).toMatchObject({
    osSku: 'Ubuntu2404',
  });
});

test.each([
  ['1.31.4', '1.34', ['1.32', '1.33', '1.34']],
  ['1.34.0', '1.34', []],
  ['1.35.0', '1.34', []],
  [undefined, '1.34', []],
  ['1.9.1', '1.11', ['1.10', '1.11']],
])('from %s to %s the control plane goes through %j', (from, to, path) => {
  expect(kubernetesPath(from, to)).toEqual(path);
});
