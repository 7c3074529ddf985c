import { type Exemption, exemptionState } from '../../domain/policy/exemption.ts';
import { dayOf, type Instant } from '../../domain/time.ts';
import type { FindingRow } from './fleet-index.ts';

/**
 * Which exemption covers a finding at one time: as `markExempted` of the domain says, without going
 * through every exemption for each of 100,000 findings. Asked at read time, so that one that ended or
 * was added since the sweep counts at once.
 */
export interface ExemptionsInForce {
  covering(row: FindingRow): Exemption | undefined;
  /** Changes whenever an answer could. */
  readonly fingerprint: string;
}

export function exemptionsInForce(all: readonly Exemption[], now: Instant): ExemptionsInForce {
  const inForce = all.filter((exemption) => exemptionState(exemption, now) !== 'ended').toSorted(longestFirst);
  const rankOf = new Map(inForce.map((exemption, rank) => [exemption, rank]));
  const byScope = Map.groupBy(inForce, ({ scope }) => scope.toLowerCase().replace(/\/+$/, ''));
  byScope.delete('');

  return {
    covering({ cluster, pool, ruleId }) {
      if (byScope.size === 0) return undefined;
      let best: Exemption | undefined;
      for (const scope of scopesAbove(pool?.id ?? cluster.id)) {
        const found = byScope.get(scope)?.find((one) => one.ruleId === '*' || one.ruleId === ruleId);
        if (found && (!best || (rankOf.get(found) ?? 0) < (rankOf.get(best) ?? 0))) best = found;
      }
      return best;
    },
    fingerprint: [dayOf(now), ...inForce.map((one) => JSON.stringify(one))].join('\n'),
  };
}

/** The subject itself and everything that it lies in. */
function* scopesAbove(subject: string): Generator<string> {
  for (let end = subject.length; end > 0; end = subject.lastIndexOf('/', end - 1)) yield subject.slice(0, end);
}

function longestFirst(a: Exemption, b: Exemption): number {
  if (a.until !== b.until) return a.until < b.until ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}
