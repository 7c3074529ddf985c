import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareImages } from '../../../shared/domain/fleet/image-order.ts';
import { type KnownImage, parseNodeImage } from '../../../shared/domain/fleet/node-image.ts';

type Sample = Record<string, unknown> & { name: string };
const { samples } = JSON.parse(
  readFileSync(new URL('../../fixtures/image-name-samples.json', import.meta.url), 'utf8'),
) as { samples: Sample[] };

interface Family {
  family: string;
  osType: string;
  arch: string;
  generation: number;
  flags: string[];
  latest?: string;
  versions: { version: string; nodeImageVersion: string; imageDate: string }[];
}
const { imageFamilies } = JSON.parse(
  readFileSync(new URL('../../../data/node-images.json', import.meta.url), 'utf8'),
) as { imageFamilies: Family[] };

function known(name: string): KnownImage {
  const image = parseNodeImage(name);
  if (image.kind === 'unknown') throw new Error(`${name}: ${image.reason}`);
  return image;
}

test('there are 57 published samples and 3,120 builds to read', () => {
  expect(samples).toHaveLength(57);
  expect(imageFamilies.flatMap((family) => family.versions)).toHaveLength(3120);
});

test.each(samples)('$name is read as published', (sample) => {
  // These say where the sample is from; everything else is what its name says.
  const aboutTheSample = ['verbatim', 'source', 'inCatalogue', 'note'];
  const expected = Object.fromEntries(Object.entries(sample).filter(([field]) => !aboutTheSample.includes(field)));
  expect(parseNodeImage(sample.name)).toEqual({ kind: 'known', ...expected });
});

test.each(imageFamilies)('every catalogued build of $family is read as the catalogue describes it', (family) => {
  for (const build of family.versions) {
    expect(known(build.nodeImageVersion)).toMatchObject({
      family: family.family,
      version: build.version,
      date: build.imageDate,
      osType: family.osType,
      arch: family.arch,
      generation: family.generation,
    });
  }
  for (const flag of ['fips', 'cvm', 'trustedLaunch', 'kata', 'gpu', 'minimal', 'gb200', 'edgeZone'] as const) {
    // "minimal" of the 2604 images is in their name and not among the catalogue's flags.
    if (flag === 'minimal' && family.family.includes('2604')) continue;
    expect([flag, known(family.versions[0]?.nodeImageVersion ?? '').flags?.[flag] ?? false]).toEqual([
      flag,
      family.flags.includes(flag),
    ]);
  }
});

describe('unknown forms say why and are never guessed', () => {
  test.each([
    [null, '', 'There is no image version.'],
    [undefined, '', 'There is no image version.'],
    ['', '', 'There is no image version.'],
    ['AKSWindows-23H2-gen2', undefined, 'It has no version: the text was cut, or it names a family only.'],
    [
      'AKSUbuntu-2204-gen2TLcontainerd-202512.18.0',
      undefined,
      'The definition 2204-gen2TLcontainerd is not one that is known.',
    ],
    [
      'AKSUbuntu-gen2-2204containerd-202512.18.0',
      undefined,
      'gen2-2204containerd does not start with a known Ubuntu release.',
    ],
    ['AKSAzureLinux-gen2fips-202512.18.0', undefined, 'The definition gen2fips is not one that is known.'],
    ['AKSUbuntu-2404-202510.03.0', undefined, '2404 is not an image: every one of this release names containerd.'],
    ['0348.2402.240410', undefined, 'It does not start with the name of an AKS image gallery.'],
    ['20250408.755606486.0', undefined, 'It does not start with the name of an AKS image gallery.'],
    [
      'AKSUbuntu-2204gen2containerd-20250408.755606486.0',
      undefined,
      'Its version has none of the known forms YYYYMM.DD.patch, YYYY.MM.DD and build.revision.YYMMDD.',
    ],
    ['AKSUbuntu-202512.18.0', undefined, 'AKSUbuntu needs a definition before the version.'],
    ['AKSDebian-13-202512.18.0', undefined, 'AKSDebian is not a known image gallery.'],
    [
      'AKSUbuntu-2204gen2containerd-202513.18.0',
      undefined,
      'The version 202513.18.0 is not dated with a real day since 2019.',
    ],
    [
      'AKSUbuntu-2204gen2containerd-202502.30.0',
      undefined,
      'The version 202502.30.0 is not dated with a real day since 2019.',
    ],
    [
      'AKSUbuntu-2204gen2containerd-201812.31.0',
      undefined,
      'The version 201812.31.0 is not dated with a real day since 2019.',
    ],
    [
      'AKSUbuntu-2204gen2containerd-202410.27.0-2024.13.01',
      undefined,
      'The security patch 2024.13.01 is not dated with a real day.',
    ],
    [
      'AKSUbuntu-2204gen2containerd-20348.4529.251212',
      undefined,
      'The version 20348.4529.251212 is not one of a Linux image.',
    ],
    ['AKSWindows-2022-containerd-202512.18.0', undefined, 'The version 202512.18.0 is not one of a Windows image.'],
    ['AKSWindows-2019-containerd-20348.4529.251212', undefined, 'Build 20348 is not a build of Windows Server 2019.'],
    ['AKSWindows-2022-20348.4529.251212', undefined, 'The definition 2022 is not one that is known.'],
    [
      'AKSWindows-2022-containerd-20348.4529.251212-2026.01.01',
      undefined,
      'Security patches are not laid over Windows images.',
    ],
    [`AKSUbuntu-${'2204'.repeat(60)}-202512.18.0`, undefined, 'The text is too long to be an image version.'],
  ])('%s', (text, name, reason) => {
    expect(parseNodeImage(text)).toEqual({ kind: 'unknown', name: name ?? text, reason });
  });
});

test.each([
  ['AKSUbuntu-2204gen2containerd-201901.01.0', '2019-01-01'],
  ['AKSWindows-2019-containerd-17763.1879.20210414', '2021-04-14'],
  ['AKSUbuntu-2404gen2cvmcontainerd-202512.18.0', '2025-12-18'],
  ['AKSWindows-2025-gen2-tl-26100.7462.251212', '2025-12-12'],
])('%s is read, with date %s', (name, date) => {
  expect(known(name).date).toBe(date);
});

test('a new name of the GB image carries the same flag as the old one', () => {
  expect(known('AKSUbuntu-2404gen2arm64gbcontainerd-202602.19.0').flags).toEqual({ gb200: true, containerd: true });
});

test('whatever the text is, reading it never throws and keeps the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parseNodeImage(text).name).toBe(text);
    }),
  );
});

test('a catalogued name with one character changed is read as a real day or not at all', () => {
  const names = imageFamilies.map((family) => family.versions.at(-1)?.nodeImageVersion ?? '');
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.nat(),
      fc.string({ minLength: 1, maxLength: 1 }),
      (name, where, other) => {
        const index = where % name.length;
        const image = parseNodeImage(name.slice(0, index) + other + name.slice(index + 1));
        if (image.kind === 'known') expect(new Date(image.date).toISOString().slice(0, 10)).toBe(image.date);
        else expect(image.reason).not.toBe('');
      },
    ),
    { numRuns: 500 },
  );
});

describe('order', () => {
  test.each(imageFamilies)('the newest build of $family is the one the catalogue names', ({ latest, versions }) => {
    const images = versions.map((build) => known(build.nodeImageVersion));
    const newest = images.reduce((a, b) => ((compareImages(a, b) ?? 0) >= 0 ? a : b));
    expect(newest.version).toBe(latest ?? newest.version);
  });

  test.each([
    ['AKSUbuntu-2204gen2containerd-202410.27.0', 'AKSUbuntu-2204gen2containerd-202411.03.0'],
    ['AKSUbuntu-2204gen2containerd-202602.13.2', 'AKSUbuntu-2204gen2containerd-202602.13.10'],
    ['AKSUbuntu-2204gen2containerd-202410.27.0', 'AKSUbuntu-2204gen2containerd-202410.27.0-2024.12.01'],
    ['AKSUbuntu-2204gen2containerd-202410.27.0-2024.12.01', 'AKSUbuntu-2204gen2containerd-202411.03.0'],
    ['AKSUbuntu-2204gen2containerd-2022.10.03', 'AKSUbuntu-2204gen2containerd-202306.19.0'],
    ['AKSUbuntu-2204gen2containerd-2022.10.03', 'AKSUbuntu-2204gen2containerd-202210.03.0'],
    ['AKSWindows-2025-26100.7462.251212', 'AKSWindows-2025-26100.32230.260101'],
    ['AKSWindows-2025-26100.33438.260909', 'AKSWindows-2025-26100.33438.260918'],
    ['AKSUbuntu-2404gen2CVMcontainerd-202512.18.0', 'AKSUbuntu-2404gen2cvmcontainerd-202601.27.0'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareImages(known(older), known(newer))).toBeLessThan(0);
    expect(compareImages(known(newer), known(older))).toBeGreaterThan(0);
  });

  test('images of different families, and unknown ones, have no order', () => {
    const a = known('AKSUbuntu-2204gen2containerd-202512.18.0');
    expect(compareImages(a, known('AKSUbuntu-2404gen2containerd-202512.18.0'))).toBeUndefined();
    expect(compareImages(a, known('AKSUbuntu-2204containerd-202512.18.0'))).toBeUndefined();
    expect(compareImages(a, parseNodeImage('nonsense'))).toBeUndefined();
  });

  test('within a family the order is total: antisymmetric, transitive, and 0 only for the same build', () => {
    const builds = imageFamilies.find((family) => family.family === 'AKSWindows-2025-gen2')?.versions ?? [];
    const linux = imageFamilies.find((family) => family.family === 'AKSUbuntu-2204gen2containerd')?.versions ?? [];
    for (const family of [builds, linux]) {
      const image = fc.constantFrom(...family.map((build) => known(build.nodeImageVersion)));
      fc.assert(
        fc.property(image, image, image, (a, b, c) => {
          const [ab = 0, bc = 0, ac = 0] = [compareImages(a, b), compareImages(b, c), compareImages(a, c)];
          expect(Math.sign(ab)).toBe(-Math.sign(compareImages(b, a) ?? 0) + 0);
          expect(ab === 0).toBe(a.version === b.version);
          if (ab <= 0 && bc <= 0) expect(ac).toBeLessThanOrEqual(0);
        }),
        { numRuns: 300 },
      );
    }
  });
});
