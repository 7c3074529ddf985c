import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type BundledPolicy, readBundled } from '../../../shared/adapters/policy/bundled.ts';
import { CalendarOverride, calendarOf } from '../../../shared/adapters/policy/calendar-file.ts';
import { ImagePolicyOverride } from '../../../shared/adapters/policy/image-policy-file.ts';
import { PlanningFile } from '../../../shared/adapters/policy/planning-file.ts';
import { newestOf } from '../../../shared/domain/fleet/image-catalogue.ts';
import { parseNodeImage } from '../../../shared/domain/fleet/node-image.ts';
import type { RetirementCalendar } from '../../../shared/domain/retirement/calendar.ts';
import { explainImage } from '../../../shared/domain/retirement/explain-image.ts';
import { entryOfFamily, entryOfPool } from '../../../shared/domain/retirement/find-entry.ts';
import { runsOn } from '../../../shared/domain/retirement/kubernetes-range.ts';
import { at, givenPool, NOW } from '../../support/fleet.ts';

let bundled: BundledPolicy;
let calendar: RetirementCalendar;
beforeAll(async () => {
  bundled = await readBundled();
  calendar = calendarOf(bundled.calendar, 'bundled');
});

interface CatalogueOnDisk {
  imageFamilies: { family: string; latest?: string; versions: { version: string }[] }[];
}
const onDisk = JSON.parse(
  readFileSync(new URL('../../../data/node-images.json', import.meta.url), 'utf8'),
) as CatalogueOnDisk;
const { samples } = JSON.parse(
  readFileSync(new URL('../../fixtures/image-name-samples.json', import.meta.url), 'utf8'),
) as { samples: { name: string; inCatalogue: boolean }[] };

test('the whole catalogue is loaded, each family from oldest to newest', () => {
  expect(bundled.catalogue.families.size).toBe(70);
  expect([...bundled.catalogue.families.values()].reduce((sum, builds) => sum + builds.length, 0)).toBe(3120);
  for (const { family, latest } of onDisk.imageFamilies) {
    const newest = bundled.catalogue.families.get(family.toLowerCase())?.at(-1)?.version;
    expect(newest, family).toBe(latest ?? newest);
  }
});

test.each(samples)('$name is in the catalogue: $inCatalogue', ({ name, inCatalogue }) => {
  expect(explainImage(name, { calendar, catalogue: bundled.catalogue }, NOW).inCatalogue).toBe(inCatalogue);
});

test('every family of the catalogue has a retirement entry, but for the plain 20.04 preview', () => {
  const without = onDisk.imageFamilies
    .map(({ family }) => family)
    .filter((family) => entryOfFamily(calendar, family) === undefined);
  expect(without).toEqual(['AKSUbuntu-2004containerd', 'AKSUbuntu-2004gen2containerd']);
});

test.each([
  ['AKSUbuntu-1604', 'ubuntu-16.04'],
  ['AKSUbuntu-1804', 'ubuntu-18.04'],
  ['AKSUbuntu-1804gen2containerd', 'ubuntu-18.04'],
  ['AKSUbuntu-1804gen2gpucontainerd', 'ubuntu-18.04-gpu'],
  ['AKSUbuntu-2004gen2fipscontainerd', 'ubuntu-20.04-fips'],
  ['AKSUbuntu-2004gen2CVMcontainerd', 'ubuntu-20.04-cvm'],
  ['AKSUbuntu-2004gen2cvmcontainerd', 'ubuntu-20.04-cvm'],
  ['AKSUbuntuEdgeZone-2204gen2containerd', 'ubuntu-22.04'],
  ['AKSUbuntu-2404gen2arm64containerd', 'ubuntu-24.04'],
  ['AKSCBLMariner-V1', 'cblmariner-1'],
  ['AKSCBLMariner-V2gen2', 'azurelinux-2'],
  ['AKSAzureLinux-V2gen2', 'azurelinux-2'],
  ['AKSAzureLinux-V3gen2', 'azurelinux-3'],
  ['AKSAzureLinux-OSGuardV3gen2fipsTL', 'azurelinux-osguard'],
  ['AKSAzureLinux-aclgen2TL', 'azure-container-linux'],
  ['AKSAzureContainerLinux', 'azure-container-linux'],
  ['AKSFlatcar-flatcargen2', 'flatcar'],
  ['AKSWindows-2019', 'windows-2019'],
  ['AKSWindows-23H2-gen2', 'windows-annual-23h2'],
])('family %s belongs to %s', (family, id) => {
  expect(entryOfFamily(calendar, family)?.id).toBe(id);
});

describe('without an image, OS SKU and Kubernetes version decide only where they leave one OS', () => {
  test.each([
    ['Ubuntu', '1.34.2', {}, 'ubuntu-22.04'],
    ['Ubuntu', '1.35.1', {}, 'ubuntu-24.04'],
    ['Ubuntu', '1.34.2', { fips: true }, 'ubuntu-20.04-fips'],
    ['Ubuntu', '1.35.1', { fips: true }, 'ubuntu-22.04'],
    ['Ubuntu', '1.33.2', { confidential: true }, 'ubuntu-20.04-cvm'],
    ['Ubuntu', '1.34.2', { confidential: true }, 'ubuntu-24.04'],
    ['Ubuntu2204', '1.34.2', {}, 'ubuntu-22.04'],
    ['AzureLinux', '1.31.9', {}, 'azurelinux-2'],
    ['AzureLinux', '1.32.0', {}, 'azurelinux-3'],
    ['Flatcar', '1.34.0', {}, 'flatcar'],
    ['Windows2019', '1.32.0', { osType: 'Windows' }, 'windows-2019'],
    ['Windows2019', '1.33.0', { osType: 'Windows' }, undefined],
    ['Ubuntu', undefined, {}, undefined],
    ['Plan9', '1.34.0', {}, undefined],
    [undefined, '1.34.0', {}, undefined],
  ])('%s on %s with %o: %s', (osSku, kubernetesVersion, traits, id) => {
    const pool = givenPool({ imageVersion: undefined, osSku, kubernetesVersion, ...traits });
    const found = entryOfPool(calendar, pool, parseNodeImage(undefined));
    expect(found && { id: found.entry.id, by: found.by }).toEqual(id && { id, by: 'os-sku' });
  });
});

test.each([
  ['Windows2019', '1.32', true],
  ['Windows2019', '1.33', false],
  ['Windows2022', '1.36', true],
  ['Windows2022', '1.37', false],
  ['Ubuntu', '1.35', true],
  ['AzureLinux', '1.32', true],
  ['CBLMariner', '1.32', false],
  ['Ubuntu2204', '1.36', true],
  ['Ubuntu2204', '1.37', false],
  ['Plan9', '1.35', undefined],
])('OS SKU %s runs on Kubernetes %s: %s', (osSku, minor, expected) => {
  expect(runsOn(calendar, givenPool({ osSku }), minor)).toBe(expected);
});

test('a published month means its last day', () => {
  expect(calendar.kubernetes.find(({ minor }) => minor === '1.28')?.ltsEnds).toBe('2026-03-31');
  expect(calendar.kubernetes.find(({ minor }) => minor === '1.37')?.generallyAvailable).toBe('2026-10-31');
});

describe('steward explains a known image', () => {
  test('a current one', () => {
    const name = 'AKSAzureLinux-V3gen2-202610.03.0';
    expect(explainImage(name, { calendar, catalogue: bundled.catalogue }, at('2026-11-20'))).toEqual({
      ...parseNodeImage(name),
      status: 'supported',
      inCatalogue: true,
      announced: true,
      ageDays: 48,
      newest: 'AKSAzureLinux-V3gen2-202610.08.0',
      kernel: '6.6.157.1-1.azl3',
      containerd: expect.any(String),
    });
  });
  test.each([
    ['AKSUbuntu-2204gen2containerd-202608.20.0', '2026-11-18', 'supported'],
    ['AKSUbuntu-2204gen2containerd-202608.20.0', '2026-11-19', 'outside-support'],
    ['AKSUbuntu-2204gen2containerd-202608.20.0', '2027-06-30', 'support-ended'],
    ['AKSUbuntu-2204gen2containerd-202608.20.0', '2028-04-30', 'images-removed'],
    ['AKSUbuntu-1604-2020.06.30', '2026-11-20', 'images-removed'],
    ['AKSUbuntu-1804gen2gpucontainerd-202501.05.0', '2026-11-20', 'support-ended'],
    ['AKSUbuntu-2604minimalgen2containerd-202610.08.0', '2026-11-20', 'unknown'],
    ['AKSUbuntu-2604minimalgen2containerd-202608.20.0', '2026-11-20', 'outside-support'],
    ['AKSUbuntu-2204gen2containerd-202812.01.0', '2026-11-20', 'unknown'],
    ['nonsense', '2026-11-20', 'unknown'],
  ])('%s on %s is %s', (name, day, status) => {
    expect(explainImage(name, { calendar, catalogue: bundled.catalogue }, at(day)).status).toBe(status);
  });
  test('an image newer than the catalogue is the newest there is; one dated ahead is not', () => {
    const facts = { calendar, catalogue: bundled.catalogue };
    const newer = 'AKSUbuntu-2404gen2containerd-202611.12.0';
    expect(explainImage(newer, facts, NOW).newest).toBe(newer);
    expect(explainImage('AKSUbuntu-2404gen2containerd-202712.12.0', facts, NOW).newest).toBe(
      'AKSUbuntu-2404gen2containerd-202610.08.0',
    );
  });
  test('a security patch brings its own kernel, which nobody lists', () => {
    const name = 'AKSUbuntu-2404gen2containerd-202610.03.0-2026.11.01';
    const explained = explainImage(name, { calendar, catalogue: bundled.catalogue }, NOW);
    expect(explained).not.toHaveProperty('kernel');
    expect(explained).toMatchObject({ ageDays: 48, inCatalogue: false, announced: true });
  });
});

test('the newest of a family keeps the way its name was written', () => {
  const image = parseNodeImage('AKSUbuntu-2404gen2cvmcontainerd-202601.27.0');
  expect(newestOf(bundled.catalogue, image)?.name).toBe('AKSUbuntu-2404gen2cvmcontainerd-202608.20.0');
});

test('no known-bad pattern is a fact without a source', () => {
  expect(bundled.images.knownBad.filter(({ source }) => !source)).toEqual([]);
});

/** After a change of the schemas in shared/adapters/policy, `npx vitest run test/adapters/policy -u` writes these anew. */
test.each([
  ['calendar', CalendarOverride],
  ['image-policy', ImagePolicyOverride],
  ['planning', PlanningFile],
] as const)('data/schema/%s.schema.json says what is accepted', async (name, schema) => {
  const json = z.toJSONSchema(schema as z.ZodType, { io: 'input' });
  await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot(`../../../data/schema/${name}.schema.json`);
});
