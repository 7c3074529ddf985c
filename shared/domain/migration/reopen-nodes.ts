import type { KubeNode } from '../cluster/facts.ts';
import { CORDON_MARK, TAINT_MARK } from '../cluster/node-mark.ts';
import { RETIRING } from './azure-look.ts';
import { write } from './decide.ts';
import type { Migration } from './migration.ts';
import type { Decision } from './step-rule.ts';

/** Nodes that are changed in one pass: it must stay short. */
const NODES_AT_ONCE = 20;

/**
 * Lifts our cordons, then our taints; `undefined` when none of ours is left. Ours is what carries our own mark, which is
 * written together with it and with nothing that somebody else did. Where somebody else has lifted it already, the mark
 * goes: it would make ours of whatever is done to the node next.
 */
export function reopen(nodes: readonly KubeNode[], { id }: Migration): Decision | undefined {
  const cordoned = markedBy(nodes, CORDON_MARK, id);
  if (cordoned.length > 0) {
    return write({ kind: 'uncordon', nodes: cordoned }, `${cordoned.join(', ')} may take pods again.`);
  }
  const tainted = markedBy(nodes, TAINT_MARK, id);
  if (tainted.length === 0) return undefined;
  return write({ kind: 'untaint', nodes: tainted, taint: RETIRING }, `Our taint is lifted from ${tainted.join(', ')}.`);
}

function markedBy(nodes: readonly KubeNode[], mark: string, id: string): string[] {
  return nodes
    .filter(({ marks }) => marks?.[mark] === id)
    .map(({ name }) => name)
    .slice(0, NODES_AT_ONCE);
}

/** Nodes that stay closed because somebody else closed them. */
export function closedByOthers(nodes: readonly KubeNode[]): string[] {
  return nodes.filter(({ unschedulable, taints }) => unschedulable || taints.some(isRetiring)).map(({ name }) => name);
}

function isRetiring({ key, value, effect }: KubeNode['taints'][number]): boolean {
  return key === RETIRING.key && value === RETIRING.value && effect === RETIRING.effect;
}
