import { SEVERITIES } from '../../domain/policy/finding.ts';
import type { PostureView } from '../views.ts';
import { RETIREMENT_GROUPS, retirementGroup } from './retirement-group.ts';
import { entryOf, type Snapshot } from './snapshot.ts';

/** Whole days since the image was built, by upper limit. AKS supports an image for 90 days. */
const AGE_GROUPS = [
  { label: '0-30', upTo: 30 },
  { label: '31-60', upTo: 60 },
  { label: '61-90', upTo: 90 },
  { label: 'over 90', upTo: Number.POSITIVE_INFINITY },
] as const;
const UNKNOWN = 'unknown';

/** The fleet at a glance. Unknown is a group of its own and never counted as fine. */
export function postureOf(snapshot: Snapshot): PostureView {
  const { index, marked, images, coverage, subscriptions, today } = snapshot;
  const byAge = counter([...AGE_GROUPS.map(({ label }) => label), UNKNOWN]);
  const byRetirement = counter(RETIREMENT_GROUPS);
  const bySubscription = new Map<string, ReturnType<typeof emptySubscription>>();
  const subscriptionOf = (id: string) => {
    const known = bySubscription.get(id);
    if (known) return known;
    const made = emptySubscription(id, subscriptions.get(id) ?? id);
    bySubscription.set(id, made);
    return made;
  };
  for (const id of subscriptions.keys()) subscriptionOf(id);

  let nodes = 0;
  for (const pool of index.pools) {
    const facts = images(pool.imageVersion);
    nodes += pool.nodes;
    byAge.add(ageGroup(facts.ageDays), pool.nodes);
    byRetirement.add(retirementGroup(entryOf(snapshot, pool), today), pool.nodes);
    subscriptionOf(pool.cluster.subscriptionId).pools += 1;
  }
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
  let exempted = 0;
  for (const row of index.findings) {
    const subscription = subscriptionOf(row.cluster.subscriptionId);
    if (marked.exemptionOf(row)) {
      exempted += 1;
      subscription.exempted += 1;
      continue;
    }
    const severity = SEVERITIES[row.rank];
    if (!severity) continue;
    bySeverity[severity] += 1;
    subscription[severity] += 1;
  }
  const unseen = new Set(coverage.notSeen.filter((one) => !one.clusterId).map((one) => one.subscriptionId));
  return {
    pools: index.pools.length,
    nodes,
    clusters: index.clusters.size,
    byAge: byAge.counts,
    byRetirement: byRetirement.counts,
    bySubscription: [...bySubscription.values()]
      .map((one) => ({ ...one, seen: !unseen.has(one.subscriptionId) }))
      .sort(worstSubscriptionFirst),
    bySeverity,
    exempted,
  };
}

function ageGroup(ageDays: number | undefined): string {
  if (ageDays === undefined) return UNKNOWN;
  return AGE_GROUPS.find(({ upTo }) => ageDays <= upTo)?.label ?? UNKNOWN;
}

function counter(labels: readonly string[]) {
  const counts = labels.map((label) => ({ label, pools: 0, nodes: 0 }));
  const byLabel = new Map(counts.map((count) => [count.label, count]));
  return {
    counts,
    add(label: string, nodes: number) {
      const count = byLabel.get(label);
      if (!count) return;
      count.pools += 1;
      count.nodes += nodes;
    },
  };
}

function emptySubscription(subscriptionId: string, subscriptionName: string) {
  return { subscriptionId, subscriptionName, pools: 0, critical: 0, high: 0, medium: 0, low: 0, exempted: 0 };
}

type SubscriptionPosture = PostureView['bySubscription'][number];

function worstSubscriptionFirst(a: SubscriptionPosture, b: SubscriptionPosture): number {
  for (const severity of SEVERITIES) if (a[severity] !== b[severity]) return b[severity] - a[severity];
  return a.subscriptionName < b.subscriptionName ? -1 : 1;
}
