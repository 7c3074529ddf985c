import { type Day, dayOf, daysBetween, type Instant } from '../time.ts';
import type { Finding } from './finding.ts';

/** A dated, owned exception: findings it covers stay visible and are marked, and it ends by itself. */
export interface Exemption {
  readonly id: string;
  /** ARM id of a subscription, resource group, cluster or pool, in lower case; everything below it is covered. */
  readonly scope: string;
  /** One rule, or `*` for all. */
  readonly ruleId: string;
  readonly owner: string;
  readonly reason: string;
  /** Last day on which it counts. */
  readonly until: Day;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** When people were told that it ends soon; absent while they were not. */
  readonly endAnnouncedAt?: Instant;
}

/** `ending`: still in force, for two more weeks at most. */
export type ExemptionState = 'in-force' | 'ending' | 'ended';

/** Its end is announced when so many days are left, or fewer. */
export const ENDING_NOTICE_DAYS = 14;

export function exemptionState(exemption: Exemption, now: Instant): ExemptionState {
  const left = exemptionDaysLeft(exemption, now);
  return left < 0 ? 'ended' : left <= ENDING_NOTICE_DAYS ? 'ending' : 'in-force';
}

/** Whole days until its last day: 0 on that day itself, negative afterwards. */
export function exemptionDaysLeft(exemption: Exemption, now: Instant): number {
  return daysBetween(dayOf(now), exemption.until);
}

/** Does its scope and rule take in this finding, whatever the day? */
export function exemptionCovers(exemption: Exemption, finding: Finding): boolean {
  if (exemption.ruleId !== '*' && exemption.ruleId !== finding.ruleId) return false;
  const subject = finding.poolId ?? finding.clusterId;
  const scope = exemption.scope.toLowerCase().replace(/\/+$/, '');
  return scope !== '' && (subject === scope || subject.startsWith(`${scope}/`));
}

/**
 * Each finding with the exemption that covers it at `now`, or with none: a mark of one that has ended or
 * was withdrawn since goes. Of several the one that lasts longest counts. Nothing is left out.
 */
export function markExempted(
  findings: readonly Finding[],
  exemptions: readonly Exemption[],
  now: Instant,
): readonly Finding[] {
  const inForce = exemptions
    .filter((exemption) => exemptionState(exemption, now) !== 'ended')
    .toSorted((a, b) => (a.until === b.until ? (a.id < b.id ? -1 : 1) : a.until < b.until ? 1 : -1));
  return findings.map((finding) => {
    const covering = inForce.find((exemption) => exemptionCovers(exemption, finding));
    if (!covering) return finding.exemption ? { ...finding, exemption: undefined } : finding;
    const { id, owner, reason, until } = covering;
    return { ...finding, exemption: { id, owner, reason, until } };
  });
}
