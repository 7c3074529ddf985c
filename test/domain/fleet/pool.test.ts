import { describe, expect, test } from 'vitest';
import { daysBehind, imageAgeDays } from '../../../shared/domain/fleet/image-age.ts';
import { buildsBehind } from '../../../shared/domain/fleet/image-catalogue.ts';
import { hasUpgradeProfile, imageClass } from '../../../shared/domain/fleet/image-class.ts';
import { compareMinors, minorOf, nextMinor } from '../../../shared/domain/fleet/kubernetes-version.ts';
import { clusterMarks, poolMarks } from '../../../shared/domain/fleet/marks.ts';
import { parseNodeImage } from '../../../shared/domain/fleet/node-image.ts';
import { addDays, dayOf, daysBetween, startOfDay } from '../../../shared/domain/time.ts';
import { at, givenCluster, givenPool } from '../../support/fleet.ts';
import { givenBuild, givenCatalogue } from '../../support/policy.ts';

describe('age', () => {
  test.each([
    ['AKSUbuntu-2204gen2containerd-202408.05.0', '2024-11-04T00:00:00Z', 91],
    ['AKSUbuntu-2204gen2containerd-202408.05.0', '2024-08-05T23:59:59Z', 0],
    ['AKSUbuntu-2204gen2containerd-202410.27.0-2024.12.01', '2024-12-02', 36],
    ['AKSWindows-2022-containerd-20348.4529.251212', '2026-01-01', 20],
    ['AKSUbuntu-2204gen2containerd-202408.06.0', '2024-08-05T12:00:00Z', 0],
    ['AKSUbuntu-2204gen2containerd-202408.07.0', '2024-08-05T23:59:59Z', undefined],
    ['nonsense', '2026-01-01', undefined],
  ])('%s at %s: %s days', (name, now, days) => {
    expect(imageAgeDays(name, at(now))).toBe(days);
  });
});

describe('behind', () => {
  const family = 'AKSUbuntu-2404gen2containerd';
  const image = (version: string, of = family) => parseNodeImage(`${of}-${version}`);
  const catalogue = givenCatalogue({
    [family]: ['202610.01.0', givenBuild('202610.05.0', { announced: false }), '202610.08.0', '202610.15.0'],
  });

  test.each([
    ['202610.01.0', '202610.01.0', 0, { builds: 0, atLeast: false }],
    ['202610.15.0', '202610.01.0', 0, { builds: 0, atLeast: false }],
    ['202610.01.0', '202610.08.0', 7, { builds: 1, atLeast: false }],
    ['202610.01.0', '202610.15.0', 14, { builds: 2, atLeast: false }],
    ['202610.01.0', '202610.05.0', 4, { builds: 1, atLeast: false }],
    ['202610.01.0', '202610.22.0', 21, { builds: 3, atLeast: true }],
    ['202610.08.0', '202610.08.0-2026.11.01', 0, { builds: 0, atLeast: false }],
    ['202610.08.0-2026.11.01', '202610.08.0', 0, { builds: 0, atLeast: false }],
    ['202610.01.0-2026.11.01', '202610.08.0', 7, { builds: 1, atLeast: false }],
  ])('%s against %s: %s days, %o', (from, to, days, builds) => {
    expect(daysBehind(image(from), image(to))).toBe(days);
    expect(buildsBehind(catalogue, image(from), image(to))).toEqual(builds);
  });

  test('across families, without a name, or without the family in the catalogue there is no answer', () => {
    const other = image('202610.08.0', 'AKSUbuntu-2204gen2containerd');
    expect(daysBehind(image('202610.01.0'), other)).toBeUndefined();
    expect(buildsBehind(catalogue, image('202610.01.0'), other)).toBeUndefined();
    expect(daysBehind(parseNodeImage(''), other)).toBeUndefined();
    const unlisted = image('202609.01.0', 'AKSUbuntu-2204gen2containerd');
    expect(buildsBehind(catalogue, unlisted, other)).toBeUndefined();
  });
});

describe('class', () => {
  const cluster = givenCluster({ kubernetesVersion: '1.34.2' });
  test.each([
    ['as it is', {}, 'westeurope|ubuntu2404|1.34|aksubuntu-2404gen2containerd'],
    [
      'its own Kubernetes version counts',
      { kubernetesVersion: '1.33.1' },
      'westeurope|ubuntu2404|1.33|aksubuntu-2404gen2containerd',
    ],
    [
      'otherwise that of the cluster',
      { kubernetesVersion: undefined },
      'westeurope|ubuntu2404|1.34|aksubuntu-2404gen2containerd',
    ],
    ['without an image', { imageVersion: undefined }, undefined],
    ['with an image that cannot be read', { imageVersion: 'AKSWindows-23H2-gen2' }, undefined],
    ['without an OS SKU', { osSku: undefined }, undefined],
  ])('%s: %s', (_, pool, expected) => {
    expect(imageClass(cluster, givenPool(pool, cluster))).toBe(expected);
  });

  test.each([
    ['scale-set', true],
    ['virtual-machines', true],
    ['unknown', true],
    ['auto-provisioned', false],
    ['availability-set', false],
  ] as const)('a pool of kind %s can be asked for its latest image: %s', (kind, expected) => {
    expect(hasUpgradeProfile(givenPool({ kind }))).toBe(expected);
  });
});

describe('marks', () => {
  test('a plain pool has none', () => {
    expect(poolMarks(givenCluster(), givenPool())).toEqual([]);
  });
  test('every mark has its sign, and they come in one order', () => {
    const cluster = givenCluster({ automatic: true, power: 'stopped' });
    const pool = givenPool({
      osType: 'Windows',
      gpu: true,
      spot: true,
      arm: true,
      fips: true,
      confidential: true,
      snapshotId: '/s',
      provisioningState: 'Failed',
      kind: 'auto-provisioned',
    });
    expect(poolMarks(cluster, pool)).toEqual([
      'windows',
      'gpu',
      'spot',
      'arm',
      'fips',
      'confidential',
      'snapshot',
      'stopped',
      'failed',
      'automatic',
      'auto-provisioned',
    ]);
  });
  test.each([
    [{ kind: 'virtual-machines' }, ['virtual-machines']],
    [{ kind: 'availability-set' }, ['availability-set']],
    [{ power: 'stopped' }, ['stopped']],
    [{ power: 'unknown' }, []],
  ] as const)('%o: %j', (pool, marks) => {
    expect(poolMarks(givenCluster(), givenPool(pool))).toEqual(marks);
  });
  test('of a cluster', () => {
    expect(clusterMarks(givenCluster())).toEqual([]);
    const cluster = givenCluster({
      power: 'stopped',
      provisioningState: 'Failed',
      automatic: true,
      nodeAutoProvisioning: true,
    });
    expect(clusterMarks(cluster)).toEqual(['stopped', 'failed', 'automatic', 'auto-provisioned']);
  });
});

describe('Kubernetes versions', () => {
  test.each([
    ['1.34.9', '1.34'],
    ['1.34', '1.34'],
    ['v1.34.9', '1.34'],
    ['1', undefined],
    ['1.x', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is of minor %s', (version, minor) => {
    expect(minorOf(version)).toBe(minor);
  });
  test('minors are numbers: 1.9 comes before 1.10, and 1.10 after it', () => {
    expect(['1.10', '2.0', '1.9'].toSorted(compareMinors)).toEqual(['1.9', '1.10', '2.0']);
    expect(nextMinor('1.9')).toBe('1.10');
  });
});

describe('days', () => {
  test.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2024-02-29', true],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['soon', false],
  ])('%s is a day: %s', (day, expected) => {
    expect(startOfDay(day) !== undefined).toBe(expected);
  });
  test('days are counted across months, years and a leap day', () => {
    expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1);
    expect(daysBetween('2028-03-01', '2028-02-28')).toBe(-2);
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(dayOf(at('2026-12-31T23:59:59.999Z'))).toBe('2026-12-31');
  });
});
