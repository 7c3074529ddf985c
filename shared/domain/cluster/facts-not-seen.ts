import type { Instant } from '../time.ts';
import type { ClusterFacts, Seen } from './facts.ts';

/** The facts of a cluster that could not be asked at all: every list says why. */
export function factsNotSeen(
  clusterId: string,
  readAt: Instant,
  why: Pick<Extract<Seen<never>, { kind: 'not-seen' }>, 'reason' | 'detail'>,
): ClusterFacts {
  const notSeen = { kind: 'not-seen', reason: why.reason, detail: why.detail } as const;
  return {
    clusterId,
    readAt,
    nodes: notSeen,
    pods: notSeen,
    workloads: notSeen,
    budgets: notSeen,
    namespaces: notSeen,
    volumes: notSeen,
    claims: notSeen,
    csiDrivers: notSeen,
    webhooks: notSeen,
    networkPolicies: notSeen,
  };
}
