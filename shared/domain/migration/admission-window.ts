import type { ClosedSpan, ClusterWindows } from '../plan/cluster-windows.ts';
import type { PlannedWindow } from '../plan/migration-plan.ts';
import { type Instant, momentText } from '../time.ts';
import type { Admission } from './admission.ts';

export interface WindowFacts {
  readonly now: Instant;
  /** As signed: nothing starts before the first of them. */
  readonly planned: readonly PlannedWindow[];
  /** Blackouts and freezes as they are set now, also those that came after the signing. */
  readonly closed: readonly ClosedSpan[];
  /** The cluster's windows by its own rule as last read: work that missed its planned windows goes on in these. */
  readonly later: ClusterWindows | undefined;
}

/** What is left of a window may be this short when work only goes on in it. */
const SHORTEST_MINUTES = 1;

/** Whether work may be done now: in a planned window, or after the first of them in any window of the cluster. */
export function windowState({ now, planned, closed, later }: WindowFacts): Admission['window'] {
  const [first] = planned;
  if (!first) return { kind: 'closed', why: 'The plan gives it no window.' };
  const open = planned.find((window) => holds(window, now));
  const span = closed.find((one) => holds(one, now));
  const next = nextOpening(Math.max(now, first.opens), planned, closed, later);
  if (span) return { kind: 'closed', ...opensAt(next), why: span.why };
  if (open) return { kind: 'open', closes: untilClosed(open, now, closed) };
  if (now < first.opens)
    return { kind: 'closed', ...opensAt(next), why: `Its window opens at ${momentText(first.opens)}.` };
  const present = later?.next(now, SHORTEST_MINUTES);
  if (present && holds(present, now)) return { kind: 'open', closes: present.closes };
  return { kind: 'closed', ...opensAt(next), why: whyClosed(next, later) };
}

function whyClosed(next: Instant | undefined, later: ClusterWindows | undefined): string {
  if (next !== undefined) return `Its window is over; the next one opens at ${momentText(next)}.`;
  if (!later)
    return 'Its planned windows are over, and the cluster’s own are not known: the last sweep did not read it.';
  const { source } = later;
  if (source.kind === 'unknown')
    return `Its planned windows are over, and the cluster’s own are not known: ${source.why}`;
  return 'Its planned windows are over, and the cluster has none within a year.';
}

/** The first moment at or after `from` at which a window is open and nothing closes it. */
function nextOpening(
  from: Instant,
  planned: readonly PlannedWindow[],
  closed: readonly ClosedSpan[],
  later: ClusterWindows | undefined,
): Instant | undefined {
  const ofPlan = planned
    .filter(({ closes }) => closes > from)
    .map((window) => firstFree({ ...window, opens: Math.max(from, window.opens) }, closed))
    .filter((at) => at !== undefined);
  const ofCluster = later?.next(from, SHORTEST_MINUTES)?.opens;
  const all = ofCluster === undefined ? ofPlan : [...ofPlan, ofCluster];
  return all.length > 0 ? Math.min(...all) : undefined;
}

function firstFree({ opens, closes }: PlannedWindow, closed: readonly ClosedSpan[]): Instant | undefined {
  let at = opens;
  for (const span of closed) if (holds(span, at)) at = span.closes;
  return at < closes ? at : undefined;
}

function untilClosed({ closes }: PlannedWindow, now: Instant, closed: readonly ClosedSpan[]): Instant {
  return closed.reduce((until, { opens }) => (opens > now ? Math.min(until, opens) : until), closes);
}

function holds({ opens, closes }: PlannedWindow, at: Instant): boolean {
  return opens <= at && at < closes;
}

function opensAt(opens: Instant | undefined): { readonly opens?: Instant } {
  return opens === undefined ? {} : { opens };
}
