import type { Instant } from '../time.ts';
import type { RuleReading, RuleState } from './alert.ts';
import { MS_PER_MINUTE } from './rules/rule.ts';
import type { AlertThresholds } from './thresholds.ts';

/** Longer than this between two looks is a gap: what lay in it nobody knows. */
export const GAP_MS = 150_000;

const CHART_MS = 3_600_000;

/**
 * What a rule's state is after one more reading. A breach ends only when it was seen healthy for `recoverMinutes` without
 * a break: flapping is one alert. Neither an unknown reading nor a gap is recovery.
 *
 * @param gap nobody looked for a while before this reading
 */
export function nextState(
  before: RuleState | undefined,
  reading: RuleReading,
  { recoverMinutes }: AlertThresholds,
  gap: boolean,
  now: Instant,
): RuleState {
  const chart = [
    ...(before?.chart ?? []).filter(({ at }) => now - at < CHART_MS),
    { at: now, ...(reading.value !== undefined && { value: reading.value }) },
  ];
  const head = { rule: reading.rule, reading, chart };
  if (before?.kind !== 'breached' || reading.kind === 'breached' || reading.kind === 'not-watched') {
    // What was in a gap nobody knows: health begins anew.
    const goesOn = before?.kind === reading.kind && !(gap && reading.kind === 'healthy');
    return { ...head, kind: reading.kind, since: goesOn ? before.since : now };
  }
  if (reading.kind === 'unknown') return { ...head, kind: 'breached', since: before.since };
  const healthySince = gap ? now : (before.healthySince ?? now);
  if (now - healthySince >= recoverMinutes * MS_PER_MINUTE) return { ...head, kind: 'healthy', since: healthySince };
  return { ...head, kind: 'breached', since: before.since, healthySince };
}
