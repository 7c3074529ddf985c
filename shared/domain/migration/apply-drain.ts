import type { DrainOutcome } from '../drain/drain-outcome.ts';
import type { StuckPod } from '../drain/stuck.ts';
import type { Instant } from '../time.ts';
import {
  type Folded,
  foldAll,
  type Happening,
  pauseFor,
  STEWARD,
  type TimedFold,
  unchanged,
  waitFor,
  without,
} from './apply.ts';
import { drainAfter } from './apply-write.ts';
import type { Migration } from './migration.ts';
import { backOff, MOST_TRIES } from './tries.ts';
import type { Write } from './write.ts';

const ROOM_UNKNOWN_SECONDS = 30;

/** The record after one node was followed for a while. */
export function applyDrainOutcome(given: Migration, write: Write, outcome: DrainOutcome, now: Instant): TimedFold {
  const rest = without(given, 'intent');
  if (write.kind !== 'drain') return { ...unchanged(rest), againSeconds: 0 };
  const drain = drainAfter(given.drain, write.node, outcome);
  const { trouble, room } = outcome;
  const tries = trouble === undefined ? 0 : given.tries + 1;
  const folded = {
    migration: { ...rest, drain, tries },
    happened: isNews(given, outcome) ? [drainHappening(write.node, outcome)] : [],
  };
  const then = (next: (migration: Migration) => Folded, againSeconds: number): TimedFold => ({
    ...foldAll(folded.migration, () => folded, next),
    againSeconds,
  });

  if (room.kind === 'missing') return then((m) => pauseFor(m, noRoom(room.why), now), 0);
  if (trouble !== undefined) return then((m) => orPause(m, write.node, trouble, now), backOff(2, tries));
  if (outcome.left === 0) return then(moves, 0);
  if (room.kind === 'unknown') {
    const why = `Whether pods find room is not known: ${room.why}`;
    return then((m) => waitFor(m, why, now), ROOM_UNKNOWN_SECONDS);
  }
  const [stuck] = outcome.stuck;
  const again = outcome.evicted > 0 ? 0 : patience(drain.node?.since ?? now, now);
  return stuck ? then((m) => waitFor(m, stuckWords(stuck), now), again) : then(moves, again);
}

function moves({ waiting: _, ...migration }: Migration): Folded {
  return unchanged(migration);
}

/** The longer nothing moves, the less often it is asked: from 2 to 30 seconds. */
function patience(since: Instant, now: Instant): number {
  return Math.min(30, Math.max(2, Math.round((now - since) / 20_000)));
}

function stuckWords({ pod, why, blocks }: StuckPod): string {
  return `Pod ${pod.namespace}/${pod.name} does not leave: ${why} ${blocks}`;
}

function noRoom(why: string) {
  return {
    because: `Pods that left their node find no room: ${why}`,
    by: STEWARD,
    remedy:
      'Make room on the target (more nodes, quota, a volume or an affinity that fits), then resume; or roll back.',
    code: 'DRAIN_NO_ROOM',
  };
}

function orPause(migration: Migration, node: string, trouble: string, now: Instant): Folded {
  if (migration.tries < MOST_TRIES) return waitFor(migration, trouble, now);
  const words = {
    because: `The node ${node} cannot be followed, ${MOST_TRIES} times in a row: ${trouble}`,
    by: STEWARD,
    remedy: 'See whether the cluster answers and whether our rights are there, then resume or roll back.',
    code: 'DRAIN_NOT_FOLLOWED',
  };
  return pauseFor(migration, words, now);
}

/** A drain that is stuck in the same way is not told again and again. */
function isNews({ drain }: Migration, { evicted, left, stuck, room, trouble }: DrainOutcome): boolean {
  if (evicted > 0 || left === 0 || room.kind === 'missing' || trouble !== undefined) return true;
  const keys = (pods: readonly StuckPod[]) =>
    pods
      .map(({ pod, cause }) => `${pod.namespace}/${pod.name} ${cause}`)
      .toSorted()
      .join();
  return keys(drain.stuck) !== keys(stuck);
}

function drainHappening(node: string, outcome: DrainOutcome): Happening {
  const { evicted, left, stuck } = outcome;
  const what =
    left === 0
      ? `The node ${node} is empty; ${evicted} evictions were accepted in this pass.`
      : `${evicted} evictions were accepted on the node ${node}, ${left} pods have to leave, ${stuck.length} are stuck.`;
  return { who: STEWARD, kind: 'outcome', what, after: outcome };
}
