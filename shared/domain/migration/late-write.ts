import type { Instant } from '../time.ts';
import type { Migration } from './migration.ts';

/** What was decided is sent within this time, or not at all. */
export const SEND_WITHIN_MS = 30_000;

/** `SEND_WITHIN_MS`, the 60 s after which a call is given up, and half a minute for clocks. */
const ARRIVES_WITHIN_MS = 120_000;

/**
 * For how much longer a write may still arrive whose pass was not heard of again, in milliseconds; 0: no longer. A
 * process can hang between its last look at the record and its call, be taken for dead, and go on. The save that notes
 * the loss makes it stop when it looks at the record once more; what it has sent by then is waited for, so that no pool
 * is deleted and no node is closed after a way back has opened it. A drain is not waited for: an eviction names its pod,
 * and budgets guard it at any time.
 */
export function lateWriteMs({ intent }: Migration, now: Instant): number {
  if (!intent || intent.write.kind === 'drain') return 0;
  if (intent.lostAt === undefined) return ARRIVES_WITHIN_MS;
  return Math.min(ARRIVES_WITHIN_MS, Math.max(0, intent.lostAt + ARRIVES_WITHIN_MS - now));
}

/** The loss is noted once, when it is seen first. */
export function withLossNoted(migration: Migration, now: Instant): Migration {
  const { intent } = migration;
  if (!intent || intent.lostAt !== undefined) return migration;
  return { ...migration, intent: { ...intent, lostAt: now } };
}
