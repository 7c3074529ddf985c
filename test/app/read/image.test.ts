import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fleetQueries } from '../../../shared/app/read/fleet-queries.ts';
import { ImageView } from '../../../shared/app/views.ts';
import { at } from '../../support/fleet.ts';
import { givenPorts } from '../../web/support/given-world.ts';

const { samples } = JSON.parse(
  readFileSync(new URL('../../fixtures/image-name-samples.json', import.meta.url), 'utf8'),
) as {
  samples: Record<string, unknown>[];
};
/** What the samples say about themselves, not about the image. */
const ABOUT_THE_SAMPLE = ['verbatim', 'source', 'note', 'inCatalogue'];

const queries = fleetQueries(await givenPorts(at('2026-11-20T08:00:00Z')));

test.each(samples.map((sample) => [sample['name'] as string, sample] as const))(
  '%s is told under the names of the samples',
  async (name, sample) => {
    const view = ImageView.parse(await queries.image(name));
    const expected = Object.fromEntries(Object.entries(sample).filter(([field]) => !ABOUT_THE_SAMPLE.includes(field)));
    expect(view).toMatchObject({ kind: 'known', ...expected });
  },
);

test.each([
  ['AKSUbuntu-2404gen2containerd-202610.08.0', 'supported'],
  ['AKSUbuntu-2404gen2containerd-202608.22.0', 'supported'], // 90 days
  ['AKSUbuntu-2404gen2containerd-202608.21.0', 'outside-support'], // 91 days
  ['AKSWindows-2019-containerd-17763.8027.251112', 'support-ended'],
  ['AKSUbuntu-1804gen2containerd-202506.16.0', 'images-removed'],
])('%s is %s', async (name, status) => {
  expect((await queries.image(name)).status).toBe(status);
});

test('a name that is not understood says why, and nothing else', async () => {
  const view = await queries.image('<script>');
  expect(view).toEqual({ name: '<script>', kind: 'unknown', reason: expect.any(String), status: 'unknown' });
});
