import type { WatchState } from '../alert/alert.ts';
import { type EvidenceEntry, fieldOf } from '../evidence/entry.ts';
import { hasNotBegun } from '../migration/command-sense.ts';
import type { Migration, Summary } from '../migration/migration.ts';
import { STATUSES } from '../migration/status-table.ts';
import { STEPS } from '../migration/step-table.ts';
import { watchEnds } from '../migration/steps/watch.ts';
import { summarize } from '../migration/summary.ts';
import { type Instant, momentText } from '../time.ts';
import { count } from '../words.ts';
import { lines } from './lines.ts';
import type { MigrationNews } from './migration-news.ts';
import { halfWay, type NewsTimes } from './news-due.ts';
import type { NewsWord } from './news-record.ts';
import { watchSeen } from './watch-seen.ts';

/** What news of a migration are put into words from. */
export interface NewsFacts {
  readonly migration: Migration;
  /** Its evidence, in order. */
  readonly chain: readonly EvidenceEntry[];
  readonly times: NewsTimes;
  /** What the evaluator remembers of it; absent: it never looked. */
  readonly watch: WatchState | undefined;
  /** What is still to be put back, one sentence each. */
  readonly left: readonly string[];
}

type Said = Pick<MigrationNews, 'what' | 'title' | 'notes'>;

const HOUR_MS = 3_600_000;

/** @param settled words that were said, or passed over: what nobody was told of the work, the last word tells too */
export function newsSaid(word: NewsWord, facts: NewsFacts, settled: readonly NewsWord[]): Said {
  const { title, what, notes } = WORDS[word](facts, subject(facts.migration));
  const more = word === 'clear' && !settled.includes('done') ? [began(facts.times), ...whatWasDone(facts)] : [];
  return { what, title, notes: lines([...notes, ...more]) };
}

const WORDS: Readonly<Record<NewsWord, (facts: NewsFacts, subject: string) => Said>> = {
  started: ({ migration, times }, of) => ({
    what: 'started',
    title: halfWay(migration)
      ? `The work on ${of} has begun, and is half done${counted(migration)}.`
      : `The work on ${of} has begun.`,
    notes: [began(times), ...presently(migration)],
  }),
  progress: ({ migration, times }, of) => ({
    what: 'progress',
    title: `The work on ${of} is half done${counted(migration)}.`,
    notes: [began(times), ...presently(migration)],
  }),
  done: (facts, of) => ({
    what: 'ended',
    title: `The work on ${of} is done.`,
    notes: [began(facts.times), ...whatWasDone(facts), ...facts.left, ...watchAhead(facts)],
  }),
  turned: (facts, of) => ({
    what: 'ended',
    title: turnedTitle(facts.migration, of),
    notes: [
      ...(hasNotBegun(facts.migration)
        ? ['Nothing was changed.']
        : [began(facts.times), STATUSES[facts.migration.status]]),
      ...whoTurned(facts.chain),
      ...(hasNotBegun(facts.migration) ? [] : whatWasDone(facts)),
    ],
  }),
  clear: (facts, of) => cleared(facts, of),
};

/** `pool apps of shop-prod`. */
function subject({ work, clusterName }: Migration): string {
  return work.kind === 'pool' ? `pool ${work.name} of ${clusterName}` : `the control plane of ${clusterName}`;
}

function began({ startedAt }: NewsTimes): string {
  return `It began at ${momentText(startedAt)}.`;
}

function presently({ status, direction, step, pause }: Migration): string[] {
  if (status === 'paused') return [`It is paused at present: ${pause?.because ?? 'nobody said why.'}`];
  const way = direction === 'forward' ? '' : direction === 'back' ? ', on the way back' : ', being put back';
  return [`It is at the step ${step}${way}: ${STEPS[step].does}`];
}

function counted(migration: Migration): string {
  const { nodes, of } = halfWay(migration) ?? {};
  if (nodes === undefined || of === undefined) return '';
  return `: ${nodes} of ${of} nodes are ${migration.route === 'in-place' ? 'on the target image' : 'emptied'}`;
}

function whatWasDone({ migration, chain }: NewsFacts): string[] {
  const summary: Summary = migration.summary ?? summarize(migration, chain);
  const { nodes, podsMoved, workMinutes, writes, pauses } = summary;
  const told = [
    ...(nodes > 0 ? [count(nodes, 'node')] : []),
    ...(podsMoved > 0 ? [`${count(podsMoved, 'pod')} moved`] : []),
    count(writes, 'write'),
    count(pauses, 'pause'),
  ];
  const took =
    workMinutes > 0 ? `It took ${count(workMinutes, 'minute')} of work` : 'It took less than a minute of work';
  return [`${took}: ${told.join(', ')}.`, ...summary.notes];
}

/** What is watched is what the evaluator looks at; without it time passes, and nothing is claimed. */
function watchAhead({ migration, times }: NewsFacts): string[] {
  if (migration.step !== 'watch' || times.watchedFrom === undefined) return [];
  const until = momentText(watchEnds(times.watchedFrom));
  const alert = migration.sight?.alert;
  if (alert?.kind === 'none') return [`It is kept open until ${until}. ${alert.why}`];
  return [`It is watched until ${until}, and longer while an alert is open.`];
}

function turnedTitle(migration: Migration, of: string): string {
  if (hasNotBegun(migration)) return `The work on ${of} ended before it began.`;
  return `The work on ${of} was ${migration.status === 'rolled-back' ? 'rolled back' : 'aborted'}.`;
}

/** Who said so and why, and what it leaves. */
function whoTurned(chain: readonly EvidenceEntry[]): string[] {
  const last = chain.findLast(({ kind, before }) => kind === 'command' && isTurn(before));
  const end = chain.findLast(({ kind }) => kind === 'ended');
  return [...(last ? [`${last.who}: ${last.what}`] : []), ...(end ? [end.what] : [])];
}

function isTurn(before: unknown): boolean {
  const said = fieldOf(before, 'command');
  return said === 'roll-back' || said === 'abort';
}

function cleared({ migration, chain, times, watch }: NewsFacts, of: string): Said {
  const to = migration.endedAt ?? migration.stepSince;
  const { trouble, besides } = watchSeen({ state: watch, chain, from: times.watchedFrom, to });
  const hours = hoursText(times.watchedFrom, to);
  if (trouble.length > 0) {
    return {
      what: 'not-clear',
      title: `The watch after the work on ${of} is over${hours && ` after ${hours}`}, and it cannot be called clear.`,
      notes: [...trouble, ...besides],
    };
  }
  return {
    what: 'all-clear',
    title: `All clear: ${of} was watched for ${hours}, nothing broke in that time, and no alert is open.`,
    notes: besides,
  };
}

function hoursText(from: Instant | undefined, to: Instant): string {
  return from === undefined ? '' : count(Math.floor((to - from) / HOUR_MS), 'hour');
}
