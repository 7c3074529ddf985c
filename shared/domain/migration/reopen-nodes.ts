import type { KubeNode } from '../cluster/facts.ts';
import { NODE_MARK, RETIRING } from './azure-look.ts';
import { write } from './decide.ts';
import type { Migration } from './migration.ts';
import type { Decision } from './step-rule.ts';

/** Nodes that are changed in one pass: it must stay short. */
const NODES_AT_ONCE = 20;

/**
 * Lifts our cordons, then our taints; `undefined` when none of ours is left. Ours is what is remembered as ours, was
 * not there before, and still carries our mark.
 */
export function reopen(nodes: readonly KubeNode[], { id, remembered }: Migration): Decision | undefined {
  const marked = nodes.filter(({ marks }) => marks?.[NODE_MARK] === id);
  const cordoned = marked
    .filter(({ name, unschedulable }) => unschedulable && isOurs(name, remembered.cordoned, remembered.cordonedBefore))
    .map(({ name }) => name)
    .slice(0, NODES_AT_ONCE);
  if (cordoned.length > 0) {
    return write({ kind: 'uncordon', nodes: cordoned }, `${cordoned.join(', ')} may take pods again.`);
  }
  const tainted = marked
    .filter(({ name, taints }) => taints.some(isRetiring) && isOurs(name, remembered.tainted, remembered.taintedBefore))
    .map(({ name }) => name)
    .slice(0, NODES_AT_ONCE);
  if (tainted.length === 0) return undefined;
  return write({ kind: 'untaint', nodes: tainted, taint: RETIRING }, `Our taint is lifted from ${tainted.join(', ')}.`);
}

/** Nodes that stay closed because somebody else closed them. */
export function closedByOthers(nodes: readonly KubeNode[]): string[] {
  return nodes.filter(({ unschedulable, taints }) => unschedulable || taints.some(isRetiring)).map(({ name }) => name);
}

function isOurs(name: string, ours: readonly string[] = [], before: readonly string[] = []): boolean {
  return ours.includes(name) && !before.includes(name);
}

function isRetiring({ key, value, effect }: KubeNode['taints'][number]): boolean {
  return key === RETIRING.key && value === RETIRING.value && effect === RETIRING.effect;
}
