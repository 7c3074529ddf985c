import type { ClusterWorld } from '../cluster-world.ts';
import { isReady } from '../objects.ts';
import { type Controller, splitKey } from './controller.ts';
import { record } from './events.ts';
import { activePods, createPod, expendableFirst, nonZero, putStatus, workloadConcerns } from './owned-pods.ts';
import { deletePod } from './pod-deletion.ts';

/** Keeps as many pods as a ReplicaSet wants. */
export const replicaSets = (cluster: ClusterWorld): Controller => ({
  name: 'replica-sets',
  concerns: (event) => workloadConcerns(event, 'replicasets', 'ReplicaSet'),
  reconcile(key) {
    const { namespace, name } = splitKey(key);
    const set = cluster.store.get('replicasets', namespace, name);
    if (!set) return;
    const wanted = set.spec.replicas ?? 1;
    const pods = activePods(cluster, set);
    for (let missing = wanted - pods.length; missing > 0; missing--) createPod(cluster, 'ReplicaSet', set);
    for (const pod of expendableFirst(pods).slice(0, Math.max(0, pods.length - wanted))) {
      deletePod(cluster, pod);
      record(cluster, {
        kind: 'ReplicaSet',
        object: set,
        type: 'Normal',
        reason: 'SuccessfulDelete',
        message: `Deleted pod: ${pod.metadata.name}`,
        component: 'replicaset-controller',
      });
    }
    const now = activePods(cluster, set);
    const ready = now.filter(isReady).length;
    putStatus(cluster, 'replicasets', set, {
      replicas: now.length,
      ...nonZero({ fullyLabeledReplicas: now.length, readyReplicas: ready, availableReplicas: ready }),
      observedGeneration: set.metadata.generation ?? 1,
    });
  },
});
