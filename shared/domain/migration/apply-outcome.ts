import type { DrainOutcome } from '../drain/drain-outcome.ts';
import type { Instant } from '../time.ts';
import { type Folded, foldAll, type Happening, pauseFor, STEWARD, type TimedFold, waitFor, without } from './apply.ts';
import { applyDrainOutcome } from './apply-drain.ts';
import { applyUnsent, type WriteAction } from './apply-write.ts';
import { wordsOf } from './evidence-of-write.ts';
import type { Migration } from './migration.ts';
import { isPoolWrite } from './next-action-bars.ts';
import { backOff, MOST_TRIES } from './tries.ts';
import type { Write } from './write.ts';

/** What came of sending a write. */
export type WriteOutcome =
  | { readonly kind: 'accepted'; readonly operation?: string }
  /** Nothing happened, or only a part of it where a write is of several nodes or pods (`partly`). */
  | ({ readonly partly?: boolean } & (
      | { readonly kind: 'busy' | 'changed'; readonly because: string }
      | { readonly kind: 'throttled'; readonly againSeconds: number }
      | { readonly kind: 'refused'; readonly code: string; readonly because: string }
    ))
  /** No answer came: whether it happened shows when the world is looked at again. */
  | { readonly kind: 'unknown'; readonly because: string }
  | { readonly kind: 'drained'; readonly outcome: DrainOutcome };

/** After so many seconds what was accepted may show. */
const SHOWS_AFTER_SECONDS: Readonly<Record<Write['kind'], number>> = {
  'create-pool': 20,
  'update-pool': 10,
  'delete-machines': 15,
  'delete-pool': 15,
  'upgrade-image': 30,
  'upgrade-control-plane': 30,
  'stop-operation': 10,
  'restore-version': 30,
  taint: 0,
  untaint: 0,
  cordon: 0,
  uncordon: 0,
  scale: 2,
  drain: 0,
};

/**
 * The record after a write was sent. `given` may have moved on since the intent was saved: then the outcome is told
 * in the evidence, and what is decided by now stays.
 */
export function applyOutcome(
  given: Migration,
  sent: { readonly action: WriteAction; readonly from: Migration },
  outcome: WriteOutcome,
  now: Instant,
): TimedFold {
  const { action, from } = sent;
  const migration = isPoolWrite(action.write) ? withPoolWrite(given, now) : given;
  if (!isOnSameWay(migration, from)) {
    const { intent, ...rest } = migration;
    const stays = intent && intent.at !== from.intent?.at ? { intent } : {};
    return {
      migration: { ...rest, ...stays, ...operationOf(rest, outcome), ...counted(rest, outcome) },
      happened: [outcomeHappening(action.write, outcome)],
      againSeconds: 0,
    };
  }
  if (outcome.kind === 'drained') return applyDrainOutcome(migration, action.write, outcome.outcome, now);
  if (outcome.kind === 'accepted') return accepted(migration, action.write, outcome);
  return notAccepted(migration, action.write, outcome, now);
}

const MINUTE_MS = 60_000;

/** Whatever came of it, it was asked of ARM. */
function withPoolWrite(migration: Migration, now: Instant): Migration {
  const recent = (migration.poolWrites ?? []).filter((at) => at > now - MINUTE_MS);
  return { ...migration, poolWrites: [...recent, now] };
}

function isOnSameWay(now: Migration, then: Migration): boolean {
  return now.status === then.status && now.direction === then.direction && now.step === then.step;
}

function accepted(given: Migration, write: Write, outcome: Extract<WriteOutcome, { kind: 'accepted' }>): TimedFold {
  const rest = without(given, 'intent', 'waiting');
  return {
    migration: { ...rest, ...operationOf(rest, outcome), tries: 0 },
    happened: [outcomeHappening(write, outcome)],
    againSeconds: SHOWS_AFTER_SECONDS[write.kind],
  };
}

type NotAccepted = Exclude<WriteOutcome, { kind: 'accepted' | 'drained' }>;

function notAccepted(given: Migration, write: Write, outcome: NotAccepted, now: Instant): TimedFold {
  const rest = without(given, 'intent');
  const kept = outcome.kind === 'unknown' || outcome.partly;
  const migration = kept ? rest : applyUnsent(given, '').migration;
  const told = (after: Migration): Folded => ({ migration: after, happened: [outcomeHappening(write, outcome)] });

  if (outcome.kind === 'throttled') {
    const why = 'Too much is asked of Azure or the cluster at present.';
    return {
      ...foldAll(migration, told, (m) => waitFor(m, why, now)),
      againSeconds: Math.max(1, outcome.againSeconds),
    };
  }
  if (outcome.kind === 'refused') {
    const pause = (m: Migration) => pauseFor(m, refusal(write, outcome), now);
    return { ...foldAll(migration, told, pause), againSeconds: 0 };
  }
  const tried = { ...migration, tries: Math.min(MOST_TRIES, migration.tries + 1) };
  if (outcome.kind === 'busy') {
    const waited = foldAll(tried, told, (m) => waitFor(m, outcome.because, now));
    return { ...waited, againSeconds: backOff(10, tried.tries) };
  }
  return { ...foldAll(tried, told, (m) => orPause(m, write, outcome, now)), againSeconds: backOff(2, tried.tries) };
}

function orPause(migration: Migration, write: Write, outcome: NotAccepted & { because: string }, now: Instant): Folded {
  if (migration.tries < MOST_TRIES) return waitFor(migration, outcome.because, now);
  const words = {
    because: `${MOST_TRIES} times in a row: ${outcome.because} (${wordsOf(write)})`,
    by: STEWARD,
    remedy: 'See what is wrong with Azure or the cluster, then resume.',
    code: outcome.kind === 'changed' ? 'WRITE_OVERTAKEN' : 'WRITE_NOT_ANSWERED',
  };
  return pauseFor(migration, words, now);
}

function refusal(write: Write, { code, because }: { readonly code: string; readonly because: string }) {
  return {
    because: `Refused: ${wordsOf(write)} ${code}: ${because}`,
    by: STEWARD,
    remedy: REMEDIES.find(([pattern]) => pattern.test(code))?.[1] ?? mendThen(write),
    code: 'WRITE_REFUSED',
  };
}

/** A control plane does not go back. */
function mendThen({ kind }: Write): string {
  const other = kind === 'upgrade-control-plane' ? 'abort and plan again' : 'roll back';
  return `Mend what the answer names, then resume; or ${other}.`;
}

const REMEDIES: readonly [RegExp, string][] = [
  [/quota/i, 'Ask for more quota in this region, or free some, then resume.'],
  [/subnet/i, 'Make room in the subnet, then resume.'],
  [
    /forbidden|authorization|unauthorized|rbac/i,
    'Give the executor the rights that docs/permissions.md lists, then resume.',
  ],
  [/policy/i, 'Ask whoever owns the Azure Policy for an exemption, then resume.'],
  [
    /capacity|allocation|sku/i,
    'Azure has no machines of this size there now: wait or choose another size in a new plan.',
  ],
];

function operationOf({ remembered }: Pick<Migration, 'remembered'>, outcome: WriteOutcome) {
  if (outcome.kind !== 'accepted' || outcome.operation === undefined) return {};
  return { remembered: { ...remembered, operation: outcome.operation } };
}

/** Pods that were moved count, whatever was decided meanwhile. */
function counted({ drain }: Pick<Migration, 'drain'>, outcome: WriteOutcome) {
  return outcome.kind === 'drained' ? { drain: { ...drain, evicted: drain.evicted + outcome.outcome.evicted } } : {};
}

function outcomeHappening(write: Write, outcome: WriteOutcome): Happening {
  return { who: STEWARD, kind: 'outcome', what: `${outcomeWords(outcome)} ${wordsOf(write)}`, after: outcome };
}

function outcomeWords(outcome: WriteOutcome): string {
  switch (outcome.kind) {
    case 'accepted':
      return 'Accepted:';
    case 'busy':
      return 'Not yet, something else is under way:';
    case 'changed':
      return 'Not done, it had changed meanwhile:';
    case 'throttled':
      return 'Not yet, too much was asked:';
    case 'refused':
      return 'Refused:';
    case 'unknown':
      return 'Sent, and no answer came:';
    case 'drained':
      return 'Followed:';
  }
}
