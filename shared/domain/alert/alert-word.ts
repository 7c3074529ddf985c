import type { Migration } from '../migration/migration.ts';
import { hasEnded } from '../migration/status-table.ts';
import { type Instant, momentText } from '../time.ts';
import type { AlertVerdict, AlertWord } from './verdict.ts';

/** Who evaluates does it each minute; two may be missed. Older than this a verdict says nothing of now. */
export const VERDICT_HOLDS_MS = 3 * 60_000;

/**
 * What alerts say of a migration now. A breach stays one until somebody has seen that it is over; everything else that is
 * too old, or was never looked at, is unknown.
 *
 * @param alertsOn `false`: nobody watches, and nothing is held for that
 * @param verdict the last one; absent: nobody has looked yet
 */
export function alertWord(
  { dryRun, status }: Pick<Migration, 'dryRun' | 'status'>,
  alertsOn: boolean,
  verdict: AlertVerdict | undefined,
  now: Instant,
): AlertWord {
  if (!alertsOn) return { kind: 'none', why: 'Nobody watches it: alerts are switched off (ALERTS=off).' };
  if (dryRun) return { kind: 'none', why: 'Nobody watches it: a dry run changes nothing.' };
  const stale = verdict !== undefined && now - verdict.evaluatedAt > VERDICT_HOLDS_MS;
  if (hasEnded(status) && (!verdict || stale))
    return { kind: 'none', why: 'Nobody watches it any more: it has ended.' };
  if (!verdict) return { kind: 'unknown', why: "Nobody has looked at the cluster's health yet." };
  const { kind, why, since, evaluatedAt } = verdict;
  if (!stale) return { kind, why, since };
  const last = `Nobody has looked since ${momentText(evaluatedAt)}`;
  if (kind === 'breached') return { kind, why: `${last}, and then it was breached: ${why}`, since };
  return { kind: 'unknown', why: `${last}; then it was ${kind}.`, since: evaluatedAt };
}
