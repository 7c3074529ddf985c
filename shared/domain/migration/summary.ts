import { type EvidenceEntry, fieldOf } from '../evidence/entry.ts';
import type { Instant } from '../time.ts';
import { STEWARD } from './apply.ts';
import type { Migration, Summary } from './migration.ts';
import { STEP_NAMES, type StepName } from './step-table.ts';

const MINUTE_MS = 60_000;
/** A wait that is shorter is part of the work. */
const WORTH_TELLING_MS = 5 * MINUTE_MS;
const MOST_WAITS = 3;
const MOST_LESSONS = 5;
const MOST_WORDS = 300;
/** Time that passes by intent, and is nobody's work. */
const NOT_WORK: ReadonlySet<StepName> = new Set(['hold', 'watch', 'close']);

/**
 * The facts that a retro starts from, out of the record and its evidence.
 *
 * @param entries the whole chain, in its order
 */
export function summarize(migration: Migration, entries: readonly EvidenceEntry[]): Summary {
  const spans = spansOf(entries);
  const sent = entries.filter(isSent);
  const pauses = spans.filter(({ entry }) => entry.kind === 'paused');
  const longest = longestWaits(spans);
  const lessons = lessonsOf(pauses, longest);
  return {
    nodes: nodesOf(migration),
    podsMoved: migration.drain.evicted,
    workMinutes: workMinutes(spans, sent),
    writes: sent.length,
    pauses: pauses.length,
    notes: [...dryRunNote(migration), ...stepNote(spans), ...longest.map(waitWords), ...pauses.map(pauseWords)],
    ...(lessons.length > 0 && { lessons }),
  };
}

/** An entry, the step in which it was written, and how long it was until the next thing that ends it. */
interface Span {
  readonly entry: EvidenceEntry;
  readonly step: StepName | undefined;
  readonly until: Instant;
}

function spansOf(entries: readonly EvidenceEntry[]): Span[] {
  let step: StepName | undefined;
  return entries.map((entry, index) => {
    if (entry.kind === 'step') step = stepAfter(entry) ?? step;
    return { entry, step, until: endOf(entries, index) };
  });
}

/** A step lasts until the next one, a pause until somebody says how to go on, a wait until anything else happens. */
function endOf(entries: readonly EvidenceEntry[], index: number): Instant {
  const [entry, ...later] = entries.slice(index);
  if (!entry) return 0;
  const ends: readonly string[] | undefined = { step: ['step', 'ended'], paused: ['resumed', 'step', 'ended'] }[
    entry.kind as 'step' | 'paused'
  ];
  const next = later.find(({ kind }) => kind !== 'viability' && kind !== 'alert' && (!ends || ends.includes(kind)));
  return (next ?? entries.at(-1) ?? entry).at;
}

function stepAfter({ after }: EvidenceEntry): StepName | undefined {
  const name = fieldOf(after, 'step');
  return STEP_NAMES.find((step) => step === name);
}

/** A write that the other side took; what a dry run would have called was not sent. */
function isSent({ kind, after }: EvidenceEntry): boolean {
  const came = fieldOf(after, 'kind');
  return kind === 'outcome' && (came === 'accepted' || came === 'drained');
}

/** From the first write to the last, without the steps in which time only passes and without pauses. */
function workMinutes(spans: readonly Span[], sent: readonly EvidenceEntry[]): number {
  const [first, last] = [sent[0]?.at, sent.at(-1)?.at];
  if (first === undefined || last === undefined) return 0;
  const idle = spans
    .filter(
      ({ entry, step }) =>
        entry.kind === 'paused' || (entry.kind === 'step' && step !== undefined && NOT_WORK.has(step)),
    )
    .map(({ entry, until }): [Instant, Instant] => [Math.max(entry.at, first), Math.min(until, last)]);
  const minutes = (last - first - covered(idle)) / MINUTE_MS;
  return Math.max(0, Math.round(minutes * 10) / 10);
}

/** Milliseconds that lie in any of the ranges; those that lie in two count once. */
function covered(ranges: readonly (readonly [Instant, Instant])[]): number {
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    total += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return total;
}

/** Nodes whose pods were moved, or that AKS replaced. */
function nodesOf({ route, work, drain, remembered, sight }: Migration): number {
  if (route === 'pool-replacement') return new Set(drain.done).size;
  if (route === 'control-plane' || remembered.imageBefore === undefined) return 0;
  const seen = sight?.nodes?.filter(({ onTarget }) => onTarget).length;
  return seen ?? (work.kind === 'pool' ? (work.nodes ?? 0) : 0);
}

function dryRunNote({ dryRun, imagined }: Migration): string[] {
  return dryRun
    ? [
        `A dry run: nothing was sent, and ${imagined.length} ${imagined.length === 1 ? 'write' : 'writes'} would have been.`,
      ]
    : [];
}

function stepNote(spans: readonly Span[]): string[] {
  const [longest] = spans
    .filter(({ entry, step }) => entry.kind === 'step' && step !== undefined && !NOT_WORK.has(step))
    .toSorted((a, b) => lasted(b) - lasted(a));
  return longest?.step ? [`The longest step was ${longest.step}: ${minutesText(lasted(longest))}.`] : [];
}

/** Only in steps of work: windows and turns before it began are not its own. */
function longestWaits(spans: readonly Span[]): Span[] {
  return spans
    .filter(({ entry, step }) => entry.kind === 'waiting' && step !== undefined && !NOT_WORK.has(step))
    .filter((span) => lasted(span) >= WORTH_TELLING_MS)
    .toSorted((a, b) => lasted(b) - lasted(a))
    .slice(0, MOST_WAITS);
}

function waitWords(span: Span): string {
  return `It waited ${minutesText(lasted(span))} in ${span.step ?? 'a step'}: ${cut(span.entry.what)}`;
}

function pauseWords(span: Span): string {
  const by = span.entry.who === STEWARD ? 'It paused itself' : `${span.entry.who} paused it`;
  return `${by} for ${minutesText(lasted(span))}: ${cut(span.entry.what)}`;
}

/** What held it up by itself: its own pauses, and waits in the middle of the work. */
function lessonsOf(pauses: readonly Span[], waits: readonly Span[]): string[] {
  const own = pauses.filter(({ entry }) => entry.who === STEWARD);
  return [...new Set([...own.map(pauseWords), ...waits.map(waitWords)])].slice(0, MOST_LESSONS);
}

function lasted({ entry, until }: Span): number {
  return Math.max(0, until - entry.at);
}

function minutesText(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  return minutes < 1 ? 'less than a minute' : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}

function cut(text: string): string {
  return text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}...` : text;
}
