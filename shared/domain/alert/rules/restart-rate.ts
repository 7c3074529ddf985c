import { type ObjectRef, refText } from '../../cluster/object-ref.ts';
import type { RuleReading } from '../alert.ts';
import { type AlertRule, MS_PER_MINUTE, suppressedBy, unknownReading } from './rule.ts';

interface Restarts {
  readonly workload: ObjectRef;
  readonly count: number;
}

/** Restarts in the last hour on the node that has the most of them, from counters that were compared look by look. */
export const restartRate: AlertRule = {
  id: 'restart-rate',
  unit: 'restarts per node and hour',
  judge(facts): RuleReading {
    const { restarts: signal } = facts.signals;
    const threshold = facts.thresholds.restartsPerNodeHour;
    if (signal.kind === 'unknown') return unknownReading(restartRate, threshold, signal);
    const perNode = new Map<string, Map<string, Restarts>>();
    const background: string[] = [];
    for (const { at, node, workload, count } of facts.restarts) {
      if (facts.now - at >= 60 * MS_PER_MINUTE) continue;
      const text = refText(workload);
      const suppressed = suppressedBy(facts, 'restart-rate', [{ kind: 'Node', name: node }, workload]);
      if (suppressed) {
        background.push(`${text} on ${node}: called a false alarm by ${suppressed.by} (${suppressed.reason})`);
        continue;
      }
      const ofNode = perNode.get(node) ?? new Map<string, Restarts>();
      perNode.set(node, ofNode.set(text, { workload, count: (ofNode.get(text)?.count ?? 0) + count }));
    }
    const sums = [...perNode]
      .map(([node, ofNode]) => ({ node, ofNode, sum: [...ofNode.values()].reduce((all, { count }) => all + count, 0) }))
      .toSorted((a, b) => b.sum - a.sum || (a.node < b.node ? -1 : 1));
    const value = sums[0]?.sum ?? 0;
    const over = sums.filter(({ sum }) => sum > threshold);
    return {
      rule: 'restart-rate',
      kind: value > threshold ? 'breached' : 'healthy',
      value,
      threshold,
      unit: restartRate.unit,
      why:
        over.length > 0
          ? `${over.map(({ node, sum }) => `${sum} restarts in an hour on ${node}`).join(', ')}; ${threshold} are the most.`
          : `At most ${value} restarts in an hour on one node; ${threshold} are the most.`,
      affected: over.flatMap(({ node, ofNode }) =>
        [...ofNode].map(([text, { workload, count }]) => ({
          object: { kind: 'Node', name: node },
          workload,
          detail: `${text} restarted ${count === 1 ? 'once' : `${count} times`} on ${node}`,
        })),
      ),
      background: [...new Set(background)],
      immediate: false,
    };
  },
};
