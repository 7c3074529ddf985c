import { type EvidenceEntry, fieldOf } from '../evidence/entry.ts';
import { hasNotBegun } from '../migration/command-sense.ts';
import type { Migration } from '../migration/migration.ts';
import type { Route } from '../migration/route.ts';
import { hasEnded } from '../migration/status-table.ts';
import { ROUTES, type StepName } from '../migration/step-table.ts';
import { type Instant, MS_PER_DAY } from '../time.ts';
import { NEWS_WORDS, type NewsRecord, type NewsWord } from './news-record.ts';

/** What ended longer ago is no news: nobody is told of it any more. */
export const CATCH_UP_MS = 3 * MS_PER_DAY;

/** Where the longest part of the work is done, node by node. */
const BODY: Readonly<Record<Route, StepName>> = {
  'pool-replacement': 'drain-source',
  'in-place': 'follow-upgrade',
  'control-plane': 'follow-control-plane',
};

/** Words that are true of it now and were neither said nor dropped, in their order. A dry run changes nothing, so that nothing is said of it. */
export function dueWords(migration: Migration, settled: readonly NewsWord[]): NewsWord[] {
  if (migration.dryRun) return [];
  const { status } = migration;
  const turned = status === 'rolled-back' || status === 'aborted';
  const holds: Readonly<Record<NewsWord, boolean>> = {
    started: hasBegun(migration),
    progress: halfWay(migration) !== undefined,
    done: isDone(migration),
    turned,
    clear: status === 'completed',
  };
  return NEWS_WORDS.filter((word) => holds[word] && !settled.includes(word));
}

/** Somebody who was told of its window should hear that it runs; one that ended before anything was done has no beginning. */
function hasBegun(migration: Migration): boolean {
  return migration.status === 'running' || !hasNotBegun(migration);
}

/** The way forward is at its end: nothing is changed any more, and it is watched. */
function isDone({ direction, step, status }: Migration): boolean {
  return direction === 'forward' && (step === 'watch' || step === 'close' || status === 'completed');
}

/** The work goes on no more, whichever way it went. */
export function isOver(migration: Migration): boolean {
  return isDone(migration) || hasEnded(migration.status);
}

/** How much of the work is done: nodes where they are counted. `undefined`: not half of it, or it does not go on at present. */
export function halfWay(migration: Migration): { readonly nodes?: number; readonly of?: number } | undefined {
  const { status, direction, route, step } = migration;
  if (status !== 'running' || direction !== 'forward' || isDone(migration)) return undefined;
  const steps = ROUTES[route].forward;
  const behind = steps.indexOf(step) - steps.indexOf(BODY[route]);
  if (behind < 0) return undefined;
  if (behind > 0 || route === 'control-plane') return {};
  const { nodes, of } = nodesThrough(migration);
  return of > 0 && nodes * 2 >= of ? { nodes, of } : undefined;
}

function nodesThrough({ route, drain, sight, work }: Migration): { readonly nodes: number; readonly of: number } {
  const seen = sight?.nodes ?? [];
  if (route === 'in-place') return { nodes: seen.filter(({ onTarget }) => onTarget).length, of: seen.length };
  const nodes = new Set(drain.done).size;
  const planned = work.kind === 'pool' ? (work.nodes ?? 0) : 0;
  return { nodes, of: Math.max(planned, nodes, seen.filter(({ side }) => side === 'source').length) };
}

/** Moments of a migration that its evidence has and its record has not. */
export interface NewsTimes {
  readonly startedAt: Instant;
  /** Since when it was watched; absent: it is not, or nobody knows. */
  readonly watchedFrom?: Instant;
}

/** @param chain its evidence, in order */
export function newsTimes(migration: Migration, chain: readonly EvidenceEntry[]): NewsTimes {
  const began = chain.find(({ kind }) => kind === 'step');
  const watch = chain.findLast(({ kind, after }) => kind === 'step' && fieldOf(after, 'step') === 'watch');
  const watchedFrom = watch?.at ?? (migration.step === 'watch' ? migration.stepSince : undefined);
  return { startedAt: began?.at ?? migration.createdAt, ...(watchedFrom !== undefined && { watchedFrom }) };
}

/** When it came true. */
export function trueSince(
  word: NewsWord,
  { endedAt, stepSince }: Migration,
  { startedAt, watchedFrom }: NewsTimes,
  { halfAt }: Pick<NewsRecord, 'halfAt'>,
): Instant {
  const ended = endedAt ?? stepSince;
  return { started: startedAt, progress: halfAt ?? startedAt, done: watchedFrom ?? ended, turned: ended, clear: ended }[
    word
  ];
}
