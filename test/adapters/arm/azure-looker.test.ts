import { afterEach, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../../dev/simulator/index.ts';
import { armAzureLooker } from '../../../shared/adapters/arm/azure-looker.ts';
import { connectToArm } from '../../../shared/adapters/arm/connection.ts';
import { systemPause } from '../../../shared/adapters/system/pause.ts';
import type { PoolState } from '../../../shared/domain/migration/azure-look.ts';
import { SHOP, sampleFleet } from '../../dev/simulator/sample-fleet.ts';

const CLUSTER = `/subscriptions/${SHOP}/resourcegroups/rg-shop-prod/providers/microsoft.containerservice/managedclusters/aks-shop-prod-01`;
const NOW = Date.parse('2026-09-02T01:00:00Z');

let simulator: Simulator | undefined;
afterEach(async () => {
  await simulator?.close();
});

async function givenLooker() {
  simulator = await startSimulator({ fleet: sampleFleet(), throttle: false, speed: 0 });
  const { armEndpoint: endpoint, ca, control } = simulator;
  const looker = armAzureLooker(
    connectToArm({
      simulator: { endpoint, ca },
      credential: { getToken: async () => null },
      pause: systemPause,
      patience: { retries: 0 },
    }),
    { now: () => NOW },
  );
  return {
    control,
    looker,
    pool: async (name: string): Promise<PoolState | undefined> => {
      const look = await looker.look(CLUSTER, [`${CLUSTER}/agentpools/${name}`]);
      return look.kind === 'seen' ? look.pools.find((one) => one.name === name) : undefined;
    },
    asked: (operation: string) => control.counts().byOperation[operation] ?? 0,
  };
}

const PROFILE = 'agentPools.getUpgradeProfile';

test('a cluster is read with two calls, its channels and its autoscalers with it', async () => {
  const { looker, asked } = await givenLooker();
  const look = await looker.look(CLUSTER, []);
  expect(look).toMatchObject({
    kind: 'seen',
    readAt: NOW,
    cluster: { id: CLUSTER, power: 'running', upgradeChannel: 'patch', nodeOsChannel: 'NodeImage' },
  });
  const pools = look.kind === 'seen' ? look.pools : [];
  expect(pools.find(({ name }) => name === 'userpool')?.scaling).toEqual({
    count: 12,
    autoscaler: { min: 6, max: 30 },
  });
  expect(pools.filter(({ recentlyUsed }) => recentlyUsed !== undefined)).toEqual([]);
  expect([asked('managedClusters.get'), asked('agentPools.list'), asked(PROFILE)]).toEqual([1, 1, 0]);
});

test('what a pool could go back to is asked for only after it changed', async () => {
  const { pool, asked, control } = await givenLooker();
  const before = {
    imageVersion: 'AKSUbuntu-2204gen2containerd-202606.08.1',
    kubernetesVersion: '1.34.8',
    usedUntil: Date.parse('2026-08-15T03:12:44Z'),
  };
  expect((await pool('systempool'))?.recentlyUsed).toEqual([before]);
  expect((await pool('systempool'))?.recentlyUsed).toEqual([before]);
  expect(asked(PROFILE)).toBe(1);
  control.change({ change: 'set-pool', cluster: 'aks-shop-prod-01', pool: 'systempool', set: { usedBefore: null } });
  expect((await pool('systempool'))?.recentlyUsed).toEqual([]);
  expect(asked(PROFILE)).toBe(2);
});

test('where Azure does not say what a pool could go back to, it is not told, which is not "nothing"', async () => {
  const { pool, control } = await givenLooker();
  control.addFault({ kind: 'error', status: 500, operation: PROFILE, times: 1 });
  expect((await pool('systempool'))?.recentlyUsed).toBeUndefined();
  expect((await pool('systempool'))?.recentlyUsed).toHaveLength(1);
});

test.each([
  {
    said: 'UpgradeFailed',
    message: 'Drain node a failed when evicting pod b. PDB debug info: c.',
    code: 'PodDrainFailure',
  },
  { said: 'UpgradeFailed', message: 'Code: QuotaExceeded. Message: no more cores.', code: 'QuotaExceeded' },
  { said: 'SubnetIsFull', message: 'The subnet is full.', code: 'SubnetIsFull' },
  { said: 'ReconcileVMSSAgentPoolFailed', message: 'Something else.', code: 'ReconcileVMSSAgentPoolFailed' },
])('a failure told as $said is $code', async ({ said, message, code }) => {
  const { pool, control } = await givenLooker();
  const set = { provisioningState: 'Failed', failure: { code: said, message } };
  control.change({ change: 'set-pool', cluster: 'aks-shop-prod-01', pool: 'userpool', set });
  expect((await pool('userpool'))?.failure).toEqual({ code, message });
});

test('where the preview is not offered, the stable version is read', async () => {
  const { pool, control } = await givenLooker();
  control.addFault({
    kind: 'error',
    status: 400,
    code: 'NoRegisteredProviderFound',
    pathIncludes: 'managedclusters',
    times: 2,
  });
  expect((await pool('userpool'))?.name).toBe('userpool');
});

test('a cluster that is deleted is gone; one that may not be read, or does not answer, is not seen', async () => {
  const { looker, control } = await givenLooker();
  control.addFault({ kind: 'error', status: 503, code: 'ServiceUnavailable', operation: 'agentPools.list', times: 1 });
  expect(await looker.look(CLUSTER, [])).toMatchObject({ kind: 'not-seen', reason: 'upstream-failed', readAt: NOW });
  control.addFault({ kind: 'throttle', operation: 'managedClusters.get', times: 1 });
  expect(await looker.look(CLUSTER, [])).toMatchObject({ kind: 'not-seen', reason: 'throttled' });
  control.addFault({ kind: 'broken-json', operation: 'agentPools.list', times: 1 });
  expect(await looker.look(CLUSTER, [])).toMatchObject({ kind: 'not-seen', reason: 'upstream-failed' });
  control.addFault({ kind: 'forbidden', subscription: SHOP });
  expect(await looker.look(CLUSTER, [])).toMatchObject({ kind: 'not-seen', reason: 'forbidden' });
  control.removeFault();
  control.change({ change: 'delete-cluster', cluster: 'aks-shop-prod-01' });
  expect(await looker.look(CLUSTER, [])).toEqual({ kind: 'gone', readAt: NOW });
});
