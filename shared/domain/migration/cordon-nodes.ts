import type { KubeNode } from '../cluster/facts.ts';
import { write } from './decide.ts';
import type { Remembered } from './remembered.ts';
import type { Decision } from './step-rule.ts';

/** Nodes that are changed in one pass: it must stay short. */
const NODES_AT_ONCE = 20;

/**
 * Closes nodes that take pods; `undefined` when none does. A cordon that is not in `remembered.cordoned` was
 * somebody's own and is remembered as such.
 */
export function cordonOpen(nodes: readonly KubeNode[], remembered: Remembered): Decision | undefined {
  const open = nodes.filter(({ unschedulable }) => !unschedulable).slice(0, NODES_AT_ONCE);
  if (open.length === 0) return undefined;
  const names = open.map(({ name }) => name);
  return write(
    { kind: 'cordon', nodes: names },
    `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} closed to new pods.`,
    {
      cordoned: [...new Set([...(remembered.cordoned ?? []), ...names])],
      cordonedBefore: cordonedByOthers(nodes, remembered).filter((name) => !names.includes(name)),
    },
  );
}

/** Nodes with a cordon that was there before ours could be. */
export function cordonedByOthers(nodes: readonly KubeNode[], remembered: Remembered): string[] {
  const ours = new Set(remembered.cordoned);
  const found = nodes.filter(({ name, unschedulable }) => unschedulable && !ours.has(name)).map(({ name }) => name);
  return [...new Set([...(remembered.cordonedBefore ?? []), ...found])];
}
