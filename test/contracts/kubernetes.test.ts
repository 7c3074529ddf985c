import { readFileSync } from 'node:fs';
import { afterEach } from 'vitest';
import { startSimulator } from '../../dev/simulator/index.ts';
import { parseFleet } from '../../dev/simulator/model/fleet-file.ts';
import { armClusterCredential } from '../../shared/adapters/arm/cluster-credential.ts';
import { connectToArm } from '../../shared/adapters/arm/connection.ts';
import { kubernetesClusterLooker } from '../../shared/adapters/kubernetes/cluster-looker.ts';
import { clusterConnections } from '../../shared/adapters/kubernetes/connections.ts';
import { kubernetesDrainWatcher } from '../../shared/adapters/kubernetes/drain-watcher.ts';
import { accessThroughArm } from '../../shared/adapters/kubernetes/find-access.ts';
import { kubernetesNodeWriter } from '../../shared/adapters/kubernetes/node-writer.ts';
import { kubernetesPodEvictor } from '../../shared/adapters/kubernetes/pod-evictor.ts';
import { kubernetesWorkloadScaler } from '../../shared/adapters/kubernetes/workload-scaler.ts';
import { systemClock } from '../../shared/adapters/system/clock.ts';
import { systemPause } from '../../shared/adapters/system/pause.ts';
import { addBudget, addPool, addWorkload, givenEmptyWorld } from '../support/world/given-world.ts';
import { worldClusterLooker, worldDrainWatcher } from '../support/world/look-cluster.ts';
import { worldNodeWriter, worldPodEvictor, worldWorkloadScaler } from '../support/world/write-nodes.ts';
import { clusterLookerContract } from './cluster-looker.ts';
import { drainWatcherContract } from './drain-watcher.ts';
import type { GivenKubernetes } from './kubernetes-world.ts';
import { nodeWriterContract } from './node-writer.ts';
import { podEvictorContract } from './pod-evictor.ts';
import { workloadScalerContract } from './workload-scaler.ts';

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const IMAGE = 'AKSUbuntu-2404gen2containerd-202607.20.0';
const ON_APPS = { agentpool: 'apps' };

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close();
});

const overTheSimulator: GivenKubernetes = async () => {
  const fleet = parseFleet({
    version: 1,
    name: 'contract',
    now: '2026-11-20T08:00:00Z',
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
              { name: 'system', mode: 'System', image: IMAGE, count: 2 },
              { name: 'apps', image: IMAGE, count: 2 },
            ],
            workloads: [
              { namespace: 'shop', name: 'cart', replicas: 3, pool: 'apps', budgets: [{ maxUnavailable: 1 }] },
              { namespace: 'shop', name: 'web', replicas: 2, pool: 'apps', autoscaler: { min: 2, max: 6 } },
            ],
          },
        ],
      },
    ],
  });
  const simulator = await startSimulator({ fleet, throttle: false });
  closings.push(() => simulator.close());
  const arm = connectToArm({
    simulator: { endpoint: simulator.armEndpoint, ca: readFileSync(simulator.caFile, 'utf8') },
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    pause: systemPause,
  });
  const clusterId = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks-shop`;
  const connections = clusterConnections(accessThroughArm(armClusterCredential(arm)), systemClock, systemPause);
  closings.push(() => connections.close());
  return {
    clusterId,
    looker: kubernetesClusterLooker(connections, systemClock),
    watcher: kubernetesDrainWatcher(connections, systemPause),
    evictor: kubernetesPodEvictor(connections),
    nodes: kubernetesNodeWriter(connections),
    scaler: kubernetesWorkloadScaler(connections),
    advance: (seconds) => simulator.control.change({ change: 'advance-clock', seconds }),
    async cordonedBySomebody(node) {
      const connection = await connections.to(clusterId);
      if ('writer' in connection) await connection.writer.patchNode(node, { spec: { unschedulable: true } });
    },
  };
};

const inTheModelWorld: GivenKubernetes = async () => {
  const { world, cluster } = givenEmptyWorld();
  addPool(cluster, 'system', 2, { mode: 'System' });
  addPool(cluster, 'apps', 2);
  addWorkload(cluster, 'cart', { replicas: 3, nodeSelector: ON_APPS });
  addBudget(cluster, 'cart');
  const workload = addWorkload(cluster, 'web', { replicas: 2, nodeSelector: ON_APPS });
  cluster.scalers.push({ namespace: 'shop', name: 'web', workload, min: 2, max: 6, wish: 2 });
  world.advance(120_000);
  return {
    clusterId: cluster.id,
    looker: worldClusterLooker(world),
    watcher: worldDrainWatcher(world),
    evictor: worldPodEvictor(world),
    nodes: worldNodeWriter(world),
    scaler: worldWorkloadScaler(world),
    advance: (seconds) => world.advance(seconds * 1000),
    async cordonedBySomebody(name) {
      const node = cluster.nodes.get(name);
      if (node) node.unschedulable = true;
      cluster.changed();
    },
  };
};

for (const [name, given] of [
  ['over the simulator', overTheSimulator],
  ['in the model world', inTheModelWorld],
] as const) {
  clusterLookerContract(name, given);
  drainWatcherContract(name, given);
  nodeWriterContract(name, given);
  podEvictorContract(name, given);
  workloadScalerContract(name, given);
}
