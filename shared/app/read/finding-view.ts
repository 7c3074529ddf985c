import type { ClusterReading } from '../../domain/fleet/reading.ts';
import type { Exemption } from '../../domain/policy/exemption.ts';
import type { Finding } from '../../domain/policy/finding.ts';
import type { FindingView } from '../views.ts';
import { iso } from './iso.ts';
import type { Snapshot } from './snapshot.ts';

/** @param exemption the one in force now, which need not be the one of the time of the sweep */
export function findingView(
  { subscriptions }: Pick<Snapshot, 'subscriptions'>,
  { cluster, pools, readAt }: ClusterReading,
  finding: Finding,
  exemption: Exemption | undefined,
): FindingView {
  const pool = pools.find(({ pool: { id } }) => id === finding.poolId)?.pool;
  return {
    id: finding.id,
    ruleId: finding.ruleId,
    severity: finding.severity,
    subscriptionId: cluster.subscriptionId,
    subscriptionName: subscriptions.get(cluster.subscriptionId) ?? cluster.subscriptionId,
    resourceGroup: cluster.resourceGroup,
    cluster: cluster.name,
    clusterId: cluster.id,
    pool: pool?.name,
    poolId: finding.poolId,
    imageVersion: pool?.imageVersion,
    facts: copyFacts(finding.facts),
    why: finding.why,
    deadline: finding.deadline,
    nextAction: finding.nextAction,
    since: iso(finding.since),
    readAt: iso(readAt),
    exemption: exemption && {
      id: exemption.id,
      owner: exemption.owner,
      reason: exemption.reason,
      until: exemption.until,
    },
  };
}

function copyFacts(facts: Finding['facts']): FindingView['facts'] {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, isList(value) ? [...value] : value]));
}

function isList(value: Finding['facts'][string]): value is readonly string[] {
  return Array.isArray(value);
}
