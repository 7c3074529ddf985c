import type { KubeNode, Labels, Taint } from '../cluster/facts.ts';
import { CORDON_MARK, TAINT_MARK } from '../cluster/node-mark.ts';
import { isMovable } from '../cluster/pod-state.ts';
import { NODE_MARK } from './azure-look.ts';
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
    marks: { ...node.marks, [NODE_MARK]: mark, [TAINT_MARK]: mark },
  }));
}

export function imagineUntaint(world: ImaginedWorld, names: readonly string[], taint: Taint): ImaginedWorld {
  return change(world, names, (node) =>
    unmarked({ ...node, taints: node.taints.filter((one) => !isSameTaint(one, taint)) }, TAINT_MARK, CORDON_MARK),
  );
}

export function imagineCordon(world: ImaginedWorld, names: readonly string[], mark: string): ImaginedWorld {
  return change(world, names, (node) => ({
    ...node,
    unschedulable: true,
    marks: { ...node.marks, [NODE_MARK]: mark, [CORDON_MARK]: mark },
  }));
}

export function imagineUncordon(world: ImaginedWorld, names: readonly string[]): ImaginedWorld {
  return change(world, names, (node) => unmarked({ ...node, unschedulable: false }, CORDON_MARK, TAINT_MARK));
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

/** The mark of the migration itself goes with the last of what it did to the node. */
function unmarked(node: KubeNode, mark: string, other: string): KubeNode {
  if (!node.marks) return node;
  const gone = node.marks[other] === undefined ? [mark, NODE_MARK] : [mark];
  const marks: Labels = Object.fromEntries(Object.entries(node.marks).filter(([key]) => !gone.includes(key)));
  return { ...node, marks };
}

function isSameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}
