import { poolRef, unknownFinding, unseenLists } from '../finding.ts';
import type { Check } from '../subject.ts';

/** Pods on a node that is not Ready do not stop: nobody there acts on the eviction. */
export const nodeNotReady: Check = {
  id: 'node-not-ready',

  judge(subject) {
    const unseen = unseenLists(subject, 'nodes');
    if (unseen.length > 0) return unseen;
    const { nodes } = subject.view;
    if (nodes.length === 0 && (subject.pool.count ?? 0) > 0) {
      return [
        unknownFinding(
          poolRef(subject),
          `Azure counts ${subject.pool.count} nodes in this pool, and the cluster shows none of them.`,
          'See whether the nodes have joined the cluster and carry the label kubernetes.azure.com/agentpool.',
        ),
      ];
    }
    const ready = nodes.filter((node) => node.ready).length;
    return nodes
      .filter((node) => !node.ready)
      .map(({ name }) => ({
        level: 'blocks' as const,
        object: { kind: 'Node', name },
        what: 'The node is not Ready: its pods would be asked to leave, and nobody would stop them.',
        arithmetic: `${ready} of ${nodes.length} nodes of the pool are Ready`,
        remedy: 'Repair or remove the node first: look at its conditions, then reimage it or delete the machine.',
      }));
  },
};
