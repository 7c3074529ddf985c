import type { ClusterLook, KubeNode, Pod } from '../cluster/facts.ts';
import { isMovable } from '../cluster/pod-state.ts';
import { type Folded, type Happening, STEWARD } from './apply.ts';
import type { Migration, NodeSight } from './migration.ts';
import { runsImage } from './runs-image.ts';
import type { PassFacts } from './step-rule.ts';

/** Keeps what this pass saw for those who look on; tells when the way back got better or worse, and when alerts changed. */
export function applySight(migration: Migration, { now, look, viability, alert }: PassFacts): Folded {
  const nodes = nodesSeen(migration, look);
  const before = migration.sight?.viability;
  const alertBefore = migration.sight?.alert;
  return {
    migration: { ...migration, sight: { at: now, viability, alert, ...(nodes && { nodes }) } },
    happened: [...turned('viability', before, viability), ...turned('alert', alertBefore, alert)],
  };
}

/** Told when the word changes, not with every number in its reason. */
function turned<T extends { readonly kind: string; readonly why: string }>(
  kind: 'viability' | 'alert',
  before: T | undefined,
  after: T,
): Happening[] {
  if (before?.kind === after.kind) return [];
  return [{ who: STEWARD, kind, what: after.why, ...(before && { before }), after }];
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
