import type { Pod } from '../cluster/facts.ts';
import { isFinished, staysOnNode } from '../cluster/pod-state.ts';

/**
 * The pods of a node that are in a drain's way, those on their way out included. DaemonSet and mirror pods stay, and a
 * pod that has run to its end is in nobody's way unless it was deleted and is still held. An `emptyDir` goes with its
 * pod: whoever signed the plan knew.
 */
export function podsToLeave(pods: readonly Pod[]): readonly Pod[] {
  return pods.filter((pod) => !staysOnNode(pod) && (pod.terminatingSince !== undefined || !isFinished(pod)));
}

/** Nothing would bring it back elsewhere: an eviction would end it for good, which only a person may order. */
export function isUnmanaged(pod: Pod): boolean {
  return pod.owner === undefined && pod.terminatingSince === undefined;
}

/** A pod keeps its own grace period where it is the longer one. */
export function graceOf(pod: Pod, plannedSeconds: number): number {
  return Math.max(plannedSeconds, pod.graceSeconds);
}

/** One text per pod; a later pod of the same name has another. */
export function podKey({ namespace, name, uid }: Pod): string {
  return `${namespace}/${name}/${uid ?? ''}`;
}
