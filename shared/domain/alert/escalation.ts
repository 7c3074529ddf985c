import type { Instant } from '../time.ts';
import type { Choice } from './alert.ts';

/** Who is told, or asked, by rule. Being told is awareness; only `approve` waits for a yes. */
export interface Escalation {
  readonly who: 'on-call' | 'application' | 'security' | 'management';
  readonly does: 'is-told' | 'approve';
  readonly why: string;
}

const FIX_WITHIN_MS = 30 * 60_000;

/** Whether an alert has been open for longer than it should take to mend it. */
export function isLate(openedAt: Instant, now: Instant): boolean {
  return now - openedAt > FIX_WITHIN_MS;
}

/**
 * - Mended within 30 minutes: go on, and only on-call hears of it.
 * - Mending needs the application to change: its team approves.
 * - Going on later than planned: security is told, for the old image stays longer.
 * - A whole rollback: management is told.
 */
export function escalationsOf(what: {
  readonly openedAt: Instant;
  readonly choice?: Choice;
  readonly needsAppChange: boolean;
  readonly now: Instant;
}): Escalation[] {
  const { choice } = what;
  const late = isLate(what.openedAt, what.now);
  const found: Escalation[] = [{ who: 'on-call', does: 'is-told', why: 'An alert is open on a running migration.' }];
  if (what.needsAppChange) {
    found.push({ who: 'application', does: 'approve', why: 'Mending it needs a change of the application.' });
  }
  if (choice === 'roll-back') {
    found.push({ who: 'management', does: 'is-told', why: 'The whole migration is rolled back.' });
  }
  if (choice === 'roll-back' || late) {
    found.push({ who: 'security', does: 'is-told', why: 'The source image stays in use for longer than planned.' });
  }
  return found;
}
