import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { armFactsReader } from '../../../shared/adapters/arm/arm-facts-reader.ts';
import { networkModeOf } from '../../../shared/adapters/arm/arm-pool.ts';
import { armClusterCredential } from '../../../shared/adapters/arm/cluster-credential.ts';
import { type Answer, type ArmServer, type Asked, startArmServer } from './arm-server.ts';

let arm: ArmServer;
beforeAll(async () => {
  arm = await startArmServer();
});
beforeEach(() => {
  arm.asked.length = 0;
});
afterAll(() => arm.close());

const SUB = '11111111-2222-3333-4444-555555555555';
const ID = `/subscriptions/${SUB}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks`;
const VNET = `/subscriptions/${SUB}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet`;
const NOW = Date.UTC(2026, 10, 20, 8);

const CLUSTER = {
  id: ID,
  location: 'westeurope',
  properties: {
    provisioningState: 'Updating',
    powerState: { code: 'Running' },
    networkProfile: { networkPlugin: 'azure' },
    agentPoolProfiles: [
      {
        name: 'apps',
        count: 3,
        vmSize: 'Standard_D4s_v5',
        maxPods: 30,
        enableAutoScaling: true,
        minCount: 1,
        maxCount: 9,
        vnetSubnetID: `${VNET}/subnets/nodes`,
        podSubnetID: `${VNET}/subnets/pods`,
        upgradeSettings: { maxSurge: '33%', maxUnavailable: '0', drainTimeoutInMinutes: 45 },
        provisioningState: 'Succeeded',
        powerState: { code: 'Running' },
        nodeTaints: ['sku=gpu:NoSchedule'],
      },
      { name: 'plain', count: 1 },
    ],
  },
};

function answers(overrides: Record<string, Answer> = {}): (asked: Asked) => Answer {
  const usual: Record<string, Answer> = {
    [`managedClusters/aks?`]: { body: CLUSTER },
    '/usages?api-version=2024-07-01': {
      body: { value: [{ name: { value: 'standardDSv5Family' }, currentValue: 12, limit: 100 }] },
    },
    '/virtualnetworks/vnet/usages?': {
      body: {
        value: [
          { id: `${VNET}/subnets/nodes`, currentValue: 5, limit: 251 },
          { id: `${VNET}/subnets/other`, currentValue: 1, limit: 11 },
        ],
      },
    },
    '/fleets?': { body: { value: [] } },
  };
  return ({ path }) => {
    const all = Object.entries({ ...usual, ...overrides });
    return all.findLast(([part]) => path.toLowerCase().includes(part.toLowerCase()))?.[1] ?? { status: 404 };
  };
}

const read = () => armFactsReader(arm.connect(), { now: () => NOW }).read({ id: ID, region: 'westeurope' });

test('what ARM tells of a cluster, with GET alone', async () => {
  arm.answer = answers();
  expect(await read()).toEqual({
    clusterId: ID,
    readAt: NOW,
    provisioningState: 'Updating',
    power: 'running',
    networkMode: 'pod-subnet',
    pools: {
      kind: 'seen',
      items: [
        {
          poolId: `${ID}/agentpools/apps`,
          name: 'apps',
          provisioningState: 'Succeeded',
          power: 'running',
          count: 3,
          vmSize: 'Standard_D4s_v5',
          zones: [],
          maxPods: 30,
          maxSurge: '33%',
          maxUnavailable: '0',
          drainTimeoutMinutes: 45,
          autoscaler: { enabled: true, min: 1, max: 9 },
          nodeSubnetId: `${VNET}/subnets/nodes`.toLowerCase(),
          podSubnetId: `${VNET}/subnets/pods`.toLowerCase(),
          nodeTaints: ['sku=gpu:NoSchedule'],
          nodeLabels: {},
        },
        {
          poolId: `${ID}/agentpools/plain`,
          name: 'plain',
          count: 1,
          zones: [],
          autoscaler: { enabled: false },
          nodeTaints: [],
          nodeLabels: {},
        },
      ],
    },
    quotas: { kind: 'seen', items: [{ region: 'westeurope', family: 'standardDSv5Family', used: 12, limit: 100 }] },
    subnets: { kind: 'seen', items: [{ id: `${VNET}/subnets/nodes`.toLowerCase(), size: 251, used: 5 }] },
    vmSizes: { kind: 'seen', items: [] },
    fleets: { kind: 'seen', items: [] },
  });
  expect(new Set(arm.asked.map(({ method }) => method))).toEqual(new Set(['GET']));
  expect(arm.asked).toHaveLength(4);
});

test('quotas that may not be read are not seen, and the rest is there', async () => {
  const body = { error: { code: 'AuthorizationFailed', message: 'names a client' } };
  arm.answer = answers({ '/usages?api-version=2024-07-01': { status: 403, body } });
  const { quotas, subnets, pools, fleets } = await read();
  expect(quotas).toEqual({
    kind: 'not-seen',
    reason: 'forbidden',
    detail: 'Azure refused the vCPU quotas of the region (403 AuthorizationFailed)',
  });
  expect([subnets.kind, pools.kind, fleets.kind]).toEqual(['seen', 'seen', 'seen']);
});

test('a cluster that is not told hides its pools and subnets, not the quotas', async () => {
  arm.answer = answers({ 'managedClusters/aks?': { status: 404, body: { error: { code: 'ResourceNotFound' } } } });
  const { quotas, pools, subnets, networkMode, ...others } = await read();
  expect([quotas.kind, pools.kind, subnets.kind, networkMode]).toEqual(['seen', 'not-seen', 'not-seen', 'unknown']);
  expect(others).not.toHaveProperty('provisioningState');
});

test('an answer of another form is not seen', async () => {
  arm.answer = answers({ '/usages?api-version=2024-07-01': { body: { value: [{ name: 'x' }] } } });
  expect((await read()).quotas).toMatchObject({ kind: 'not-seen', reason: 'upstream-failed' });
});

test('a membership of Fleet Manager is told with its profiles and the run that is under way', async () => {
  const fleet = `/subscriptions/${SUB}/resourceGroups/rg/providers/Microsoft.ContainerService/fleets/prod`;
  const run = (name: string, state: string, members: string[]) => ({
    name,
    properties: {
      status: { status: { state }, stages: [{ groups: [{ members: members.map((m) => ({ name: m })) }] }] },
    },
  });
  const answersOf = (runs: unknown[]) =>
    answers({
      '/fleets?': { body: { value: [{ id: fleet, name: 'prod' }] } },
      '/members?': { body: { value: [{ name: 'm1', properties: { clusterResourceId: ID.toUpperCase() } }] } },
      '/autoUpgradeProfiles?': {
        body: {
          value: [
            { name: 'stable', properties: {} },
            { name: 'off', properties: { disabled: true } },
          ],
        },
      },
      '/updateRuns?': { body: { value: runs } },
    });
  const membership = { fleet: 'prod', member: 'm1', autoUpgradeProfiles: ['stable'] };

  arm.answer = answersOf([run('done', 'Completed', ['m1']), run('elsewhere', 'Running', ['m2'])]);
  expect((await read()).fleets).toEqual({ kind: 'seen', items: [membership] });
  arm.answer = answersOf([run('now', 'Running', ['m1'])]);
  expect((await read()).fleets).toEqual({ kind: 'seen', items: [{ ...membership, runningUpdate: 'now' }] });
  arm.answer = answersOf([run('untold', 'Running', [])]);
  expect((await read()).fleets).toMatchObject({ items: [{ runningUpdate: 'untold' }] });
});

test.each([
  ['azure', 'overlay', false, 'overlay'],
  ['azure', undefined, false, 'node-subnet'],
  ['azure', undefined, true, 'pod-subnet'],
  ['kubenet', undefined, false, 'kubenet'],
  ['none', undefined, false, 'none'],
  ['other', undefined, false, 'unknown'],
  [undefined, undefined, false, 'unknown'],
])('the network plugin %s with mode %s and pod subnet %s is %s', (plugin, mode, podSubnet, expected) => {
  expect(networkModeOf(plugin, mode, podSubnet)).toBe(expected);
});

test('the user’s credential is asked for, never the admin’s', async () => {
  const value = Buffer.from('apiVersion: v1').toString('base64');
  arm.answer = () => ({ body: { kubeconfigs: [{ name: 'clusterUser', value }] } });
  expect(await armClusterCredential(arm.connect()).kubeconfig(ID)).toEqual({
    kind: 'given',
    kubeconfig: 'apiVersion: v1',
  });
  expect(arm.asked).toMatchObject([
    { method: 'POST', path: expect.stringMatching(/\/listClusterUserCredential\?.*format=exec/) },
  ]);
});

test.each([
  [403, 'forbidden'],
  [404, 'upstream-failed'],
])('a credential that is refused with %i is %s', async (status, reason) => {
  arm.answer = () => ({ status, body: { error: { code: 'No' } } });
  expect(await armClusterCredential(arm.connect()).kubeconfig(ID)).toMatchObject({ kind: 'refused', reason });
});
