import type { NodeTruth } from '../cluster/node-drift.ts';

/** Nodes that run exactly the same. What a node does not tell is absent. */
export interface NodeStack {
  /** As the nodes' label has it, with the date of a security patch laid over the image. */
  readonly image?: string;
  readonly kernel?: string;
  readonly containerd?: string;
  readonly kubelet?: string;
  readonly os?: string;
  readonly nodes: number;
}

/** What the nodes of a pool run, most common first. */
export function stacksOf(truths: readonly NodeTruth[]): readonly NodeStack[] {
  const stacks = new Map<string, NodeStack>();
  for (const { image, kernel, containerd, kubelet, os } of truths) {
    const key = JSON.stringify([image, kernel, containerd, kubelet, os]);
    const nodes = (stacks.get(key)?.nodes ?? 0) + 1;
    stacks.set(key, {
      ...(image !== undefined && { image }),
      ...(kernel !== undefined && { kernel }),
      ...(containerd !== undefined && { containerd }),
      ...(kubelet !== undefined && { kubelet }),
      ...(os !== undefined && { os }),
      nodes,
    });
  }
  return [...stacks.entries()]
    .toSorted(([a, one], [b, other]) => other.nodes - one.nodes || (a < b ? -1 : 1))
    .map(([, stack]) => stack);
}
