import { expect, test } from 'vitest';
import { runsImage } from '../../../../shared/domain/migration/runs-image.ts';
import { targetPoolOf } from '../../../../shared/domain/migration/target-pool.ts';
import { targetPoolName } from '../../../../shared/domain/migration/target-pool-name.ts';
import { CLUSTER_ID, givenPoolState, givenPoolStep, MINUTE, NEW_IMAGE, OLD_IMAGE } from '../../../support/migration.ts';
import { decideNow, givenWalker, type Walker, walk } from './driver.ts';

test.each([
  ['apps', 'Linux', [], 'apps0123'],
  ['averylongname', 'Linux', [], 'averylon0123'],
  ['apps', 'Linux', ['apps0123'], 'apps1234'],
  ['winpol', 'Windows', [], 'wi0123'],
  ['1st', 'Linux', [], 'p1st0123'],
])('the target of %s (%s, taken: %j) is called %s', (source, os, taken, name) => {
  expect(targetPoolName(source, os, 'm-0123456789ab', taken)).toBe(name);
});

test('the target is like the source in everything but image, OS SKU, autoscaler and tag; differences are told', () => {
  const source = givenPoolState({
    tags: { team: 'shop' },
    scaling: { count: 3, autoscaler: { min: 2, max: 6 } },
    properties: {
      count: 3,
      enableAutoScaling: true,
      minCount: 2,
      maxCount: 6,
      vmSize: 'Standard_D4s_v5',
      mode: 'System',
      osSKU: 'Ubuntu',
      maxPods: 60,
      vnetSubnetID: '/subnets/a',
      availabilityZones: ['1', '2'],
      nodeLabels: { tier: 'web' },
      nodeTaints: ['web=yes:NoSchedule'],
      kubeletConfig: { cpuManagerPolicy: 'static' },
      enableFIPS: true,
      somePreviewField: { kept: true },
      nodeImageVersion: OLD_IMAGE,
      provisioningState: 'Succeeded',
      eTag: 'x',
      powerState: { code: 'Running' },
      creationData: { sourceResourceId: '/snapshots/s' },
    },
  });
  const work = givenPoolStep({ target: { osSku: 'AzureLinux', image: NEW_IMAGE, kubernetes: '1.34', reasons: [] } });
  expect(targetPoolOf(source, work, 'm-0123456789ab', ['apps'])).toEqual({
    poolId: `${CLUSTER_ID}/agentpools/apps0123`,
    name: 'apps0123',
    body: {
      properties: {
        count: 3,
        enableAutoScaling: false,
        vmSize: 'Standard_D4s_v5',
        mode: 'System',
        osSKU: 'AzureLinux',
        orchestratorVersion: '1.34',
        maxPods: 60,
        vnetSubnetID: '/subnets/a',
        availabilityZones: ['1', '2'],
        nodeLabels: { tier: 'web' },
        nodeTaints: ['web=yes:NoSchedule'],
        kubeletConfig: { cpuManagerPolicy: 'static' },
        enableFIPS: true,
        somePreviewField: { kept: true },
        tags: { team: 'shop', 'image-steward-migration': 'm-0123456789ab' },
      },
    },
    differences: [
      'It is called apps0123 and not apps.',
      `Its nodes run ${NEW_IMAGE} and not ${OLD_IMAGE}.`,
      'Its OS SKU is AzureLinux and not Ubuntu.',
      'It runs Kubernetes 1.34 and not 1.33.2.',
      'It is not pinned to the snapshot that the source is pinned to.',
      "Its autoscaler is off until the source is gone; then it goes from 2 to 6 nodes like the source's.",
      'It carries the tag image-steward-migration=m-0123456789ab.',
    ],
  });
});

test.each([
  [NEW_IMAGE, true],
  [`${NEW_IMAGE}-2026.11.01`, true],
  [OLD_IMAGE, false],
  ['AKSUbuntu-2404gen2containerd-202610.08.0', false],
  [undefined, false],
])('a node that shows %s runs the target image: %s', (label, expected) => {
  expect(runsImage(label, NEW_IMAGE)).toBe(expected);
});

/** The target is there; the world is changed by hand from here. */
function awaiting(change: (walker: Walker) => void): Walker {
  const walker = givenWalker();
  walk(walker, 'forward', 'await-target');
  change(walker);
  return walker;
}

test.each([
  [30 * MINUTE, 'wait'],
  [30 * MINUTE + 1, 'stop'],
])('a target whose source node count is not there %i ms after it was asked for: %s', (after, kind) => {
  const walker = awaiting((one) => {
    const [write] = one.migration.imagined;
    if (write?.kind !== 'create-pool' || one.azure.kind !== 'seen') throw new Error('no pool');
    const { id } = one.migration;
    const made = { name: 'apps0123', id: write.poolId, tags: { 'image-steward-migration': id } };
    one.azure = { ...one.azure, pools: [...one.azure.pools, givenPoolState({ ...made, scaling: { count: 2 } })] };
    one.migration = { ...one.migration, imagined: [] };
    one.now += after;
  });
  expect(decideNow(walker)).toMatchObject({ kind, because: expect.stringContaining('0 of 2 nodes are there.') });
  if (kind === 'stop') expect(decideNow(walker)).toMatchObject({ code: 'TARGET_NOT_READY' });
});

test.each([
  ['QuotaExceeded', 'QUOTA_GONE'],
  ['SubnetIsFull', 'TARGET_FAILED'],
])('a target that Azure could not make (%s) stops with its words: %s', (code, expected) => {
  const walker = awaiting((one) => {
    const [write] = one.migration.imagined;
    if (write?.kind !== 'create-pool' || one.azure.kind !== 'seen') throw new Error('no pool');
    const failed = { provisioningState: 'Failed', failure: { code, message: 'none left' } };
    one.azure = {
      ...one.azure,
      pools: [...one.azure.pools, givenPoolState({ ...failed, id: write.poolId, name: 'apps0123' })],
    };
    one.migration = { ...one.migration, imagined: [] };
  });
  expect(decideNow(walker)).toMatchObject({
    kind: 'stop',
    code: expected,
    because: expect.stringContaining('none left'),
  });
});

test('a pool of the target’s name without our tag is not touched', () => {
  const walker = awaiting((one) => {
    const poolId = `${CLUSTER_ID}/agentpools/apps0123`;
    if (one.azure.kind !== 'seen') throw new Error('no pools');
    one.azure = { ...one.azure, pools: [...one.azure.pools, givenPoolState({ id: poolId, name: 'apps0123' })] };
    one.migration = { ...one.migration, imagined: [], step: 'create-target' };
  });
  expect(decideNow(walker)).toMatchObject({ kind: 'stop', code: 'TARGET_NOT_OURS' });
});
