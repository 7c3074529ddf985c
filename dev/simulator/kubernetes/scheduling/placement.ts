import type { Node, NodeSelectorTerm, Pod, PodAffinityTerm } from '../objects.ts';
import { selectorTest } from '../selectors/labels.ts';
import { keyOf } from '../store/collection.ts';
import { demandOf, matchesTerms, misfit, signatureOf } from './fit.ts';
import { NodeRoom } from './room.ts';

/** Where the volumes of a pod can be reached from; each list of terms has to hold. */
export type VolumeTerms = (pod: Pod) => readonly (readonly NodeSelectorTerm[])[];

export type Decision = { readonly node: string } | { readonly unschedulable: string };

/** From this many possible nodes on, the first one that fits is taken instead of the best one. */
const SCORED_NODES = 100;

/** Knows what is free where and finds a node for a pod, as the scheduler of a cluster does. */
export class Placement {
  readonly #rooms = new Map<string, NodeRoom>();
  readonly #volumes: VolumeTerms;
  #possible = new Map<string, { rooms: readonly NodeRoom[]; cursor: number }>();

  constructor(volumes: VolumeTerms) {
    this.#volumes = volumes;
  }

  putNode(node: Node): void {
    const room = this.#rooms.get(node.metadata.name);
    if (room) room.refresh(node);
    else this.#rooms.set(node.metadata.name, new NodeRoom(node));
    this.#possible.clear();
  }

  removeNode(name: string): void {
    this.#rooms.delete(name);
    this.#possible.clear();
  }

  /** A pod is on its node, in its present form; a finished one takes no room. */
  putPod(pod: Pod): void {
    const room = this.#rooms.get(pod.spec.nodeName ?? '');
    room?.remove(keyOf(pod));
    room?.add(pod);
  }

  removePod(pod: Pod): void {
    this.#rooms.get(pod.spec.nodeName ?? '')?.remove(keyOf(pod));
  }

  /** The best node for a pod, or why there is none, in the scheduler's words. */
  decide(pod: Pod): Decision {
    const possible = this.#possibleFor(pod);
    const { rooms } = possible;
    const demand = demandOf(pod.spec);
    const volumes = this.#volumes(pod);
    let best: { room: NodeRoom; score: number } | undefined;
    for (let step = 0; step < rooms.length; step++) {
      const room = rooms[(possible.cursor + step) % rooms.length] as NodeRoom;
      if (room.lacks(demand).length > 0 || this.#apartFrom(pod, room) || !reaches(volumes, room.node)) continue;
      if (rooms.length > SCORED_NODES) {
        possible.cursor = (possible.cursor + step + 1) % rooms.length;
        return { node: room.node.metadata.name };
      }
      const score = emptiness(pod, room);
      if (!best || score > best.score) best = { room, score };
    }
    return best ? { node: best.room.node.metadata.name } : { unschedulable: this.#why(pod) };
  }

  #possibleFor(pod: Pod): { rooms: readonly NodeRoom[]; cursor: number } {
    const signature = signatureOf(pod);
    let possible = this.#possible.get(signature);
    if (!possible) {
      possible = {
        rooms: [...this.#rooms.values()].filter((room) => misfit(pod.spec, room.node) === undefined),
        cursor: 0,
      };
      this.#possible.set(signature, possible);
    }
    return possible;
  }

  #why(pod: Pod): string {
    const demand = demandOf(pod.spec);
    const volumes = this.#volumes(pod);
    const total = this.#rooms.size;
    if (total === 0) return 'no nodes available to schedule pods';
    const reasons = new Map<string, number>();
    let hopeless = 0;
    for (const room of this.#rooms.values()) {
      const bad =
        misfit(pod.spec, room.node) ??
        (reaches(volumes, room.node) ? undefined : 'node(s) had volume node affinity conflict');
      const lacking = bad === undefined ? room.lacks(demand) : [];
      const apart = bad === undefined && lacking.length === 0 && this.#apartFrom(pod, room);
      for (const reason of bad !== undefined
        ? [bad]
        : apart
          ? ["node(s) didn't match pod anti-affinity rules"]
          : lacking) {
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
      if (bad !== undefined || !room.couldHold(demand)) hopeless++;
    }
    const preemption = counted([
      [hopeless, 'Preemption is not helpful for scheduling'],
      [total - hopeless, 'No preemption victims found for incoming pod'],
    ]);
    return `0/${total} nodes are available: ${counted([...reasons].map(([reason, count]) => [count, reason]))}. no new claims to deallocate, preemption: 0/${total} nodes are available: ${preemption}.`;
  }

  /** Whether the pod or one that is there already would rather not meet. */
  #apartFrom(pod: Pod, room: NodeRoom): boolean {
    const own = pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    if (own.some((term) => this.#neighbours(term, room).some((other) => meant(term, pod, other)))) return true;
    if (room.apart === 0) return false;
    return [...room.pods.values()].some((other) =>
      (other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some((term) =>
        meant(term, other, pod),
      ),
    );
  }

  #neighbours({ topologyKey }: PodAffinityTerm, room: NodeRoom): readonly Pod[] {
    if (topologyKey === 'kubernetes.io/hostname') return [...room.pods.values()];
    const domain = room.node.metadata.labels?.[topologyKey];
    if (domain === undefined) return [];
    return [...this.#rooms.values()]
      .filter((other) => other.node.metadata.labels?.[topologyKey] === domain)
      .flatMap((other) => [...other.pods.values()]);
  }
}

const reaches = (volumes: ReturnType<VolumeTerms>, node: Node): boolean =>
  volumes.every((terms) => matchesTerms(terms, node.metadata.name, node.metadata.labels ?? {}));

const meant = (term: PodAffinityTerm, from: Pod, other: Pod): boolean =>
  (term.namespaces ?? [from.metadata.namespace ?? '']).includes(other.metadata.namespace ?? '') &&
  selectorTest(term.labelSelector)(other.metadata.labels ?? {});

/** More of the same owner's pods on a node count most, then how full it is. */
function emptiness(pod: Pod, room: NodeRoom): number {
  const owner = pod.metadata.ownerReferences?.[0]?.uid;
  let siblings = 0;
  if (owner !== undefined) {
    for (const other of room.pods.values()) if (other.metadata.ownerReferences?.[0]?.uid === owner) siblings++;
  }
  return -1000 * siblings - room.pods.size + room.cpu / 1e6;
}

const counted = (reasons: readonly (readonly [count: number, reason: string])[]): string =>
  reasons
    .filter(([count]) => count > 0)
    .map(([count, reason]) => `${count} ${reason}`)
    .toSorted()
    .join(', ');
