import type { ClusterWorld } from '../cluster-world.ts';
import { isFinished, isGoing, isReady, type Pod, type PodTemplate, type Workload } from '../objects.ts';
import { withClaim } from '../world/contents.ts';
import { ownerOf } from '../world/objects-of-workload.ts';
import { newPod } from '../world/pod.ts';
import { templateHash } from '../world/template.ts';
import { type Controller, splitKey } from './controller.ts';
import { nonZero, putStatus, workloadConcerns } from './owned-pods.ts';
import { deletePod, finishDeletion } from './pod-deletion.ts';

/** Says which template a pod was made from; pods that were there from the start are of the first one. */
const REVISION = 'controller-revision-hash';

/** Keeps the numbered pods of a StatefulSet: one after the other, each with its own claim, and rolls them over. */
export const statefulSets = (cluster: ClusterWorld): Controller => ({
  name: 'stateful-sets',
  concerns: (event) => workloadConcerns(event, 'statefulsets', 'StatefulSet'),
  reconcile(key) {
    const { namespace, name } = splitKey(key);
    const set = cluster.store.get('statefulsets', namespace, name);
    if (!set) return;
    const wanted = set.spec.replicas ?? 1;
    const find = (number: number) => cluster.store.get('pods', namespace, `${name}-${number}`);
    let settled = true;
    for (let number = 0; number < wanted; number++) {
      const pod = find(number);
      if (pod && isFinished(pod)) finishDeletion(cluster, pod);
      if (!find(number)) create(cluster, set, number);
      // The next one has to wait until this one is well.
      const now = find(number);
      if (set.spec.podManagementPolicy !== 'Parallel' && (!now || isGoing(now) || !isReady(now))) {
        settled = false;
        break;
      }
    }
    const owned = cluster.store.by('pods', 'owner', set.metadata.uid);
    const surplus = owned
      .filter((pod) => !isGoing(pod) && numberOf(pod) >= wanted)
      .toSorted((a, b) => numberOf(b) - numberOf(a))[0];
    if (surplus && !owned.some(isGoing)) deletePod(cluster, surplus);
    if (settled && !surplus) roll(cluster, set);
    report(cluster, set);
  },
});

const numberOf = ({ metadata }: Pod): number => Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? 0);

interface Strategy {
  readonly type?: string;
  readonly rollingUpdate?: { readonly partition?: number };
}

const HASHES = new WeakMap<PodTemplate, string>();

/** The same for the same template, in whichever order a client writes its fields. */
function revisionOf({ metadata, spec: { template } }: Workload): string {
  const hash = HASHES.get(template) ?? templateHash(inOrder(template) as PodTemplate);
  HASHES.set(template, hash);
  return `${metadata.name}-${hash}`;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, inner]) => [name, inOrder(inner)]));
}

/** The revision that the pods were made from before the last change of the template. */
const currentOf = (set: Workload): string => (set.status.currentRevision as string | undefined) ?? revisionOf(set);

const revisionOfPod = (set: Workload, { metadata }: Pod): string => metadata.labels?.[REVISION] ?? currentOf(set);

/**
 * From the highest number down: the first pod of an old template goes, once every pod above it is well. Old templates
 * are not kept: what ends by itself meanwhile comes back from the new one.
 */
function roll(cluster: ClusterWorld, set: Workload): void {
  const { type = 'RollingUpdate', rollingUpdate } = (set.spec.updateStrategy as Strategy | undefined) ?? {};
  if (type !== 'RollingUpdate') return;
  const pods = new Map(cluster.store.by('pods', 'owner', set.metadata.uid).map((pod) => [numberOf(pod), pod]));
  for (let number = (set.spec.replicas ?? 1) - 1; number >= (rollingUpdate?.partition ?? 0); number--) {
    const pod = pods.get(number);
    if (!pod || isGoing(pod)) return;
    if (revisionOfPod(set, pod) !== revisionOf(set)) {
      deletePod(cluster, pod);
      return;
    }
    if (!isReady(pod)) return;
  }
}

function create(cluster: ClusterWorld, set: Workload, number: number): void {
  const { template, volumeClaimTemplates } = set.spec;
  const { name, namespace = 'default' } = set.metadata;
  const called = `${name}-${number}`;
  const more = {
    'apps.kubernetes.io/pod-index': String(number),
    [REVISION]: revisionOf(set),
    'statefulset.kubernetes.io/pod-name': called,
  };
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
  const revision = revisionOf(set);
  const updated = pods.filter((pod) => revisionOfPod(set, pod) === revision).length;
  const wanted = set.spec.replicas ?? 1;
  // What is current changes only when the last pod has been replaced and is well.
  const done = updated === wanted && ready === wanted && pods.length === wanted;
  const current = done ? revision : currentOf(set);
  const ofCurrent = pods.filter((pod) => revisionOfPod(set, pod) === current).length;
  putStatus(cluster, 'statefulsets', set, {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    ...nonZero({ readyReplicas: ready, currentReplicas: ofCurrent, updatedReplicas: updated }),
    currentRevision: current,
    updateRevision: revision,
    collisionCount: 0,
    availableReplicas: ready,
  });
}
