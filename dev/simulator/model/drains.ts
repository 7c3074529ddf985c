import type { FleetCluster, FleetPool } from './fleet.ts';

/** What keeps AKS from emptying a node. */
export interface Obstacle {
  readonly namespace: string;
  readonly pod: string;
  readonly budget: string;
}

/** What a move of a pool's nodes meets in the cluster itself. */
export interface Drains {
  /** `undefined`: nothing is in the way, or nobody has looked at this cluster's API yet, so that nothing runs in it. */
  obstacle(cluster: FleetCluster, node: string): Obstacle | undefined;
  /** A node is cordoned, and it is told that it is being drained. */
  begin(cluster: FleetCluster, node: string): void;
  /** AKS gives up on a node: it takes pods again, or it stays cordoned and is marked as quarantined. */
  giveUp(cluster: FleetCluster, node: string, quarantine: boolean): void;
}

export const NO_DRAINS: Drains = { obstacle: () => undefined, begin: () => {}, giveUp: () => {} };

/** How long AKS tries to empty a node of a pool, and what it does with one that it cannot. */
export function drainRules(pool: FleetPool): { readonly timeoutMinutes: number; readonly quarantine: boolean } {
  const settings = (pool.unmodelled?.['upgradeSettings'] ?? {}) as Readonly<Record<string, unknown>>;
  const minutes = Number(settings['drainTimeoutInMinutes'] ?? 30);
  return {
    timeoutMinutes: minutes > 0 ? minutes : 30,
    quarantine: settings['undrainableNodeBehavior'] === 'Cordon',
  };
}

/**
 * In the words of AKS.
 * @see https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/error-code-poddrainfailure
 */
export const drainFailure = (node: string, { namespace, pod, budget }: Obstacle) => ({
  code: 'UpgradeFailed',
  message: `Drain node ${node} failed when evicting pod ${pod} failed with Too Many Requests error. This is often caused by a restrictive Pod Disruption Budget (PDB) policy. See https://aka.ms/aks/debugdrainfailures. Original error: Cannot evict pod as it would violate the pod's disruption budget. PDB debug info: ${namespace}/${pod} blocked by pdb ${budget} with 0 unready pods.`,
});
