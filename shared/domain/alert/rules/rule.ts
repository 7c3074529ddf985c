import { type ObjectRef, refKey } from '../../cluster/object-ref.ts';
import type { Instant } from '../../time.ts';
import type { Affected, AlertRuleId, RuleReading, Suppression, WatchBefore, WatchState } from '../alert.ts';
import type { Signal, Signals } from '../signals.ts';
import type { AlertThresholds } from '../thresholds.ts';

/** What one rule is judged on. */
export interface RuleFacts {
  readonly now: Instant;
  readonly signals: Signals;
  readonly thresholds: AlertThresholds;
  /** How it was before the first write. */
  readonly before: WatchBefore;
  readonly restarts: WatchState['restarts'];
  readonly suppressions: readonly Suppression[];
  /** The pools' nodes, as last seen. */
  readonly nodes: ReadonlySet<string>;
}

export interface AlertRule {
  readonly id: AlertRuleId;
  readonly unit: string;
  judge(facts: RuleFacts): RuleReading;
}

/** A thing that may count against the migration. */
export interface Candidate extends Affected {
  /** Why it does not count, one sentence; absent: it does. */
  readonly background?: string;
}

export const MS_PER_MINUTE = 60_000;

/** The migration can have caused trouble of this: it is on its nodes, or it ran there before. */
export function touches(
  { nodes, before }: RuleFacts,
  node: string | undefined,
  workload: ObjectRef | undefined,
): boolean {
  return (
    (node !== undefined && nodes.has(node)) || (workload !== undefined && before.workloads.includes(refKey(workload)))
  );
}

/** A false alarm that somebody called, and that has not run out. */
export function suppressedBy(
  { suppressions, now }: RuleFacts,
  rule: AlertRuleId,
  objects: readonly (ObjectRef | undefined)[],
): Suppression | undefined {
  const keys = objects.flatMap((object) => (object ? [refKey(object)] : []));
  return suppressions.find(
    (one) => one.rule === rule && one.until > now && (one.object === undefined || keys.includes(one.object)),
  );
}

export function unknownReading(
  rule: AlertRule,
  threshold: number,
  signal: Extract<Signal<unknown>, { kind: 'unknown' }>,
): RuleReading {
  return {
    rule: rule.id,
    kind: 'unknown',
    threshold,
    unit: rule.unit,
    why: `It cannot be seen: ${signal.why}`,
    affected: [],
    background: [],
    immediate: false,
  };
}

/** Splits candidates into what counts and what is only shown. */
export function split(facts: RuleFacts, rule: AlertRuleId, candidates: readonly Candidate[]) {
  const affected: Affected[] = [];
  const background: string[] = [];
  for (const { background: why, ...candidate } of candidates) {
    const suppressed =
      why === undefined ? suppressedBy(facts, rule, [candidate.object, candidate.workload]) : undefined;
    if (why !== undefined) background.push(`${candidate.detail}: ${why}`);
    else if (suppressed)
      background.push(`${candidate.detail}: called a false alarm by ${suppressed.by} (${suppressed.reason})`);
    else affected.push(candidate);
  }
  return { affected, background };
}

/** A rule that counts things: breached when there are more than the threshold. */
export function countReading(
  rule: AlertRule,
  facts: RuleFacts,
  candidates: readonly Candidate[],
  threshold: number,
  words: { readonly none: string; readonly some: (count: number) => string },
): RuleReading {
  const { affected, background } = split(facts, rule.id, candidates);
  const value = affected.length;
  return {
    rule: rule.id,
    kind: value > threshold ? 'breached' : 'healthy',
    value,
    threshold,
    unit: rule.unit,
    why: value > 0 ? words.some(value) : words.none,
    affected,
    background,
    immediate: false,
  };
}
