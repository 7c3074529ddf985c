import type { PlanStore } from '../../ports/plan-store.ts';

/** Which proposed plan has which cluster, by id in lower case; made once for each proposal, for plans are large. */
export function keptPlansByCluster(plans: PlanStore): () => Promise<ReadonlyMap<string, string>> {
  let kept: { readonly proposal: string; readonly byCluster: ReadonlyMap<string, string> } | undefined;
  return async () => {
    const proposed = (await plans.proposal())?.proposal.plans ?? [];
    const proposal = proposed.map(({ hash }) => hash).join();
    if (kept?.proposal === proposal) return kept.byCluster;
    const byCluster = new Map<string, string>();
    for (const { hash } of proposed) {
      const plan = (await plans.find(hash))?.plan;
      for (const { clusters } of plan?.waves ?? []) {
        for (const { clusterId } of clusters) byCluster.set(clusterId.toLowerCase(), plan?.id ?? '');
      }
    }
    kept = { proposal, byCluster };
    return byCluster;
  };
}
