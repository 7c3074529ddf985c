import type { ClusterWorld } from '../cluster-world.ts';
import { isFinished, isGoing, type Pod } from '../objects.ts';

/**
 * Asks for the deletion of a pod. It goes at once when nothing runs any more or nothing ever ran, else its
 * kubelet gets the grace period to end it.
 *
 * @param grace in seconds; the pod's own unless said otherwise
 * @returns the pod as it is after that; gone or not
 */
export function deletePod(cluster: ClusterWorld, pod: Pod, grace?: number): Pod {
  const { metadata, spec } = pod;
  const own = spec.terminationGracePeriodSeconds ?? 30;
  const period = isFinished(pod) || spec.nodeName === undefined || spec.nodeName === '' ? 0 : (grace ?? own);
  if (isGoing(pod)) {
    const before = metadata.deletionGracePeriodSeconds ?? 0;
    if (grace === undefined || period >= before) return before === 0 ? finishDeletion(cluster, pod) : pod;
    const asked = Date.parse(metadata.deletionTimestamp as string) - before * 1000;
    const sooner = dated(pod, asked + period * 1000, period, metadata.generation);
    return period === 0 ? finishDeletion(cluster, sooner) : cluster.store.put('pods', sooner);
  }
  const going = dated(pod, Date.parse(cluster.stamp()) + period * 1000, period, (metadata.generation ?? 1) + 1);
  return period === 0 ? finishDeletion(cluster, going) : cluster.store.put('pods', going);
}

function dated(pod: Pod, at: number, deletionGracePeriodSeconds: number, generation: number | undefined): Pod {
  const deletionTimestamp = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...(generation !== undefined && { generation }),
      deletionTimestamp,
      deletionGracePeriodSeconds,
    },
  };
}

/** Removes a pod of which nothing is left; a finalizer keeps it. */
export function finishDeletion(cluster: ClusterWorld, pod: Pod): Pod {
  const stored = cluster.store.get('pods', pod.metadata.namespace, pod.metadata.name);
  if ((pod.metadata.finalizers ?? []).length > 0) return stored === pod ? pod : cluster.store.put('pods', pod);
  cluster.store.remove('pods', pod);
  return pod;
}
