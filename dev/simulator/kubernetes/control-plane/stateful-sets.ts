import type { ClusterWorld } from '../cluster-world.ts';
import { isFinished, isGoing, isReady, type Pod, type Workload } from '../objects.ts';
import { withClaim } from '../world/contents.ts';
import { ownerOf } from '../world/objects-of-workload.ts';
import { newPod } from '../world/pod.ts';
import { templateHash } from '../world/template.ts';
import { type Controller, splitKey } from './controller.ts';
import { nonZero, putStatus, workloadConcerns } from './owned-pods.ts';
import { deletePod, finishDeletion } from './pod-deletion.ts';

/** Keeps the numbered pods of a StatefulSet: one after the other, each with its own claim. */
export const statefulSets = (cluster: ClusterWorld): Controller => ({
  name: 'stateful-sets',
  concerns: (event) => workloadConcerns(event, 'statefulsets', 'StatefulSet'),
  reconcile(key) {
    const { namespace, name } = splitKey(key);
    const set = cluster.store.get('statefulsets', namespace, name);
    if (!set) return;
    const wanted = set.spec.replicas ?? 1;
    const find = (number: number) => cluster.store.get('pods', namespace, `${name}-${number}`);
    for (let number = 0; number < wanted; number++) {
      const pod = find(number);
      if (pod && isFinished(pod)) finishDeletion(cluster, pod);
      if (!find(number)) create(cluster, set, number);
      // The next one has to wait until this one is well.
      const now = find(number);
      if (set.spec.podManagementPolicy !== 'Parallel' && (!now || isGoing(now) || !isReady(now))) break;
    }
    const owned = cluster.store.by('pods', 'owner', set.metadata.uid);
    const surplus = owned
      .filter((pod) => !isGoing(pod) && numberOf(pod) >= wanted)
      .toSorted((a, b) => numberOf(b) - numberOf(a))[0];
    if (surplus && !owned.some(isGoing)) deletePod(cluster, surplus);
    report(cluster, set);
  },
});

const numberOf = ({ metadata }: Pod): number => Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? 0);

function create(cluster: ClusterWorld, set: Workload, number: number): void {
  const { template, volumeClaimTemplates } = set.spec;
  const { name, namespace = 'default' } = set.metadata;
  const called = `${name}-${number}`;
  const more = { 'apps.kubernetes.io/pod-index': String(number), 'statefulset.kubernetes.io/pod-name': called };
  const pod = newPod(
    {
      namespace,
      name: called,
      generateName: `${name}-`,
      uid: cluster.uid(`pod ${called}`),
      createdAt: cluster.stamp(),
      labels: { ...template.metadata?.labels, ...more },
      owner: ownerOf('StatefulSet', set),
    },
    template,
  );
  const claims = (volumeClaimTemplates as readonly unknown[] | undefined) ?? [];
  cluster.store.put('pods', claims.length > 0 ? { ...pod, spec: withClaim(pod.spec, `data-${called}`) } : pod);
}

function report(cluster: ClusterWorld, { metadata }: Workload): void {
  const set = cluster.store.get('statefulsets', metadata.namespace, metadata.name);
  if (!set) return;
  const pods = cluster.store.by('pods', 'owner', set.metadata.uid).filter((pod) => !isFinished(pod) && !isGoing(pod));
  const ready = pods.filter(isReady).length;
  const revision =
    (set.status.updateRevision as string | undefined) ?? `${metadata.name}-${templateHash(set.spec.template)}`;
  putStatus(cluster, 'statefulsets', set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    ...nonZero({ readyReplicas: ready, currentReplicas: pods.length, updatedReplicas: pods.length }),
    currentRevision: revision,
    updateRevision: revision,
    collisionCount: 0,
    availableReplicas: ready,
  });
}
