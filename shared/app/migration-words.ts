/** How migrations are put in words, the same in a terminal and on a page. */
import type {
  MigrationSummaryView,
  MigrationView,
  NodeSightView,
  SignOffsView,
  ViabilityView,
} from './migration-views.ts';

const STATUSES: Readonly<Record<MigrationSummaryView['status'], string>> = {
  waiting: 'waiting',
  running: 'running',
  paused: 'paused',
  completed: 'completed',
  'rolled-back': 'rolled back',
  aborted: 'aborted',
};

const DIRECTIONS: Readonly<Record<MigrationSummaryView['direction'], string>> = {
  forward: '',
  back: ', on the way back',
  aside: ', being put back',
};

/** `running, on the way back`. */
export function statusText({ status, direction }: Pick<MigrationSummaryView, 'status' | 'direction'>): string {
  return STATUSES[status] + (hasEnded(status) ? '' : DIRECTIONS[direction]);
}

export function hasEnded(status: MigrationSummaryView['status']): boolean {
  return status === 'completed' || status === 'rolled-back' || status === 'aborted';
}

/** `pool apps`, `control plane`. */
export function whatText({ pool }: Pick<MigrationSummaryView, 'pool'>): string {
  return pool === undefined ? 'control plane' : `pool ${pool}`;
}

/** `pool replacement`. */
export function strategyText(strategy: string): string {
  return strategy
    .replaceAll('-', ' ')
    .replace(/\bos sku\b/, 'OS SKU')
    .replace(/\bnode os\b/, 'node OS');
}

const VIABILITY: Readonly<Record<ViabilityView['kind'], string>> = {
  possible: 'Can be rolled back',
  'ending-soon': 'Can be rolled back, but not for long',
  over: 'Cannot be rolled back',
  unknown: 'Not known whether it can be rolled back',
};

/** `Can be rolled back`, without until when. */
export function viabilityText({ kind }: ViabilityView): string {
  return VIABILITY[kind];
}

/** `possible for 3 h 58 min`, `ends in 20 min`, `over`. @param now milliseconds since 1970 */
export function wayBackText({ kind, until }: ViabilityView, now: number): string {
  if (until === undefined || kind === 'over' || kind === 'unknown') return kind === 'ending-soon' ? 'ends soon' : kind;
  return kind === 'possible' ? `possible for ${remainingText(until, now)}` : `ends in ${remainingText(until, now)}`;
}

/** `3 h 58 min`, and `0 s` when it has passed. @param now milliseconds since 1970 */
export function remainingText(until: string, now: number): string {
  return spanText(Math.max(0, Math.round((Date.parse(until) - now) / 1_000)));
}

/** `in 2 h 5 min`, `in 40 s`, `3 min ago`. @param now milliseconds since 1970 */
export function distanceText(moment: string, now: number): string {
  const seconds = Math.round((Date.parse(moment) - now) / 1_000);
  if (seconds === 0) return 'now';
  const span = spanText(Math.abs(seconds));
  return seconds > 0 ? `in ${span}` : `${span} ago`;
}

/** `20 min`: how long it has been so. @param now milliseconds since 1970 */
export function sinceText(moment: string, now: number): string {
  return spanText(Math.max(0, Math.round((now - Date.parse(moment)) / 1_000)));
}

function spanText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** What a node is in, in words; the worst first. */
export function nodeStateText({ ready, cordoned, drain, side }: NodeSightView): string {
  const words = [
    ...(ready ? [] : ['not Ready']),
    ...(drain === 'now' ? ['being emptied'] : drain === 'done' ? ['emptied'] : []),
    ...(cordoned && drain === undefined ? ['closed to new pods'] : []),
  ];
  if (words.length > 0) return words.join(', ');
  return side === 'target' ? 'Ready' : 'Ready, open';
}

/** `3 expected, 2 healthy, 2 must stay: 0 may go`. */
export function budgetText({ expected, healthy, desired, allowed }: NonNullable<Stuck['budget']>): string {
  return `${expected} expected, ${healthy} healthy, ${desired} must stay: ${allowed} may go`;
}

type Stuck = MigrationView['stuck'][number];

const STATES: Readonly<Record<SignOffsView['state'], string>> = {
  complete: 'Complete',
  awaited: 'Awaited',
  refused: 'Refused',
  void: 'Void',
};

export function signOffStateText({ state }: SignOffsView): string {
  return STATES[state];
}
