import type { ClusterLook, KubeNode, Pod } from '../cluster/facts.ts';
import { isMovable } from '../cluster/pod-state.ts';
import { type Folded, STEWARD } from './apply.ts';
import type { Migration, NodeSight } from './migration.ts';
import { runsImage } from './runs-image.ts';
import type { PassFacts } from './step-rule.ts';

/** Keeps what this pass saw for those who look on, and tells when the way back got better or worse. */
export function applySight(migration: Migration, { now, look, viability }: PassFacts): Folded {
  const nodes = nodesSeen(migration, look);
  const before = migration.sight?.viability;
  const turned = before?.kind !== viability.kind;
  return {
    migration: { ...migration, sight: { at: now, viability, ...(nodes && { nodes }) } },
    happened: turned
      ? [{ who: STEWARD, kind: 'viability', what: viability.why, ...(before && { before }), after: viability }]
      : [],
  };
}

function nodesSeen({ work, remembered }: Migration, look: ClusterLook): readonly NodeSight[] | undefined {
  if (work.kind !== 'pool' || look.nodes?.kind !== 'seen') return undefined;
  const target = remembered.targetPool?.name;
  const pods = look.pods?.kind === 'seen' ? look.pods.items : undefined;
  return look.nodes.items
    .filter(({ pool }) => pool === work.name || (target !== undefined && pool === target))
    .map((node) => nodeSight(node, node.pool === target ? 'target' : 'source', work.target.image, pods));
}

function nodeSight(
  { name, ready, unschedulable, imageVersion }: KubeNode,
  side: NodeSight['side'],
  target: string | undefined,
  pods: readonly Pod[] | undefined,
): NodeSight {
  return {
    name,
    side,
    ready,
    cordoned: unschedulable,
    ...(imageVersion !== undefined && { image: imageVersion }),
    onTarget: target !== undefined && runsImage(imageVersion, target),
    ...(pods && { pods: pods.filter((pod) => pod.node === name && isMovable(pod)).length }),
  };
}
