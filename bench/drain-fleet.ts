const SUBSCRIPTION = '10000000-0000-4000-8000-000000000001';
const GROUP = 'rg-drain';

/** What is drained: so many nodes, so many pods on each, by so many workloads. */
export interface DrainScene {
  readonly name: string;
  readonly nodes: number;
  readonly workloads: number;
  readonly podsPerNode: number;
  /** Each workload has a budget of `maxUnavailable: 1`. */
  readonly budgets: boolean;
}

export const SCENES = {
  nodes: { name: 'nodes', nodes: 10, workloads: 10, podsPerNode: 30, budgets: false },
  budgets: { name: 'budgets', nodes: 1, workloads: 6, podsPerNode: 30, budgets: true },
} as const satisfies Readonly<Record<string, DrainScene>>;

export const NAMESPACE = 'bench';

/** Nodes of the target pool carry it until everything runs on the source, as a new pool's would not be there yet. */
export const NOT_YET = { key: 'bench', value: 'not-yet', effect: 'NoSchedule' } as const;

/** Each scene twice: once for `kubectl`, once for us. */
export const clusterName = (scene: DrainScene, side: 'own' | 'kubectl'): string => `${scene.name}-${side}`;

export const clusterId = (name: string): string =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}/providers/Microsoft.ContainerService/managedClusters/${name}`;

/** Pods end 2 s after their deletion is asked, and replacements are Ready 1 s after they have a node. */
export function drainFleet(): unknown {
  const scenes: readonly DrainScene[] = Object.values(SCENES);
  return {
    version: 1,
    name: 'Nodes to be drained',
    now: '2026-11-20T08:00:00Z',
    subscriptions: [
      {
        id: SUBSCRIPTION,
        name: 'Drain',
        clusters: scenes.flatMap((scene) => (['own', 'kubectl'] as const).map((side) => cluster(scene, side))),
      },
    ],
  };
}

function cluster(scene: DrainScene, side: 'own' | 'kubectl') {
  const pool = { osSku: 'Ubuntu', image: 'AKSUbuntu-2204gen2containerd-202608.20.0', vmSize: 'Standard_D16s_v5' };
  const { key, value, effect } = NOT_YET;
  return {
    name: clusterName(scene, side),
    resourceGroup: GROUP,
    region: 'westeurope',
    kubernetesVersion: '1.34.9',
    pools: [
      { ...pool, name: 'system', mode: 'System', count: 2, taints: ['CriticalAddonsOnly=true:NoSchedule'] },
      { ...pool, name: 'source', count: scene.nodes },
      { ...pool, name: 'target', count: Math.max(2, scene.nodes), taints: [`${key}=${value}:${effect}`] },
    ],
    workloads: Array.from({ length: scene.workloads }, (_, n) => ({
      namespace: NAMESPACE,
      name: `app-${n}`,
      replicas: (scene.nodes * scene.podsPerNode) / scene.workloads,
      cpu: '50m',
      memory: '64Mi',
      startsAfterSeconds: 1,
      stopsAfterSeconds: 2,
      ...(scene.budgets && { budgets: [{ maxUnavailable: 1 }] }),
    })),
  };
}
