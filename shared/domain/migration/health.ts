import type { ClusterIndex } from '../cluster/cluster-index.ts';
import { itemsOf } from '../cluster/cluster-index.ts';
import type { KubeNode, Workload } from '../cluster/facts.ts';
import { type ObjectRef, refKey, refText } from '../cluster/object-ref.ts';
import { lastingRefusal, mayRunOn } from '../cluster/placement.ts';
import type { Instant } from '../time.ts';
import { RETIRING } from './azure-look.ts';
import { runsImage } from './runs-image.ts';

/** Something that is not as it should be, found in one look. */
export interface Trouble {
  /** As in `refKey`. */
  readonly key: string;
  /** One sentence. */
  readonly what: string;
  /** Since when, where the cluster tells it. */
  readonly since?: Instant;
}

/** Nodes that are not Ready, in their own words. */
export function notReady(nodes: readonly KubeNode[]): Trouble[] {
  return nodes
    .filter(({ ready }) => !ready)
    .map(({ name, conditions }) => {
      const condition = conditions?.find(({ type }) => type === 'Ready');
      const words = [condition?.reason, condition?.message].filter(Boolean).join(': ');
      return {
        key: refKey({ kind: 'Node', name }),
        what: `Node ${name} is not Ready${words ? ` (${words})` : ''}.`,
        ...(condition?.since !== undefined && { since: condition.since }),
      };
    });
}

/** Nodes whose own label does not show the image; the pool's word for it is not asked. */
export function offImage(nodes: readonly KubeNode[], image: string): Trouble[] {
  return nodes
    .filter(({ imageVersion }) => !runsImage(imageVersion, image))
    .map(({ name, imageVersion }) => ({
      key: refKey({ kind: 'Node', name }),
      what: `Node ${name} shows ${imageVersion ?? 'no image'} and not ${image}.`,
    }));
}

/** DaemonSets that should have a ready pod on a Ready node of these and have none. */
export function daemonsMissing(index: ClusterIndex, nodes: readonly KubeNode[]): Trouble[] {
  const ready = nodes.filter((node) => node.ready);
  return daemonSets(index).flatMap((daemon) => {
    const without = ready.filter((node) => belongsOn(daemon, node) && !runsOn(index, daemon, node));
    if (without.length === 0) return [];
    const where = without.map(({ name }) => name).join(', ');
    return [{ key: refKey(refOf(daemon)), what: `${refText(refOf(daemon))} has no ready pod on ${where}.` }];
  });
}

/** Pods that no node has been found for and that could have run on one of these: they should have found room. */
export function withoutRoom(index: ClusterIndex, nodes: readonly KubeNode[]): Trouble[] {
  const open = nodes.map((node) => ({ ...node, taints: node.taints.filter(({ key }) => key !== RETIRING.key) }));
  return index.unscheduled
    .filter((pod) => pod.owner?.kind !== 'DaemonSet' && pod.terminatingSince === undefined)
    .filter((pod) => open.some((node) => mayRunOn(pod, node)))
    .map((pod) => ({
      key: refKey(index.rootOf(pod)),
      what: `Pod ${pod.namespace}/${pod.name} finds no node.`,
      ...(pod.createdAt !== undefined && { since: pod.createdAt }),
    }));
}

/** Deployments and StatefulSets with fewer ready pods than they are to have. */
export function unwell(workloads: readonly Workload[]): Trouble[] {
  return workloads
    .filter(({ kind, replicas, ready }) => (kind === 'Deployment' || kind === 'StatefulSet') && ready < replicas)
    .map((workload) => ({
      key: refKey(refOf(workload)),
      what: `${refText(refOf(workload))} has ${workload.ready} of ${workload.replicas} pods ready.`,
    }));
}

/** Everything that is wrong already, so that it is not taken for this migration's fault later. */
export function troubleNow(index: ClusterIndex): Trouble[] {
  const workloads = itemsOf(index.facts.workloads);
  return [
    ...unwell(workloads),
    ...daemonSets(index)
      .filter(({ ready, replicas }) => ready < replicas)
      .map((daemon) => ({
        key: refKey(refOf(daemon)),
        what: `${refText(refOf(daemon))} has ${daemon.ready} of ${daemon.replicas} pods ready.`,
      })),
    ...index.unscheduled.map((pod) => ({
      key: refKey(index.rootOf(pod)),
      what: `Pod ${pod.namespace}/${pod.name} finds no node.`,
    })),
  ];
}

/** What was there before the migration began is left out. */
export function newOnly(troubles: readonly Trouble[], before: readonly string[] = []): Trouble[] {
  const known = new Set(before);
  return troubles.filter(({ key }) => !known.has(key));
}

export function refOf({ kind, namespace, name }: Workload): ObjectRef {
  return { kind, namespace, name };
}

/** `A. B. and 3 more.` */
export function someOf(troubles: readonly Trouble[], most = 3): string {
  const shown = troubles.slice(0, most).map(({ what }) => what);
  if (troubles.length > most) shown.push(`And ${troubles.length - most} more.`);
  return shown.join(' ');
}

function daemonSets(index: ClusterIndex): Workload[] {
  return itemsOf(index.facts.workloads).filter(({ kind, replicas }) => kind === 'DaemonSet' && replicas > 0);
}

/** DaemonSets tolerate what Kubernetes itself taints nodes with. */
function belongsOn(daemon: Workload, node: KubeNode): boolean {
  const taints = node.taints.filter(({ key }) => !key.startsWith('node.kubernetes.io/'));
  return lastingRefusal(daemon, { ...node, taints }) === undefined;
}

function runsOn(index: ClusterIndex, daemon: Workload, node: KubeNode): boolean {
  return index
    .podsOn(node.name)
    .some(
      ({ owner, namespace, ready, terminatingSince }) =>
        ready &&
        terminatingSince === undefined &&
        owner?.kind === 'DaemonSet' &&
        owner.name === daemon.name &&
        namespace === daemon.namespace,
    );
}
