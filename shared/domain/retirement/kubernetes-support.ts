import type { Cluster } from '../fleet/cluster.ts';
import { compareMinors, laterMinor } from '../fleet/kubernetes-version.ts';
import type { Day } from '../time.ts';
import type { KubernetesSupport, RetirementCalendar } from './calendar.ts';

export type KubernetesState =
  | { readonly kind: 'supported'; readonly plan: SupportPlan; readonly ends: Day }
  /** Standard support is over; Azure still answers for the platform, and node images can still be upgraded. */
  | { readonly kind: 'platform-only'; readonly ended?: Day; readonly until?: Day }
  | { readonly kind: 'ended'; readonly ended?: Day }
  | { readonly kind: 'unknown' };

export type SupportPlan = 'standard' | 'long-term';

/** Long-term support counts only where both are set: the plan, and the Premium tier that it needs. */
export function supportPlanOf(cluster: Cluster): SupportPlan {
  const planned = cluster.supportPlan?.toLowerCase() === 'akslongtermsupport';
  return planned && cluster.tier?.toLowerCase() === 'premium' ? 'long-term' : 'standard';
}

/**
 * Support of a Kubernetes minor on one day. Ends are last days: support is there on the day itself.
 *
 * After standard support comes platform support, until the fourth minor after it is generally available.
 * A minor older than all that the calendar lists is over when the oldest listed one is. A newer one is unknown.
 *
 * @see https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
 */
export function kubernetesState(
  calendar: RetirementCalendar,
  minor: string,
  plan: SupportPlan,
  today: Day,
): KubernetesState {
  const listed = calendar.kubernetes.find((version) => version.minor === minor);
  if (!listed) return stateOfUnlisted(calendar, minor, today);

  const ends = plan === 'long-term' ? listed.ltsEnds : listed.standardEnds;
  if (ends !== undefined && today <= ends) return { kind: 'supported', plan, ends };
  if (ends === undefined) return isOver(listed, today) ? ended(listed.ltsEnds) : { kind: 'unknown' };

  const fourthAfter = calendar.kubernetes.find((version) => version.minor === laterMinor(minor, 4));
  const until = fourthAfter?.generallyAvailable;
  // A later version that is not listed is not out yet, as far as is known.
  const platform = plan === 'standard' && (until === undefined || today <= until);
  return platform ? { kind: 'platform-only', ended: ends, ...(until ? { until } : {}) } : ended(ends);
}

function stateOfUnlisted(calendar: RetirementCalendar, minor: string, today: Day): KubernetesState {
  const [oldest] = calendar.kubernetes.toSorted((a, b) => compareMinors(a.minor, b.minor));
  const older = oldest !== undefined && compareMinors(minor, oldest.minor) < 0;
  return older && isOver(oldest, today) ? ended(undefined) : { kind: 'unknown' };
}

/** Long-term support ends last of all; when it has ended, or would have, nothing is left. */
function isOver(version: KubernetesSupport, today: Day): boolean {
  const last = version.ltsEnds ?? version.standardEnds;
  return last !== undefined && today > last;
}

function ended(day: Day | undefined): KubernetesState {
  return { kind: 'ended', ...(day ? { ended: day } : {}) };
}
