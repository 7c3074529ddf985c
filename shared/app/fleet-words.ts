/** How the fleet is put in words, the same in a terminal and in a chat. */
import { SEVERITIES } from '../domain/policy/finding.ts';
import { type Day, daysBetween, momentText as inSentence } from '../domain/time.ts';
import type { CoverageView, PostureView } from './views.ts';

/** `1 pool`, `1,200 pools`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2026-11-20T08:00:00.000Z` as people read it: `2026-11-20 08:00 UTC`. */
export function momentText(moment: string): string {
  return inSentence(Date.parse(moment));
}

/** One sentence when something was not seen; `undefined` when the sweep is whole. */
export function partialSentence(coverage: CoverageView): string | undefined {
  if (coverage.whole) return undefined;
  const missing = coverage.subscriptionsExpected - coverage.subscriptionsSeen;
  const clusters = coverage.notSeen.filter(({ clusterId }) => clusterId !== undefined).length;
  const parts = [
    ...(missing > 0 ? [`${missing} of ${counted(coverage.subscriptionsExpected, 'subscription')}`] : []),
    ...(clusters > 0 ? [counted(clusters, 'cluster')] : []),
  ];
  const what = parts.length > 0 ? parts.join(' and ') : 'a part of the fleet';
  return `PARTIAL SWEEP: ${what} could not be seen. This is not the whole fleet.`;
}

/** `Sweep of 2026-11-20 08:00 UTC: 2 subscriptions, 12 clusters, 40 node pools.` */
export function sweepSentence(coverage: CoverageView): string {
  const seen = [
    counted(coverage.subscriptionsSeen, 'subscription'),
    counted(coverage.clustersSeen, 'cluster'),
    counted(coverage.poolsSeen, 'node pool'),
  ].join(', ');
  const when = coverage.finishedAt
    ? `Sweep of ${momentText(coverage.finishedAt)}`
    : `Sweep started ${momentText(coverage.startedAt)}, still running`;
  return `${when}: ${seen}.`;
}

/** `0 critical · 3 high · 1 medium · 0 low (1 of them exempted)`. */
export function severitiesText({ bySeverity, exempted }: Pick<PostureView, 'bySeverity' | 'exempted'>): string {
  const counts = SEVERITIES.map((severity) => `${(bySeverity[severity] ?? 0).toLocaleString('en-US')} ${severity}`);
  return counts.join(' · ') + (exempted > 0 ? ` (${exempted} of them exempted)` : '');
}

/** `0-30: 4 pools · unknown: 1 pool`. */
export function groupsText(groups: PostureView['byAge']): string {
  const parts = groups
    .filter(({ pools }) => pools > 0)
    .map(({ label, pools }) => `${label}: ${counted(pools, 'pool')}`);
  return parts.length > 0 ? parts.join(' · ') : 'no node pools';
}

/** How far a day lies from today, in words: `in 10 days`, `tomorrow`, `today`, `3 days ago`. */
export function fromToday(day: Day, today: Day): string {
  const days = daysBetween(today, day);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}

/** A deadline: `2026-11-30 (in 10 days)`, or `2026-03-17 (248 days late)`; `-` when there is none. */
export function due(deadline: Day | undefined, today: Day): string {
  if (deadline === undefined) return '-';
  const days = daysBetween(today, deadline);
  if (days >= 0) return `${deadline} (${fromToday(deadline, today)})`;
  return `${deadline} (${-days === 1 ? '1 day' : `${-days} days`} late)`;
}
