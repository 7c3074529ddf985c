import { SEVERITIES } from '../../domain/policy/finding.ts';
import type { PostureView } from '../views.ts';
import { RETIREMENT_GROUPS, retirementGroup } from './retirement-group.ts';
import { entryOf, oncePerBasis, type Snapshot } from './snapshot.ts';

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
  const { index, coverage, subscriptions } = snapshot;
  const { bySubscription, ...counts } = countFleet(snapshot);
  const unseen = new Set(coverage.notSeen.filter((one) => !one.clusterId).map((one) => one.subscriptionId));
  const ids = new Set([...subscriptions.keys(), ...bySubscription.keys()]);
  return {
    pools: index.pools.length,
    clusters: index.clusters.size,
    ...counts,
    bySubscription: [...ids]
      .map((id) => ({
        subscriptionId: id,
        subscriptionName: subscriptions.get(id) ?? id,
        ...(bySubscription.get(id) ?? emptyCount()),
        seen: !unseen.has(id),
      }))
      .toSorted(worstSubscriptionFirst),
  };
}

const countFleet = oncePerBasis((snapshot) => {
  const { index, marked, images, today } = snapshot;
  const byAge = counter([...AGE_GROUPS.map(({ label }) => label), UNKNOWN]);
  const byRetirement = counter(RETIREMENT_GROUPS);
  const bySubscription = new Map<string, ReturnType<typeof emptyCount>>();
  const countOf = (id: string) => {
    const count = bySubscription.get(id) ?? emptyCount();
    bySubscription.set(id, count);
    return count;
  };

  let nodes = 0;
  for (const pool of index.pools) {
    nodes += pool.nodes;
    byAge.add(ageGroup(images(pool.imageVersion).ageDays), pool.nodes);
    byRetirement.add(retirementGroup(entryOf(snapshot, pool), today), pool.nodes);
    countOf(pool.cluster.subscriptionId).pools += 1;
  }
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
  let exempted = 0;
  for (const row of index.findings) {
    const count = countOf(row.cluster.subscriptionId);
    const severity = SEVERITIES[row.rank];
    if (marked.exemptionOf(row)) {
      exempted += 1;
      count.exempted += 1;
    } else if (severity) {
      bySeverity[severity] += 1;
      count[severity] += 1;
    }
  }
  return { nodes, byAge: byAge.counts, byRetirement: byRetirement.counts, bySubscription, bySeverity, exempted };
});

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

function emptyCount() {
  return { pools: 0, critical: 0, high: 0, medium: 0, low: 0, exempted: 0 };
}

type SubscriptionPosture = PostureView['bySubscription'][number];

function worstSubscriptionFirst(a: SubscriptionPosture, b: SubscriptionPosture): number {
  for (const severity of SEVERITIES) if (a[severity] !== b[severity]) return b[severity] - a[severity];
  return a.subscriptionName < b.subscriptionName ? -1 : 1;
}
