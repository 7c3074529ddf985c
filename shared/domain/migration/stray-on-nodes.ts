import type { ClusterLook, KubeNode } from '../cluster/facts.ts';
import { CORDON_MARK, TAINT_MARK } from '../cluster/node-mark.ts';
import { NODE_MARK, RETIRING } from './azure-look.ts';
import { isQuarantined } from './in-place/progress.ts';
import type { Migration } from './migration.ts';
import type { Owners, StrayMark } from './stray-mark.ts';

/** Marks, cordons and taints of nodes. A node that stays cordoned is named, whoever cordoned it. */
export function strayOnNodes(owners: Owners, { nodes }: ClusterLook): StrayMark[] {
  if (nodes?.kind !== 'seen') return [];
  return nodes.items.flatMap((node) => strayOnNode(owners, node));
}

function strayOnNode(owners: Owners, node: KubeNode): StrayMark[] {
  const found: StrayMark[] = [];
  const cordonId = node.marks?.[CORDON_MARK];
  const taintId = node.marks?.[TAINT_MARK];
  if (cordonId !== undefined) found.push(...marked(owners, node, cordonId, 'cordon'));
  else if (node.unschedulable && !isOwned(owners, node)) found.push(cordonedByOthers(node));
  if (taintId !== undefined) found.push(...marked(owners, node, taintId, 'taint'));
  const id = node.marks?.[NODE_MARK];
  if (id !== undefined && cordonId === undefined && taintId === undefined)
    found.push(...marked(owners, node, id, 'mark'));
  return found;
}

/** A running migration of the node's pool: AKS cordons while it replaces, and so do we. */
function isOwned({ running }: Owners, { pool }: KubeNode): boolean {
  return running.some(
    ({ work, remembered }) =>
      pool !== undefined && ((work.kind === 'pool' && work.name === pool) || remembered.targetPool?.name === pool),
  );
}

function marked(
  { running, ended, unreadable }: Owners,
  node: KubeNode,
  id: string,
  kind: 'cordon' | 'taint' | 'mark',
): StrayMark[] {
  if (running.some((migration) => migration.id === id)) return [];
  const owner = ended.find((migration) => migration.id === id);
  const { name } = node;
  const has = {
    cordon: `is cordoned`,
    taint: `is tainted ${RETIRING.key}=${RETIRING.value}`,
    mark: 'carries our mark',
  }[kind];
  if (!owner || kind === 'mark') {
    const whose = owner
      ? `, which has ended (${owner.status})`
      : `, ${unreadable.has(id) ? 'whose record cannot be read' : 'of which there is no record'}`;
    return [
      {
        kind,
        subject: name,
        migrationId: id,
        what: `Node ${name} ${has} for migration ${id}${whose}.`,
        nextAction: byHand(kind, name),
      },
    ];
  }
  return [ofEnded(owner, name, has, kind)];
}

function ofEnded({ id, status }: Migration, name: string, has: string, kind: 'cordon' | 'taint'): StrayMark {
  return {
    kind,
    subject: name,
    migrationId: id,
    what: `Node ${name} ${has} for migration ${id}, which has ended (${status}).`,
    nextAction: `It is taken off by itself at the next look; by hand: ${byHand(kind, name)}`,
    clear: kind === 'cordon' ? 'uncordon' : 'untaint',
  };
}

function byHand(kind: 'cordon' | 'taint' | 'mark', name: string): string {
  if (kind === 'cordon') return `kubectl uncordon ${name}, when nothing speaks against pods on it.`;
  if (kind === 'taint') return `kubectl taint node ${name} ${RETIRING.key}=${RETIRING.value}:${RETIRING.effect}-`;
  return `kubectl annotate node ${name} ${NODE_MARK}-`;
}

function cordonedByOthers(node: KubeNode): StrayMark {
  const { name } = node;
  const what = isQuarantined(node)
    ? `AKS could not drain node ${name} and put it aside: it stays cordoned, and no migration is at work on it.`
    : `Node ${name} is cordoned, not by us, and no migration is at work on it.`;
  const nextAction = isQuarantined(node)
    ? `Drain it and delete its machine (az aks nodepool delete-machines): a surge node stands in its place.`
    : `Find out who cordoned it and why; kubectl uncordon ${name} when that is over.`;
  return { kind: 'cordon', subject: name, what, nextAction };
}
