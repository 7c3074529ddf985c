import type { RuleReading } from '../alert.ts';
import { type AlertRule, suppressedBy, unknownReading } from './rule.ts';

/** Where nothing failed before, any failure is more than ten percent above it; charts need a number. */
const FROM_NOTHING_PERCENT = 1_000;

/** Failed requests beside what is usual at this hour, in percent above it. */
export const errorRate: AlertRule = {
  id: 'error-rate',
  unit: 'percent above the baseline',
  judge(facts): RuleReading {
    const { errorRate: signal } = facts.signals;
    const threshold = facts.thresholds.errorRatePercent;
    const head = {
      rule: 'error-rate',
      threshold,
      unit: errorRate.unit,
      affected: [],
      background: [],
      immediate: false,
    } as const;
    if (signal === undefined) {
      return { ...head, kind: 'not-watched', why: 'No source of request rates is set up; nothing is said about them.' };
    }
    if (signal.kind === 'unknown') return unknownReading(errorRate, threshold, signal);
    const { now, requests, baseline } = signal.value;
    if (baseline.kind === 'unknown') return { ...head, kind: 'unknown', why: `There is no baseline: ${baseline.why}` };
    if (requests === 0)
      return { ...head, kind: 'unknown', why: 'No requests came, so nobody can say how many would fail.' };
    const value = percentAbove(now, baseline.rate);
    const told = `${percent(now)} of ${requests} requests fail; ${percent(baseline.rate)} is usual (${baseline.window}, ${baseline.samples} samples, spread ${percent(baseline.spread)}).`;
    const suppressed = suppressedBy(facts, 'error-rate', []);
    if (suppressed) {
      const background = [`Called a false alarm by ${suppressed.by} (${suppressed.reason}).`];
      return { ...head, kind: 'healthy', value, why: told, background };
    }
    return { ...head, kind: value > threshold ? 'breached' : 'healthy', value, why: told };
  },
};

function percentAbove(now: number, usual: number): number {
  if (now <= usual) return 0;
  if (usual === 0) return FROM_NOTHING_PERCENT;
  // A millionth of a percent is noise of the division, not of the application.
  return Math.min(FROM_NOTHING_PERCENT, Math.round((now / usual - 1) * 100 * 1e6) / 1e6);
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}
