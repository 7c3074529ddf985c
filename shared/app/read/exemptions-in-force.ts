import type { Exemption } from '../../domain/policy/exemption.ts';
import type { Day } from '../../domain/time.ts';
import type { FindingRow } from './fleet-index.ts';

/**
 * Answers, for a finding, which exemption covers it on `today`. Asked at read time, so that one that
 * ended or was added since the sweep counts at once.
 */
export interface ExemptionsInForce {
  /** The narrowest scope wins, then the one that lasts longest. */
  covering(row: FindingRow): Exemption | undefined;
  /** Changes whenever an answer could. */
  readonly fingerprint: string;
}

export function exemptionsInForce(all: readonly Exemption[], today: Day): ExemptionsInForce {
  const inForce = all.filter(({ until }) => until >= today).sort((a, b) => (a.until < b.until ? 1 : -1));
  const byScope = Map.groupBy(inForce, ({ scope }) => scope.toLowerCase());
  const find = (scope: string, ruleId: string) =>
    byScope.get(scope)?.find((exemption) => exemption.ruleId === '*' || exemption.ruleId === ruleId);
  return {
    covering({ cluster, pool, ruleId }) {
      if (inForce.length === 0) return undefined;
      return (
        (pool && find(pool.id, ruleId)) ??
        find(cluster.id, ruleId) ??
        find(
          `/subscriptions/${cluster.subscriptionId}/resourcegroups/${cluster.resourceGroup.toLowerCase()}`,
          ruleId,
        ) ??
        find(`/subscriptions/${cluster.subscriptionId}`, ruleId)
      );
    },
    fingerprint: inForce.map(({ id, scope, ruleId, until }) => `${id} ${scope} ${ruleId} ${until}`).join('\n'),
  };
}
