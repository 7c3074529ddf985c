import type { KubeNode, Labels, Taint } from '../cluster/facts.ts';
import { isMovable } from '../cluster/pod-state.ts';
import { NODE_MARK, RETIRING } from './azure-look.ts';
import { type ImaginedWorld, itemsSeen, withNodes, withPods } from './imagine-world.ts';
import type { Migration } from './migration.ts';

export function imagineTaint(
  world: ImaginedWorld,
  names: readonly string[],
  taint: Taint,
  mark: string,
): ImaginedWorld {
  return change(world, names, (node) => ({
    ...node,
    taints: [...node.taints.filter((one) => !isSameTaint(one, taint)), taint],
    marks: { ...node.marks, [NODE_MARK]: mark },
  }));
}

export function imagineUntaint(world: ImaginedWorld, names: readonly string[], taint: Taint): ImaginedWorld {
  return change(world, names, (node) =>
    unmarked({ ...node, taints: node.taints.filter((one) => !isSameTaint(one, taint)) }, !node.unschedulable),
  );
}

export function imagineCordon(world: ImaginedWorld, names: readonly string[], mark: string): ImaginedWorld {
  return change(world, names, (node) => ({
    ...node,
    unschedulable: true,
    marks: { ...node.marks, [NODE_MARK]: mark },
  }));
}

export function imagineUncordon(world: ImaginedWorld, names: readonly string[]): ImaginedWorld {
  return change(world, names, (node) =>
    unmarked(
      { ...node, unschedulable: false },
      node.taints.every(({ key }) => key !== RETIRING.key),
    ),
  );
}

/** What an eviction moves runs on the other pool's nodes from then on, spread over them. */
export function imagineDrain({ work, remembered }: Migration, world: ImaginedWorld, name: string): ImaginedWorld {
  if (work.kind !== 'pool') return world;
  const nodes = itemsSeen(world.look.nodes);
  const from = nodes.find((node) => node.name === name)?.pool;
  const into = from === work.name ? remembered.targetPool?.name : work.name;
  const places = nodes.filter(({ pool, unschedulable }) => pool !== undefined && pool === into && !unschedulable);
  let turn = 0;
  return withPods(world, (pods) =>
    pods.map((pod) => {
      if (pod.node !== name || !isMovable(pod)) return pod;
      const place = places[turn++ % Math.max(1, places.length)];
      return place ? { ...pod, node: place.name } : pod;
    }),
  );
}

function change(world: ImaginedWorld, names: readonly string[], to: (node: KubeNode) => KubeNode): ImaginedWorld {
  const named = new Set(names);
  return withNodes(world, (nodes) => nodes.map((node) => (named.has(node.name) ? to(node) : node)));
}

function unmarked(node: KubeNode, nothingLeft: boolean): KubeNode {
  if (!nothingLeft || !node.marks) return node;
  const marks: Labels = Object.fromEntries(Object.entries(node.marks).filter(([key]) => key !== NODE_MARK));
  return { ...node, marks };
}

function isSameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}
