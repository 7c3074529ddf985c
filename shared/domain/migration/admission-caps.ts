import type { Instant } from '../time.ts';
import type { Admission } from './admission.ts';
import { isBusy } from './admission-turn.ts';
import type { Migration } from './migration.ts';

/** How many migrations may be under way at once. */
export interface RunCaps {
  readonly perRegion: number;
  readonly perSubscription: number;
  readonly armWritesPerMinute: number;
}

const MINUTE_MS = 60_000;

/**
 * Whether there is room for this migration among those under way, those in hold and watch left out. The order of all of
 * them is the same whoever asks: those that have begun come first, then those that were made earlier, and last those
 * whose cluster is stopped or not seen; so two that ask at the same moment do not both take the last place, and clusters
 * that are switched off for the night do not take the places of others.
 */
export function capState(migration: Migration, open: readonly Migration[], caps: RunCaps): Admission['caps'] {
  const before = open.filter((one) => one.id !== migration.id && takesPlace(one) && isAhead(one, migration));
  const region = before.filter((one) => one.region === migration.region).length;
  if (region >= caps.perRegion) {
    return {
      kind: 'full',
      why: `${region} of at most ${caps.perRegion} migrations of ${migration.region} are under way or about to begin.`,
    };
  }
  const subscription = before.filter((one) => one.subscriptionId === migration.subscriptionId).length;
  if (subscription >= caps.perSubscription) {
    return {
      kind: 'full',
      why: `${subscription} of at most ${caps.perSubscription} migrations of its subscription are under way or about to begin.`,
    };
  }
  return { kind: 'room' };
}

/** One that waits has its place, too: else all that wait would begin at the same moment. */
function takesPlace(migration: Migration): boolean {
  return isBusy(migration) || migration.status === 'waiting';
}

function isAhead(one: Migration, other: Migration): boolean {
  const [oneRank, otherRank] = [rankOf(one), rankOf(other)];
  if (oneRank !== otherRank) return oneRank < otherRank;
  return one.createdAt < other.createdAt || (one.createdAt === other.createdAt && one.id < other.id);
}

function rankOf({ status, unseenSince }: Migration): number {
  if (status !== 'waiting') return 0;
  return unseenSince === undefined ? 1 : 2;
}

/** Whether Azure takes another change of a pool from us: counted over the last minute and the subscription. */
export function writeBudget(
  migration: Migration,
  open: readonly Migration[],
  { armWritesPerMinute }: RunCaps,
  now: Instant,
): Admission['writes'] {
  const { id, subscriptionId } = migration;
  const others = open.filter((one) => one.id !== id && one.subscriptionId === subscriptionId);
  const recent = [migration, ...others]
    .flatMap(({ poolWrites = [] }) => poolWrites)
    .filter((at) => at > now - MINUTE_MS)
    .toSorted((a, b) => a - b);
  const room = recent[recent.length - armWritesPerMinute];
  if (room === undefined) return { kind: 'room' };
  return { kind: 'spent', againSeconds: Math.max(1, Math.ceil((room + MINUTE_MS - now) / 1000)) };
}
