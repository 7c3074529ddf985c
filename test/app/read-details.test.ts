import { expect, test } from 'vitest';
import { latestImages } from '../../shared/app/latest-images.ts';
import { readDetails } from '../../shared/app/read-details.ts';
import type { NodePool } from '../../shared/domain/fleet/node-pool.ts';
import { givenSubscription } from '../support/fleet.ts';
import { clusterWith, FRESH, givenApp, LIMITS, OLD } from './given-app.ts';

function given(calls: number) {
  const app = givenApp({ subscriptions: [givenSubscription()] });
  const parts = { ...app.parts, limits: { ...LIMITS, aksCallsPerSweep: calls } };
  return { world: app.world, parts, images: latestImages(parts) };
}

const short = (asked: readonly string[]) =>
  asked.map((question) => question.replace(/ .*managedclusters\//, ' ').replace('/agentpools/', '/'));

test('one call for each class of pools, one for each cluster, and none for machines of settled pools', async () => {
  const { world, parts, images } = given(40);
  await readDetails(parts, images, [clusterWith('b', OLD), clusterWith('a', FRESH), clusterWith('c', OLD)]);
  expect(short(world.asked)).toEqual(['latest a/apps', 'maintenance a', 'maintenance b', 'maintenance c']);
});

test.each<[string, Partial<NodePool>, boolean]>([
  ['failed', { provisioningState: 'Failed' }, true],
  ['in the middle of an upgrade', { provisioningState: 'Upgrading' }, true],
  ['settled', { provisioningState: 'Succeeded' }, false],
  ['without a state', { provisioningState: undefined }, false],
  ['failed and stopped', { provisioningState: 'Failed', power: 'stopped' }, false],
  ['failed and empty', { provisioningState: 'Failed', count: 0 }, false],
  ['made by node auto-provisioning', { provisioningState: 'Updating', kind: 'auto-provisioned' }, false],
])("a pool that is %s: its machines' images are asked for", async (_what, pool, asks) => {
  const { world, parts, images } = given(40);
  world.machines = () => ({ kind: 'seen', value: [OLD, FRESH] });
  const item = clusterWith('a', OLD, { pool: { machineImages: undefined, ...pool } });
  const { clusters } = await readDetails(parts, images, [item]);
  expect(world.asked.some((question) => question.startsWith('machines'))).toBe(asks);
  expect(clusters[0]?.pools[0]?.machineImages).toEqual(asks ? [OLD, FRESH] : undefined);
});

test('the budget goes to the newest image first, then to clusters in the order of their ids', async () => {
  const { world, parts, images } = given(3);
  const { clusters } = await readDetails(parts, images, [
    clusterWith('c', OLD),
    clusterWith('b', OLD),
    clusterWith('a', OLD),
  ]);
  expect(short(world.asked)).toEqual(['latest a/apps', 'maintenance a', 'maintenance b']);
  expect(clusters.map(({ cluster }) => [cluster.name, cluster.maintenance !== undefined])).toEqual([
    ['a', true],
    ['b', true],
    ['c', false],
  ]);
});

test('each region of a subscription has its own budget', async () => {
  const { world, parts, images } = given(1);
  const elsewhere = clusterWith('b', OLD, { cluster: { region: 'northeurope' } });
  await readDetails(parts, images, [clusterWith('a', OLD), elsewhere]);
  expect(short(world.asked)).toEqual(['latest a/apps', 'latest b/apps']);
});

test('with a budget of 0 nothing is asked and nothing is claimed', async () => {
  const { world, parts, images } = given(0);
  const { clusters, gone } = await readDetails(parts, images, [clusterWith('a', OLD)]);
  expect(world.asked).toEqual([]);
  expect(gone).toEqual([]);
  expect(clusters.map(({ cluster, latestImages: latest }) => [cluster.maintenance, [...latest]])).toEqual([
    [undefined, []],
  ]);
});

test('windows that could not be read are unknown; a cluster that is gone is said to be', async () => {
  const { world, parts, images } = given(40);
  world.maintenance = (id) =>
    id.endsWith('/a') ? { kind: 'gone' } : { kind: 'not-seen', reason: 'forbidden', detail: 'No role.' };
  const { clusters, gone } = await readDetails(parts, images, [clusterWith('a', OLD), clusterWith('b', OLD)]);
  expect(gone.map((id) => id.split('/').at(-1))).toEqual(['a']);
  expect(clusters.map(({ cluster }) => [cluster.name, cluster.maintenance])).toEqual([['b', undefined]]);
});

test('a pool of which nothing is known belongs to no class', async () => {
  const { world, parts, images } = given(40);
  await readDetails(parts, images, [clusterWith('a', OLD, { pool: { imageVersion: undefined } })]);
  expect(short(world.asked)).toEqual(['maintenance a']);
});
