import { refKey, refText } from '../../cluster/object-ref.ts';
import { type AlertRule, countReading, unknownReading } from './rule.ts';

/** DaemonSet pods that fail or are missing on the pools' nodes. A DaemonSet that failed before the first write is background. */
export const daemonSetFailures: AlertRule = {
  id: 'daemonset-failures',
  unit: 'pods',
  judge(facts) {
    const { daemonSets } = facts.signals;
    const threshold = facts.thresholds.daemonSetFailures;
    if (daemonSets.kind === 'unknown') return unknownReading(daemonSetFailures, threshold, daemonSets);
    const found = daemonSets.value.flatMap(({ workload, failing }) =>
      failing
        .filter((node) => facts.nodes.has(node))
        .map((node) => ({
          object: { kind: 'Node', name: node },
          workload,
          detail: `${refText(workload)} does not run on ${node}`,
          ...(facts.before.failingDaemonSets.includes(`${refKey(workload)}@${node}`) && {
            background: 'it did not before the migration either',
          }),
        })),
    );
    return countReading(daemonSetFailures, facts, found, threshold, {
      none: 'Every DaemonSet runs on every node of the pools that it should be on.',
      some: (count) => `${count} DaemonSet ${count === 1 ? 'pod fails' : 'pods fail'} on the pools’ nodes.`,
    });
  },
};
