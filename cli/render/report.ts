import type { CoverageView, FindingsPage, SweepView } from '../../shared/app/views.ts';
import { type Day, momentText as inSentence } from '../../shared/domain/time.ts';

/** What `sweep` and `findings` show, in every format. */
export interface Report {
  /** The whole sweep at a glance; only `sweep` shows it. */
  readonly sweep?: SweepView;
  /** The findings that were asked for, worst first; `total` counts those left out by `--limit` too. */
  readonly page: FindingsPage;
  /** The day that "in 10 days" counts from: the fleet's own day when it is simulated. */
  readonly today: Day;
  /** Whether a table has reasons and next actions of all findings, or of the worst. */
  readonly details?: 'all' | 'worst';
  /** `false` where the options of `steward` are not at hand: a table does not name them then. */
  readonly hints?: boolean;
  /** Only the deployed app remembers the sweep before; to a sweep from here everything is new. */
  readonly changesKnown?: boolean;
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

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2026-11-20T08:00:00.000Z` as people read it: `2026-11-20 08:00 UTC`. */
export function momentText(moment: string): string {
  return inSentence(Date.parse(moment));
}
