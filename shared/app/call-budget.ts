import type { Cluster } from '../domain/fleet/cluster.ts';

/**
 * Calls to AKS itself that one sweep may still make. AKS counts them for each subscription and region
 * and shares the count with everyone who works there, so a sweep leaves most of it to them.
 */
export interface CallBudget {
  /** Takes one call for the cluster's subscription and region; `false` when none is left. */
  take(cluster: Pick<Cluster, 'subscriptionId' | 'region'>): boolean;
}

/** @param calls for each subscription and region */
export function callBudget(calls: number): CallBudget {
  const spent = new Map<string, number>();
  return {
    take({ subscriptionId, region }) {
      const bucket = `${subscriptionId} ${region}`;
      const used = spent.get(bucket) ?? 0;
      if (used >= calls) return false;
      spent.set(bucket, used + 1);
      return true;
    },
  };
}
