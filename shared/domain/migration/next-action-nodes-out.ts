import type { ClusterLook, KubeNode } from '../cluster/facts.ts';
import { isMovable } from '../cluster/pod-state.ts';
import type { Action } from './action.ts';
import type { PassFacts } from './step-rule.ts';
import type { Write } from './write.ts';

const AGAIN_SECONDS = 30;

/**
 * Holds a drain that would take more nodes of a pool out of service than the plan allows, or begin a second node
 * before the first is empty. A node is out when it is being drained or is not Ready; an emptied one serves nobody.
 *
 * On the way back pods leave a pool that may be sick: nodes of it that are lost do not keep the others' pods there. They
 * still go one node after another, and by their budgets.
 */
export function barOfNodesOut({ migration, look }: PassFacts, write: Write): Action | undefined {
  if (write.kind !== 'drain') return undefined;
  if (look.nodes?.kind !== 'seen') {
    return { kind: 'wait', because: 'Its nodes are not seen.', againSeconds: AGAIN_SECONDS, unseen: true };
  }
  const { drain, caps } = migration;
  const nodes: readonly KubeNode[] = look.nodes.items;
  const underWay = drain.node?.name;
  if (underWay !== undefined && underWay !== write.node && isNotEmpty(underWay, look)) {
    return { kind: 'wait', because: `The node ${underWay} is emptied first.`, againSeconds: AGAIN_SECONDS };
  }
  if (migration.direction === 'back') return undefined;
  const pool = nodes.find(({ name }) => name === write.node)?.pool;
  const out = nodes.filter(
    ({ name, pool: of, ready }) =>
      of === pool &&
      name !== write.node &&
      name !== underWay &&
      !ready &&
      !drain.done.includes(name) &&
      isNotEmpty(name, look),
  );
  if (out.length + 1 <= caps.maxNodesOut) return undefined;
  const names = out.map(({ name }) => name).join(', ');
  return {
    kind: 'wait',
    because: `Not more than ${caps.maxNodesOut} nodes of a pool may be out of service, and these are already: ${names}.`,
    againSeconds: AGAIN_SECONDS,
  };
}

/** A node whose pods were not looked at counts as one that still has some. */
function isNotEmpty(node: string, { nodes, pods }: ClusterLook): boolean {
  if (nodes?.kind === 'seen' && !nodes.items.some(({ name }) => name === node)) return false;
  return pods?.kind !== 'seen' || pods.items.some((pod) => pod.node === node && isMovable(pod));
}
