import { afterEach, describe, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../../dev/simulator/index.ts';
import { parseFleet } from '../../dev/simulator/model/fleet-file.ts';
import type { FleetSpecInput } from '../../dev/simulator/model/fleet-schema.ts';
import { armClusterCredential } from '../../shared/adapters/arm/cluster-credential.ts';
import { connectToArm } from '../../shared/adapters/arm/connection.ts';
import { kubernetesClusterLooker } from '../../shared/adapters/kubernetes/cluster-looker.ts';
import { clusterConnections } from '../../shared/adapters/kubernetes/connections.ts';
import { kubernetesDrainWatcher } from '../../shared/adapters/kubernetes/drain-watcher.ts';
import { accessThroughArm } from '../../shared/adapters/kubernetes/find-access.ts';
import { kubernetesNodeWriter } from '../../shared/adapters/kubernetes/node-writer.ts';
import { kubernetesPodEvictor } from '../../shared/adapters/kubernetes/pod-evictor.ts';
import { systemDeadline } from '../../shared/adapters/system/deadline.ts';
import { systemPause } from '../../shared/adapters/system/pause.ts';
import { type DrainParts, drainNode } from '../../shared/app/drain-node.ts';
import type { DisruptionBudget } from '../../shared/domain/cluster/facts.ts';
import type { StuckPod } from '../../shared/domain/drain/stuck.ts';
import { UpstreamError } from '../../shared/domain/errors.ts';

type Cluster = NonNullable<FleetSpecInput['subscriptions'][number]['clusters']>[number];

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const ID = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks-shop`;
const IMAGE = 'AKSUbuntu-2404gen2containerd-202607.20.0';
const START = Date.parse('2026-11-20T08:00:00Z');

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close();
});

/** Two nodes of pool `apps`, of which the first is closed and about to be drained. Pods end and start at once. */
async function given(workloads: Cluster['workloads'], more: Partial<Cluster> = {}) {
  const fleet = parseFleet({
    version: 1,
    name: 'drain',
    now: new Date(START).toISOString(),
    subscriptions: [
      {
        id: SUBSCRIPTION,
        name: 'shop',
        clusters: [
          {
            name: 'aks-shop',
            resourceGroup: 'rg-shop',
            region: 'westeurope',
            kubernetesVersion: '1.34.9',
            pools: [
              { name: 'system', mode: 'System', image: IMAGE, taints: ['CriticalAddonsOnly=true:NoSchedule'] },
              { name: 'apps', image: IMAGE, count: 2 },
            ],
            workloads: (workloads ?? []).map((one) => ({
              namespace: 'shop',
              startsAfterSeconds: 0,
              stopsAfterSeconds: 0,
              ...one,
            })),
            ...more,
          },
        ],
      },
    ],
  });
  const simulator = await startSimulator({ fleet, throttle: false });
  closings.push(() => simulator.close());
  const arm = connectToArm({
    simulator: { endpoint: simulator.armEndpoint, ca: simulator.ca },
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    pause: systemPause,
  });
  const clock = { now: () => Date.parse(simulator.control.fleet().now) };
  const connections = clusterConnections(accessThroughArm(armClusterCredential(arm)), clock, systemPause);
  closings.push(() => connections.close());
  const parts: DrainParts = {
    clock,
    deadline: systemDeadline,
    ownerKeys: ['team'],
    clusterLooker: kubernetesClusterLooker(connections, clock),
    drainWatcher: kubernetesDrainWatcher(connections, systemPause),
    podEvictor: kubernetesPodEvictor(connections),
  };
  const { nodes } = await parts.clusterLooker.look(ID, ['nodes'], ['apps']);
  const node = (nodes?.kind === 'seen' && nodes.items[0]?.name) || '';
  await kubernetesNodeWriter(connections).cordon({ clusterId: ID, name: node }, 'm-1');
  simulator.control.clearLog();
  const drain = (attentionSeconds: number, how: Partial<DrainParts> = {}, stuck: readonly StuckPod[] = []) =>
    drainNode(
      { ...parts, ...how },
      {
        migration: { clusterId: ID, drain: { done: [], stuck, evicted: 0 }, remembered: {}, stepSince: START },
        node,
        graceSeconds: 300,
        attentionSeconds,
      },
    );
  return { simulator, parts, node, drain };
}

const operations = ({ control }: Simulator) => control.counts().byOperation;

test('a node is emptied at the pace of its budgets, with one list and one watch of each kind', async () => {
  const { simulator, drain } = await given([
    { name: 'cart', replicas: 6, budgets: [{ maxUnavailable: 1 }] },
    { name: 'web', replicas: 6, emptyDir: true },
  ]);
  const outcome = await drain(30);
  expect(outcome).toMatchObject({ left: 0, stuck: [], room: { kind: 'found' } });
  expect(outcome.evicted).toBeGreaterThan(0);
  expect(outcome.trouble).toBeUndefined();
  const { 'kubernetes.pods.eviction.create': evictions = 0, ...others } = operations(simulator);
  // What is watched can be a moment behind: the API server then refuses one for its budget, and nothing else.
  const refused = simulator.control.requests().filter(({ status }) => status === 429);
  expect(evictions - refused.length).toBe(outcome.evicted);
  expect(refused.length).toBeLessThan(outcome.evicted);
  expect(others).toEqual({
    'kubernetes.pods.list': 2,
    'kubernetes.pods.watch': 1,
    'kubernetes.poddisruptionbudgets.list': 1,
    'kubernetes.poddisruptionbudgets.watch': 1,
  });
});

test('invariant 4: a pod leaves only by the Eviction API; a PodDisruptionBudget is never bypassed without a recorded human order', async () => {
  const { simulator, parts, drain } = await given([
    { name: 'cart', replicas: 4, budgets: [{ maxUnavailable: 1 }] },
    { name: 'pay', replicas: 2, budgets: [{ minAvailable: 2 }] },
    { name: 'bare', kind: 'Pod', replicas: 2 },
  ]);
  const least: DisruptionBudget[] = [];
  const watcher: DrainParts['drainWatcher'] = {
    async *watch(...how) {
      for await (const state of parts.drainWatcher.watch(...how)) {
        least.push(...state.budgets.filter(({ currentHealthy, desiredHealthy }) => currentHealthy < desiredHealthy));
        yield state;
      }
    },
  };
  const outcome = await drain(2, { drainWatcher: watcher });
  expect(new Set(outcome.stuck.map(({ cause }) => cause))).toEqual(new Set(['budget-full', 'unmanaged']));
  expect(outcome.left).toBe(outcome.stuck.length);
  // Whoever stayed is asked about, and nothing but evictions was written.
  for (const { remedies } of outcome.stuck) expect(remedies.map(({ kind }) => kind)).toContain('force');
  expect(least).toEqual([]);
  const writes = simulator.control.requests().filter(({ effect }) => effect === 'write');
  expect(writes.length).toBeGreaterThan(0);
  expect(new Set(writes.map(({ operation }) => operation))).toEqual(new Set(['kubernetes.pods.eviction.create']));
});

describe('a pass that cannot go on', () => {
  test('a webhook that does not answer: each pod is asked once, and the pass comes back early and says so', async () => {
    const { simulator, drain } = await given([{ name: 'web', replicas: 4 }], {
      webhooks: [{ name: 'guard', service: 'guard/guard', concerns: ['eviction'], answers: 'nothing' }],
    });
    const outcome = await drain(60);
    expect(outcome.evicted).toBe(0);
    expect(new Set(outcome.stuck.map(({ cause }) => cause))).toEqual(new Set(['webhook']));
    expect(outcome.stuck[0]?.by).toEqual({ kind: 'AdmissionWebhook', name: 'guard.guard.svc' });
    expect(operations(simulator)['kubernetes.pods.eviction.create']).toBe(outcome.left);
    // The next pass remembers, and asks nobody before it is time.
    const again = await drain(60, {}, outcome.stuck);
    expect(again.stuck.map(({ refusals, since }) => ({ refusals, since }))).toEqual(
      outcome.stuck.map(({ refusals, since }) => ({ refusals, since })),
    );
    expect(operations(simulator)['kubernetes.pods.eviction.create']).toBe(outcome.left);
  });

  test('when pods that wait for a node cannot be seen, nothing is asked: unknown is never healthy', async () => {
    const { simulator, drain } = await given([{ name: 'web', replicas: 4 }]);
    const outcome = await drain(30, {
      clusterLooker: {
        look: async (id) => ({
          clusterId: id,
          readAt: START,
          pods: { kind: 'not-seen', reason: 'forbidden', detail: '403' },
        }),
      },
    });
    expect(outcome).toMatchObject({ evicted: 0, room: { kind: 'unknown' } });
    expect(outcome.left).toBeGreaterThan(0);
    expect(operations(simulator)['kubernetes.pods.eviction.create']).toBeUndefined();
  });

  test('pods that left and found no node for two minutes stop it before anything more is asked', async () => {
    const { simulator, parts, drain } = await given([
      { name: 'huge', replicas: 1, cpu: '3' },
      { name: 'web', replicas: 4 },
    ]);
    const { pods } = await parts.clusterLooker.look(ID, ['pods-of-pools'], ['apps']);
    const homeless = (pods?.kind === 'seen' ? pods.items : []).slice(0, 1).map(({ node: _, ...pod }) => pod);
    const outcome = await drain(30, {
      clusterLooker: {
        look: async (id) => ({
          clusterId: id,
          readAt: START,
          pods: { kind: 'seen', items: homeless.map((pod) => ({ ...pod, createdAt: START - 1 })) },
        }),
      },
    });
    expect(outcome.room.kind).toBe('found'); // it was made before the draining began
    simulator.control.clearLog();
    const late = await drain(30, {
      clock: { now: () => START + 130_000 },
      clusterLooker: {
        look: async (id) => ({
          clusterId: id,
          readAt: START,
          pods: { kind: 'seen', items: homeless.map((pod) => ({ ...pod, createdAt: START + 1_000 })) },
        }),
      },
    });
    expect(late).toMatchObject({
      evicted: 0,
      room: { kind: 'missing', why: expect.stringMatching(/found no node in 129 s/) },
    });
    expect(operations(simulator)['kubernetes.pods.eviction.create']).toBeUndefined();
  });

  test('a cluster that cannot be reached is trouble, and never an empty node', async () => {
    const { drain } = await given([{ name: 'web', replicas: 2 }]);
    const broken: DrainParts['drainWatcher'] = {
      // oxlint-disable-next-line require-yield -- it ends before it has anything to tell
      async *watch() {
        throw new UpstreamError('KUBERNETES_UNREACHABLE', 'nothing listens there');
      },
    };
    expect(await drain(30, { drainWatcher: broken })).toMatchObject({ left: 1, trouble: 'nothing listens there' });
  });

  test('the time that is given is kept, and what is left is told', async () => {
    const { drain } = await given([{ name: 'web', replicas: 4, stopsAfterSeconds: 120, graceSeconds: 300 }]);
    const outcome = await drain(1);
    expect(outcome.evicted).toBe(outcome.left);
    expect(outcome).toMatchObject({ stuck: [], room: { kind: 'found' } });
  });

  test('what nobody expected is not kept quiet', async () => {
    const { drain } = await given([{ name: 'web', replicas: 2 }]);
    const evict = () => Promise.reject(new TypeError('boom'));
    await expect(drain(5, { podEvictor: { evict } })).rejects.toThrow('boom');
  });
});
