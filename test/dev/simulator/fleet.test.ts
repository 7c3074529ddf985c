import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fleetClock } from '../../../dev/simulator/model/clock.ts';
import { Fleet, type FleetView } from '../../../dev/simulator/model/fleet.ts';
import { parseFleet } from '../../../dev/simulator/model/fleet-file.ts';
import { familyFor, familyOf, imageCatalogue } from '../../../dev/simulator/model/image-catalogue.ts';
import { offeredVersions, upgradesFrom } from '../../../dev/simulator/model/kubernetes-versions.ts';
import { SHOP, sampleFleet } from './sample-fleet.ts';

const at = (text: string): number => Date.parse(text);

test('the model knows nothing of the faces over it', () => {
  const folder = new URL('../../../dev/simulator/model/', import.meta.url);
  const imports = readdirSync(folder).flatMap(
    (file) => readFileSync(new URL(file, folder), 'utf8').match(/from '[^']+'/g) ?? [],
  );

  expect(imports.filter((one) => /\/(?:arm|control)\//.test(one) || /@azure|node:http/.test(one))).toEqual([]);
});

describe('the fleet', () => {
  test('can be seen as it was at any moment', () => {
    const change = fc.record({
      pause: fc.integer({ min: 1, max: 600 }),
      cluster: fc.integer({ min: 0, max: 2 }),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const clock = fleetClock(at('2026-09-02T01:00:00Z'), 0);
        const fleet = new Fleet(sampleFleet(), clock);
        const seen: [number, unknown][] = [[clock.now(), contents(fleet)]];
        const known = fleet.clustersOf(SHOP);

        for (const { pause, cluster, gone } of changes) {
          clock.advance(pause * 1000);
          const one = known[cluster];
          if (!one) continue;
          if (gone) fleet.removeCluster(one);
          else fleet.putCluster({ ...one, tags: { at: String(clock.now()) } });
          seen.push([clock.now(), contents(fleet)]);
        }

        for (const [moment, then] of seen) expect(contents(fleet.asOf(moment))).toEqual(then);
      }),
      { numRuns: 50 },
    );
  });

  test('a circle of management groups does no harm', () => {
    const spec = parseFleet({
      version: 1,
      name: 'circle',
      now: '2026-11-20T08:00:00Z',
      managementGroups: [
        { id: 'a', name: 'A', parent: 'b' },
        { id: 'b', name: 'B', parent: 'a' },
      ],
      subscriptions: [{ id: SHOP, name: 'Shop', managementGroup: 'b' }],
    });

    const fleet = new Fleet(spec, fleetClock(0, 0));

    expect(fleet.subscriptionsUnder('a')?.map((one) => one.name)).toEqual(['Shop']);
    expect(fleet.subscriptionsUnder('c')).toBeUndefined();
  });
});

describe("the fleet's clock", () => {
  test('runs at its speed, can jump, and says how to follow it', () => {
    let now = at('2026-11-21T01:00:00Z');
    const clock = fleetClock(at('2026-11-20T08:00:00Z'), 60, () => now);
    now += 1500;
    const after = new Date(clock.now()).toISOString();
    clock.advance(3_600_000);

    expect(after).toBe('2026-11-20T08:01:30.000Z');
    expect(clock.text()).toBe('2026-11-20T09:00:00.000Z@2026-11-21T01:00:00.000Z*60');
    expect(new Date(clock.now()).toISOString()).toBe('2026-11-20T09:01:30.000Z');
  });
});

describe('the newest image', () => {
  const catalogue = imageCatalogue({ 'AKSFlatcar-flatcargen2': 'AKSFlatcar-flatcargen2-202611.02.0' });

  test.each([
    // 202610.08.0 was built and not announced.
    ['AKSUbuntu-2204gen2containerd', '2026-11-20', 'AKSUbuntu-2204gen2containerd-202610.03.0'],
    ['AKSUbuntu-2204gen2containerd', '2026-10-02', 'AKSUbuntu-2204gen2containerd-202609.15.0'],
    ['aksubuntu-2204GEN2containerd', '2026-10-03', 'AKSUbuntu-2204gen2containerd-202610.03.0'],
    // The catalogue has no announcement of this family for six weeks before its newest build.
    ['AKSUbuntu-2404gen2arm64containerd', '2026-11-20', 'AKSUbuntu-2404gen2arm64containerd-202608.20.0'],
    // Frozen: there is none after it.
    ['AKSAzureLinux-V2gen2', '2026-11-20', 'AKSAzureLinux-V2gen2-202512.06.0'],
    ['AKSFlatcar-flatcargen2', '2026-11-20', 'AKSFlatcar-flatcargen2-202611.02.0'],
    ['AKSOther', '2026-11-20', undefined],
  ])('%s on %s: %s', (family, day, image) => {
    expect(catalogue.latest(family, at(`${day}T08:00:00Z`))).toBe(image);
  });

  test.each([
    ['AKSUbuntu-2204gen2containerd-202410.27.0-2024.12.01', 'AKSUbuntu-2204gen2containerd'],
    ['AKSWindows-2022-containerd-gen2-20348.5499.260812', 'AKSWindows-2022-containerd-gen2'],
    ['AKSUbuntu-1804-2020.03.05', 'AKSUbuntu-1804'],
    ['something-else', undefined],
  ])('the family of %s: %s', (image, family) => {
    expect(familyOf(image)).toBe(family);
  });
});

test.each([
  ['Ubuntu', '1.34.9', {}, 'AKSUbuntu-2204gen2containerd'],
  ['Ubuntu', '1.35.6', {}, 'AKSUbuntu-2404gen2containerd'],
  ['Ubuntu', '1.34.9', { fips: true }, 'AKSUbuntu-2004gen2fipscontainerd'],
  ['Ubuntu', '1.35.6', { fips: true }, 'AKSUbuntu-2204gen2fipscontainerd'],
  ['Ubuntu', '1.33.13', { vmSize: 'Standard_DC4as_v5' }, 'AKSUbuntu-2004gen2CVMcontainerd'],
  ['Ubuntu', '1.34.9', { vmSize: 'Standard_DC4as_v5' }, 'AKSUbuntu-2404gen2CVMcontainerd'],
  ['Ubuntu2204', '1.35.6', { vmSize: 'Standard_D4ps_v5' }, 'AKSUbuntu-2204gen2arm64containerd'],
  ['Ubuntu2404', '1.33.13', { trustedLaunch: true }, 'AKSUbuntu-2404gen2TLcontainerd'],
  ['AzureLinux', '1.31.9', {}, 'AKSAzureLinux-V2gen2'],
  ['AzureLinux', '1.32.11', {}, 'AKSAzureLinux-V3gen2'],
  ['AzureLinux3', '1.31.9', { fips: true }, 'AKSAzureLinux-V3gen2fips'],
  ['AzureContainerLinux', '1.34.9', {}, 'AKSAzureLinux-aclgen2TL'],
  ['Windows2022', '1.34.9', { osType: 'Windows' }, 'AKSWindows-2022-containerd-gen2'],
  [undefined, '1.34.9', {}, 'AKSUbuntu-2204gen2containerd'],
  ['Plan9', '1.34.9', {}, undefined],
] as const)('OS SKU %s on Kubernetes %s with %j means %s', (osSku, kubernetesVersion, more, family) => {
  const traits = {
    osType: 'Linux',
    osSku,
    kubernetesVersion,
    vmSize: 'Standard_D4s_v5',
    fips: false,
    trustedLaunch: false,
    ...more,
  } as const;

  expect(familyFor(traits)).toBe(family);
});

test('Kubernetes versions come and go with the day of the fleet', () => {
  const names = (day: string) =>
    offeredVersions(at(day)).map(
      (one) => `${one.version}${one.preview ? ' preview' : ''}${one.isDefault ? ' default' : ''}`,
    );

  expect(names('2026-09-30')).toEqual(['1.34.9', '1.35.6 default', '1.36.2', '1.37.0 preview']);
  expect(names('2026-10-01')).toEqual(['1.34.9', '1.35.6', '1.36.2 default', '1.37.0']);
  expect(names('2026-12-01')).toEqual(['1.35.6', '1.36.2 default', '1.37.0']);
  expect(upgradesFrom('1.34.8', at('2026-11-20')).map((one) => one.version)).toEqual(['1.34.9', '1.35.6']);
  expect(upgradesFrom('1.31.9', at('2026-11-20'))).toEqual([]);
});

function contents(view: FleetView): unknown {
  return Object.fromEntries(view.clustersOf(SHOP).map(({ name, tags }) => [name, tags?.at ?? 'as it was']));
}
