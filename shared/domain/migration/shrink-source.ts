import type { KubeNode, Pod } from '../cluster/facts.ts';
import { isMovable } from '../cluster/pod-state.ts';
import type { Instant } from '../time.ts';
import { wait, write } from './decide.ts';
import { isSettled } from './others-at-work.ts';
import { movableOn, nodesOf, type Pass } from './pass.ts';
import type { Decision } from './step-rule.ts';

/** Room that is kept beyond what the pods ask for: they never fit without a gap. */
const HEADROOM = 1.25;

/**
 * Gives one empty source node back, in the second half of the hold: most rollbacks are asked for soon. Never below
 * what the pods on the target would need, and never when source nodes could not be had again.
 *
 * @returns `undefined` when nothing is to be given back now
 */
export function shrinkSource(pass: Pass, since: Instant, ends: Instant): Decision | undefined {
  const { facts, source, target } = pass;
  const { migration, now, viability } = facts;
  if (!source || !target || source.scaling.autoscaler || now < since + (ends - since) / 2) return undefined;
  if (viability.kind !== 'possible' || viability.endings.some(({ kind }) => kind === 'images-removed'))
    return undefined;
  const nodes = nodesOf(pass, source);
  const spare = nodes.filter(({ name }) => movableOn(pass, name).length === 0);
  const pods = nodesOf(pass, target).flatMap(({ name }) => pass.index.podsOn(name).filter(isMovable));
  const kept = nodesNeeded(pods, nodes);
  const last = spare.at(-1);
  if (!last || nodes.length <= kept) return undefined;
  if (!isSettled(source)) return wait(`Azure is changing pool ${source.name} (${source.provisioningState}).`, 60);
  return write(
    { kind: 'delete-machines', poolId: source.id, machines: [last.name] },
    `${last.name} is given back: a rollback needs ${kept} of the ${nodes.length} nodes of ${source.name}.`,
    { shrunkFrom: migration.remembered.shrunkFrom ?? source.scaling.count },
  );
}

/** Nodes that these pods need, by the smallest of the nodes, with headroom; at least one. */
export function nodesNeeded(pods: readonly Pod[], nodes: readonly KubeNode[]): number {
  if (nodes.length === 0) return 0;
  const least = (of: (node: KubeNode) => number) => Math.min(...nodes.map(of));
  const total = (of: (pod: Pod) => number) => pods.reduce((sum, pod) => sum + of(pod), 0) * HEADROOM;
  const byCpu = total(({ cpu }) => cpu) / least(({ cpu }) => cpu);
  const byMemory = total(({ memory }) => memory) / least(({ memory }) => memory);
  const byPlaces = (pods.length * HEADROOM) / least(({ podLimit }) => podLimit);
  const needed = Math.max(byCpu, byMemory, byPlaces);
  return Number.isFinite(needed) ? Math.min(nodes.length, Math.max(1, Math.ceil(needed))) : nodes.length;
}
