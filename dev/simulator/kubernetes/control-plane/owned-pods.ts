import type { ClusterWorld } from '../cluster-world.ts';
import { controllerOf, isFinished, isGoing, isReady, type KubeObject, type Pod, type Workload } from '../objects.ts';
import { keyOf } from '../store/collection.ts';
import type { StoreEvent } from '../store/store.ts';
import { ownerOf } from '../world/objects-of-workload.ts';
import { newPod } from '../world/pod.ts';
import { record } from './events.ts';

/** Key of the object's owner, if that is of a kind. */
export const ownerKey = (object: KubeObject, kind: string): readonly string[] => {
  const owner = controllerOf(object);
  return owner?.kind === kind ? [`${object.metadata.namespace}/${owner.name}`] : [];
};

/** What a controller of workloads minds: its own objects and the pods that they own. */
export function workloadConcerns(event: StoreEvent, plural: string, kind: string): readonly string[] {
  if (event.kind === plural) return [keyOf(event.object)];
  return event.kind === 'pods' ? ownerKey(event.object, kind) : [];
}

/** Pods of a workload that count: neither finished nor on their way out. */
export const activePods = (cluster: ClusterWorld, owner: KubeObject): readonly Pod[] =>
  cluster.store.by('pods', 'owner', owner.metadata.uid).filter((pod) => !isFinished(pod) && !isGoing(pod));

/** Creates one pod for a workload. */
export function createPod(cluster: ClusterWorld, kind: string, owner: Workload, name?: string): void {
  const { template } = owner.spec;
  const generateName = `${owner.metadata.name}-`;
  const called = name ?? `${generateName}${cluster.suffix()}`;
  const pod = newPod(
    {
      namespace: owner.metadata.namespace ?? 'default',
      name: called,
      ...(name === undefined && { generateName }),
      uid: cluster.uid(`pod ${called}`),
      createdAt: cluster.stamp(),
      labels: template.metadata?.labels ?? {},
      owner: ownerOf(kind, owner),
    },
    template,
  );
  cluster.store.put('pods', pod);
  record(cluster, {
    kind,
    object: owner,
    type: 'Normal',
    reason: 'SuccessfulCreate',
    message:
      kind === 'StatefulSet'
        ? `create Pod ${called} in StatefulSet ${owner.metadata.name} successful`
        : `Created pod: ${called}`,
    component: `${kind.toLowerCase()}-controller`,
  });
}

/** Which pods to give up first: those without a node, then those that are not ready, then the youngest. */
export const expendableFirst = (pods: readonly Pod[]): readonly Pod[] =>
  pods.toSorted(
    (a, b) =>
      Number(a.spec.nodeName !== undefined) - Number(b.spec.nodeName !== undefined) ||
      Number(isReady(a)) - Number(isReady(b)) ||
      (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1),
  );

/** Stores a status if it says anything new. */
export function putStatus(
  cluster: ClusterWorld,
  plural: string,
  object: Workload,
  status: Readonly<Record<string, unknown>>,
): void {
  if (JSON.stringify(status) !== JSON.stringify(object.status)) cluster.store.put(plural, { ...object, status });
}

/** Counts that are zero are left out of a status. */
export const nonZero = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
