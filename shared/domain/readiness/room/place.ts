import type { ClusterIndex } from '../../cluster/cluster-index.ts';
import { affinityHolds } from '../../cluster/labels.ts';
import { type Refusal, refusalOf } from '../../cluster/placement.ts';
import type { Candidate, Places } from './candidates.ts';
import type { PodClass } from './pod-class.ts';

/** Where the pods of one class came to. */
export interface Placement {
  readonly podClass: PodClass;
  /** Pods that give up their node at once. */
  readonly wanted: number;
  readonly placed: number;
  /** Of the placed ones, those that need a node which an autoscaler would have to add. */
  readonly onGrown: number;
  /** Nodes that may take them, whatever their room. */
  readonly eligible: number;
  readonly refused: Readonly<Partial<Record<Refusal | 'volume', number>>>;
}

interface Eligible {
  readonly candidates: readonly Candidate[];
  readonly refused: Partial<Record<Refusal | 'volume', number>>;
  /** Everything before this place is full for good. */
  from: number;
}

/**
 * Places the pods one after the other where they first fit: the choosiest first, then the largest. The
 * scheduler may do a little better or worse; it does not do better by much.
 */
export function place(index: ClusterIndex, places: Places, classes: readonly PodClass[]): Placement[] {
  const leaving = new Set(places.leaving.map(({ name }) => name));
  // What exists comes before what an autoscaler would have to add.
  const candidates = [
    ...places.candidates.filter(({ kind }) => kind !== 'grown'),
    ...places.candidates.filter(({ kind }) => kind === 'grown'),
  ];
  const byRules = new Map<string, Eligible>();
  const eligibleFor = (podClass: PodClass): Eligible => {
    const known = byRules.get(podClass.rules);
    if (known) return known;
    const found = findEligible(candidates, podClass);
    byRules.set(podClass.rules, found);
    return found;
  };

  const order = classes
    .map((podClass) => ({ podClass, eligible: eligibleFor(podClass) }))
    .toSorted(
      (a, b) =>
        a.eligible.candidates.length - b.eligible.candidates.length ||
        b.podClass.pod.cpu - a.podClass.pod.cpu ||
        b.podClass.pod.memory - a.podClass.pod.memory,
    );
  return order.map(({ podClass, eligible }) => {
    const wanted = podClass.pods.filter(({ node }) => node !== undefined && leaving.has(node)).length;
    const { placed, onGrown } = placeClass(index, podClass, eligible, wanted, leaving);
    return { podClass, wanted, placed, onGrown, eligible: eligible.candidates.length, refused: eligible.refused };
  });
}

function findEligible(candidates: readonly Candidate[], { pod, volumes }: PodClass): Eligible {
  const fit: Candidate[] = [];
  const refused: Eligible['refused'] = {};
  for (const candidate of candidates) {
    const why =
      refusalOf(pod, candidate.node) ??
      (volumes.every((terms) => affinityHolds(terms, candidate.node)) ? undefined : ('volume' as const));
    if (why) refused[why] = (refused[why] ?? 0) + 1;
    else fit.push(candidate);
  }
  return { candidates: fit, refused, from: 0 };
}

function placeClass(
  index: ClusterIndex,
  { pod, group }: PodClass,
  eligible: Eligible,
  wanted: number,
  leaving: ReadonlySet<string>,
): { placed: number; onGrown: number } {
  const { candidates } = eligible;
  const apart = pod.antiAffinityTopologies;
  const taken = apart.length > 0 ? takenTopologies(index, group.root, candidates, apart, leaving) : undefined;
  let placed = 0;
  let onGrown = 0;
  while (eligible.from < candidates.length && isFull(candidates[eligible.from])) eligible.from += 1;
  for (let at = eligible.from; at < candidates.length && placed < wanted; at += 1) {
    const candidate = candidates[at];
    if (!candidate) break;
    while (placed < wanted && fits(pod, candidate)) {
      if (taken) {
        const values = apart.map((key) => topologyOf(candidate, key));
        if (values.some((value, of) => taken[of]?.has(value))) break;
        values.forEach((value, of) => taken[of]?.add(value));
      }
      candidate.cpu -= pod.cpu;
      candidate.memory -= pod.memory;
      candidate.pods -= 1;
      placed += 1;
      if (candidate.kind === 'grown') onGrown += 1;
    }
  }
  return { placed, onGrown };
}

function fits({ cpu, memory }: PodClass['pod'], candidate: Candidate): boolean {
  return candidate.pods >= 1 && candidate.cpu >= cpu && candidate.memory >= memory;
}

/** Pods that ask for nothing still take a place, so only places make a node full for everyone. */
function isFull(candidate: Candidate | undefined): boolean {
  return (candidate?.pods ?? 0) < 1;
}

/** Where pods of the same workload stay, by topology; those that leave make room. */
function takenTopologies(
  index: ClusterIndex,
  root: PodClass['group']['root'],
  candidates: readonly Candidate[],
  keys: readonly string[],
  leaving: ReadonlySet<string>,
): Set<string>[] {
  const hosts = index.nodesOfRoot(root);
  const staying = candidates.filter(
    ({ node, kind }) => kind === 'there' && hosts.has(node.name) && !leaving.has(node.name),
  );
  return keys.map((key) => new Set(staying.map((candidate) => topologyOf(candidate, key))));
}

function topologyOf({ node }: Candidate, key: string): string {
  return key === 'kubernetes.io/hostname' ? node.name : (node.labels[key] ?? '');
}
