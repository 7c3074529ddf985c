import type { DrainOutcome } from '../drain/drain-outcome.ts';
import { canonicalJson } from '../plan/plan-hash.ts';
import type { Instant } from '../time.ts';
import type { Action } from './action.ts';
import { type Folded, type Happening, STEWARD, unchanged, without } from './apply.ts';
import { remember } from './apply-action.ts';
import { callsOf, type KubernetesOrArmCall } from './evidence-of-write.ts';
import type { DrainProgress, Intent, Migration } from './migration.ts';
import type { Write } from './write.ts';

export type WriteAction = Extract<Action, { kind: 'write' }>;

/** Before anything is sent: what is about to be written, why, and what was there before. */
export function applyIntent(given: Migration, action: WriteAction, now: Instant): Folded {
  const migration = without(given, 'waiting', 'unseenSince');
  const intent: Intent = {
    write: action.write,
    because: action.because,
    at: now,
    rememberedBefore: migration.remembered,
  };
  const drain = drainBegins(migration.drain, action.write, now);
  return {
    migration: { ...remember(migration, action.remember), intent, drain },
    happened: goesOn(migration, action.write) ? [] : [intentHappening(migration, action)],
  };
}

function intentHappening(migration: Migration, { write, because, remember: before }: WriteAction): Happening {
  return {
    who: STEWARD,
    kind: 'intent',
    what: because,
    ...(before && { before }),
    after: { calls: callsOf(write, migration) },
  };
}

/** A drain is followed in many passes and told of once. */
function goesOn({ drain }: Migration, write: Write): boolean {
  return write.kind === 'drain' && drain.node?.name === write.node;
}

/** The next node is begun only when nothing is left on the one before. */
function drainBegins(drain: DrainProgress, write: Write, now: Instant): DrainProgress {
  if (write.kind !== 'drain' || drain.node?.name === write.node) return drain;
  const before = drain.node ? nodeEmptied(drain, drain.node.name) : drain;
  return { ...before, node: { name: write.node, since: now }, stuck: [] };
}

/** The same write on the same grounds; an etag that moved on meanwhile makes no other write of it. */
export function isSameWrite(a: WriteAction, b: WriteAction): boolean {
  return gist(a) === gist(b);
}

function gist({ write, remember: remembered }: WriteAction): string {
  return canonicalJson({ write: { ...write, etag: undefined }, remembered });
}

/** An earlier pass ended between intent and outcome: nobody knows whether it was sent, and the world is asked. */
export function applyLostIntent(given: Migration): Folded {
  const { intent, ...migration } = given;
  if (!intent) return unchanged(given);
  return {
    migration,
    happened: [
      {
        who: STEWARD,
        kind: 'outcome',
        what: 'Whether this was sent is not known: the pass ended before it could say. What is there now decides.',
        before: { write: intent.write.kind, because: intent.because, at: intent.at },
      },
    ],
  };
}

/** Certainly not sent: what was remembered for it alone is forgotten. */
export function applyUnsent(given: Migration, because: string): Folded {
  const { intent, ...migration } = given;
  if (!intent) return unchanged(given);
  return {
    migration: {
      ...migration,
      remembered: intent.rememberedBefore ?? migration.remembered,
      drain: drainNotBegun(migration.drain, intent),
    },
    happened: [{ who: STEWARD, kind: 'outcome', what: `Not sent: ${because}`, before: { write: intent.write.kind } }],
  };
}

function drainNotBegun(drain: DrainProgress, { at }: Intent): DrainProgress {
  if (drain.node?.since !== at) return drain;
  return { done: drain.done, stuck: drain.stuck, evicted: drain.evicted };
}

/** Dry run: what would have been called, and from now on the world is seen as if it had been. */
export function applyImagined(
  given: Migration,
  action: WriteAction,
  calls: readonly KubernetesOrArmCall[],
  now: Instant,
): Folded {
  const migration = without(given, 'waiting', 'unseenSince');
  const { write } = action;
  const begun = drainBegins(migration.drain, write, now);
  const drain = write.kind === 'drain' ? nodeEmptied(begun, write.node) : begun;
  return {
    migration: {
      ...remember(migration, action.remember),
      drain,
      tries: 0,
      imagined: [...migration.imagined, write],
    },
    happened: [
      {
        who: STEWARD,
        kind: 'outcome',
        what: `Dry run, nothing was sent. ${action.because}`,
        ...(action.remember && { before: action.remember }),
        after: { wouldCall: calls },
      },
    ],
  };
}

export function nodeEmptied({ node: _, ...drain }: DrainProgress, node: string): DrainProgress {
  return { ...drain, done: drain.done.includes(node) ? drain.done : [...drain.done, node], stuck: [] };
}

/** The drain as this time of following left it. */
export function drainAfter(drain: DrainProgress, node: string, outcome: DrainOutcome): DrainProgress {
  const evicted = drain.evicted + outcome.evicted;
  if (outcome.left === 0 && outcome.trouble === undefined) return { ...nodeEmptied(drain, node), evicted };
  return { ...drain, evicted, stuck: outcome.stuck };
}
