import { type AlertRule, countReading, unknownReading } from './rule.ts';

/** Nodes of the pools that take part and are not Ready. One that was not Ready before the first write is background. */
export const nodeNotReady: AlertRule = {
  id: 'node-not-ready',
  unit: 'nodes',
  judge(facts) {
    const { nodes } = facts.signals;
    const threshold = facts.thresholds.nodesNotReady;
    if (nodes.kind === 'unknown') return unknownReading(nodeNotReady, threshold, nodes);
    const found = nodes.value
      .filter(({ ready }) => !ready)
      .map(({ name }) => ({
        object: { kind: 'Node', name },
        detail: `Node ${name} is not Ready`,
        ...(facts.before.notReady.includes(name) && { background: 'it was not before the migration either' }),
      }));
    return countReading(nodeNotReady, facts, found, threshold, {
      none: 'Every node of the pools is Ready, or was not before either.',
      some: (count) =>
        `${count} ${count === 1 ? 'node is' : 'nodes are'} not Ready: ${found.map(({ object }) => object.name).join(', ')}.`,
    });
  },
};
