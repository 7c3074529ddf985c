import { expect, test } from 'vitest';
import type { KnownImage } from '../../../shared/domain/fleet/node-image.ts';
import { imageReader } from '../../../shared/domain/plan/read-image.ts';
import { targetImages } from '../../../shared/domain/plan/target-images.ts';
import { givenPool, givenReading } from '../../support/fleet.ts';
import { givenPlanInput } from '../../support/planning.ts';
import { givenCatalogue } from '../../support/policy.ts';

const images = imageReader();
const read = (name: string) => images.read(name) as KnownImage;
const like22 = (definition: string) => read(`AKSUbuntu-2204${definition}-202608.05.0`);

function targets(latest: string[], families: Parameters<typeof givenCatalogue>[0] = {}) {
  const reading = givenReading({
    pools: latest.map((latestImage) => ({ pool: givenPool(), latestImage, unknowns: [] })),
  });
  return targetImages([reading], givenPlanInput({ catalogue: givenCatalogue(families) }), images);
}

test('the newest that Azure named anywhere is the image for all, whatever the catalogue has', () => {
  const found = targets(['AKSUbuntu-2204gen2containerd-202609.01.0', 'AKSUbuntu-2204gen2containerd-202610.08.0'], {
    'AKSUbuntu-2204gen2containerd': ['202611.01.0'],
  });
  expect(found.ofFamily(like22('gen2containerd'))).toEqual({
    family: 'AKSUbuntu-2204gen2containerd',
    version: '202610.08.0',
    name: 'AKSUbuntu-2204gen2containerd-202610.08.0',
    from: 'azure',
  });
});

test('the catalogue speaks only where Azure was not asked', () => {
  const found = targets([], { 'AKSUbuntu-2204gen2containerd': ['202610.08.0'] });
  expect(found.ofFamily(like22('gen2containerd'))).toMatchObject({ version: '202610.08.0', from: 'catalogue' });
  expect(targets([]).ofFamily(like22('gen2containerd'))).toBeUndefined();
});

test.each([
  ['gen2containerd', 'AKSUbuntu-2404gen2containerd'],
  ['containerd', 'AKSUbuntu-2404containerd'],
  ['gen2arm64containerd', 'AKSUbuntu-2404gen2arm64containerd'],
  ['gen2TLcontainerd', 'AKSUbuntu-2404gen2TLcontainerd'],
  ['gen2fipscontainerd', undefined],
])('machines on 22.04 %s go to %s', (definition, family) => {
  const version = '202610.08.0';
  const names = ['gen2containerd', 'containerd', 'gen2arm64containerd', 'gen2TLcontainerd'].map(
    (one) => `AKSUbuntu-2404${one}-${version}`,
  );
  expect(targets(names).ofOs('ubuntu-24.04', like22(definition))?.family).toBe(family);
});
