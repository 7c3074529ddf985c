import type { Instant } from '../time.ts';
import { stop, wait } from './decide.ts';
import { someOf, type Trouble } from './health.ts';
import type { Remembered } from './remembered.ts';
import type { Decision, PassFacts } from './step-rule.ts';

/** An entry that was not confirmed for this long is of an earlier trouble. */
const FORGOTTEN_MS = 5 * 60_000;

export interface Patience {
  readonly seconds: number;
  readonly code: string;
  readonly remedy: string;
}

/**
 * Holds while there is trouble, and stops when some of it has lasted too long; `undefined` when there is none. Time
 * counts anew from a person's `resume`.
 */
export function holdOrStop(
  { migration, now }: PassFacts,
  troubles: readonly Trouble[],
  { seconds, code, remedy }: Patience,
): Decision | undefined {
  if (troubles.length === 0) return undefined;
  const { remembered, resumedAt = 0 } = migration;
  const dated = troubles.map((trouble) => ({ ...trouble, since: sinceWhen(trouble, remembered, now) }));
  const lasting = dated.filter(({ since }) => now - Math.max(since, resumedAt) > seconds * 1000);
  if (lasting.length > 0) return stop(code, `For more than ${seconds / 60} min: ${someOf(lasting)}`, remedy);
  const troubleSince = Object.fromEntries(dated.map(({ key, since }) => [key, { since, seenAt: now }]));
  return wait(someOf(troubles), 20, { troubleSince });
}

function sinceWhen({ key, since }: Trouble, { troubleSince = {} }: Remembered, now: Instant): Instant {
  const seen = Object.hasOwn(troubleSince, key) ? troubleSince[key] : undefined;
  const known = seen && now - seen.seenAt <= FORGOTTEN_MS ? seen.since : now;
  return Math.min(since ?? known, known);
}
