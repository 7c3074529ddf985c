const SUBSCRIPTION = '10000000-0000-4000-8000-000000000001';

/** ARM id of the one cluster of `bigFleet`. */
export const BIG_CLUSTER = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-big/providers/Microsoft.ContainerService/managedClusters/big`;

/** AKS allows a pool 1,000 nodes. */
const NODES_PER_POOL = 1_000;

/** Pods of one Deployment; also its budget is read. */
const REPLICAS = 100;

/** A fleet file with one cluster of so many nodes and about so many pods of its own, besides what AKS brings. */
export function bigFleet(nodes: number, pods: number): unknown {
  const pools = Array.from({ length: Math.ceil(nodes / NODES_PER_POOL) }, (_, n) => ({
    name: `pool${n}`,
    mode: n === 0 ? 'System' : 'User',
    osSku: 'Ubuntu',
    image: 'AKSUbuntu-2204gen2containerd-202608.20.0',
    vmSize: 'Standard_D16s_v5',
    count: Math.min(NODES_PER_POOL, nodes - n * NODES_PER_POOL),
  }));
  const system = nodes * SYSTEM_PODS_PER_NODE;
  const deployments = Math.max(1, Math.round((pods - system) / REPLICAS));
  const workloads = Array.from({ length: deployments }, (_, n) => ({
    namespace: `team-${n % 150}`,
    name: `app-${n}`,
    replicas: REPLICAS,
    cpu: '50m',
    memory: '64Mi',
    labels: { team: `team-${n % 150}`, part: `part-${n % 7}` },
    budgets: [{ maxUnavailable: '10%' }],
  }));
  return {
    version: 1,
    name: 'One big cluster',
    now: '2026-11-20T08:00:00Z',
    subscriptions: [
      {
        id: SUBSCRIPTION,
        name: 'Big',
        clusters: [
          { name: 'big', resourceGroup: 'rg-big', region: 'westeurope', kubernetesVersion: '1.34.9', pools, workloads },
        ],
      },
    ],
  };
}

/** DaemonSets that the simulator puts on every node, as AKS does. */
const SYSTEM_PODS_PER_NODE = 6;
