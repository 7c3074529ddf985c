import type { Pod } from './facts.ts';

/** It has run to its end; an eviction removes it without asking any budget. */
export function isFinished({ phase }: Pod): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** A drain leaves it where it is: the node's own static pod, or a DaemonSet's. */
export function staysOnNode({ mirror, owner }: Pod): boolean {
  return mirror || owner?.kind === 'DaemonSet';
}

/** A drain has to move it. */
export function isMovable(pod: Pod): boolean {
  return !staysOnNode(pod) && !isFinished(pod);
}

/**
 * The Eviction API asks no budget for it: it is finished, not started, or on its way out already.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/pkg/registry/core/pod/storage/eviction.go (canIgnorePDB)
 */
export function ignoresBudgets(pod: Pod): boolean {
  return isFinished(pod) || pod.phase === 'Pending' || pod.terminatingSince !== undefined;
}
