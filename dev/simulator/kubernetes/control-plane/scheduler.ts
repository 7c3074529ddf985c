import type { ClusterWorld } from '../cluster-world.ts';
import { isFinished, isGoing, type Node, type NodeSelectorTerm, type Pod, withCondition } from '../objects.ts';
import { Placement } from '../scheduling/placement.ts';
import { keyOf } from '../store/collection.ts';
import { scheduledCondition } from '../world/pod-status.ts';
import { type Controller, splitKey } from './controller.ts';
import { record } from './events.ts';

/** Pods that found no place are tried again when this has passed or something has become free. */
const ALL = '*';

/** Finds nodes for pods. */
export function scheduler(cluster: ClusterWorld): Controller {
  const { store } = cluster;
  const placement = new Placement((pod) => volumeTerms(cluster, pod));
  for (const node of store.list('nodes')) placement.putNode(node);
  for (const pod of store.list('pods')) placement.putPod(pod);
  // What is free where has to be right before the next pod is placed, not a moment later.
  store.onChange(({ type, kind, object, before }) => {
    if (kind === 'nodes') {
      if (type === 'DELETED') placement.removeNode(object.metadata.name);
      else if (placeChanged(object as Node, before as Node | undefined)) placement.putNode(object as Node);
    }
    if (kind === 'pods') {
      if (type === 'DELETED') placement.removePod(object as Pod);
      else placement.putPod(object as Pod);
    }
  });

  const place = (pod: Pod): void => {
    const decision = placement.decide(pod);
    if ('node' in decision) bind(cluster, pod, decision.node);
    else refuse(cluster, pod, decision.unschedulable);
  };
  return {
    name: 'scheduler',
    concerns({ type, kind, object }) {
      if (kind === 'nodes') return [ALL];
      if (kind !== 'pods') return [];
      if (type === 'DELETED' || isFinished(object as Pod)) return [ALL];
      return waits(object as Pod) && type === 'ADDED' ? [keyOf(object)] : [];
    },
    reconcile(key) {
      if (key === ALL) {
        for (const pod of store.by('pods', 'unbound', 'yes')) if (waits(pod)) place(pod);
        return;
      }
      const { namespace, name } = splitKey(key);
      const pod = store.get('pods', namespace, name);
      if (pod && waits(pod)) place(pod);
    },
  };
}

const waits = (pod: Pod): boolean => !pod.spec.nodeName && !isGoing(pod) && !isFinished(pod);

const placeChanged = (now: Node, before: Node | undefined): boolean =>
  before === undefined ||
  now.spec !== before.spec ||
  now.metadata.labels !== before.metadata.labels ||
  now.status.allocatable !== before.status.allocatable;

function bind(cluster: ClusterWorld, pod: Pod, nodeName: string): void {
  const conditions = withCondition(pod.status.conditions, scheduledCondition(cluster.stamp()));
  // A condition of another status keeps neither the reason nor the message of the one before.
  const bound = cluster.store.put('pods', {
    ...pod,
    spec: { ...pod.spec, nodeName },
    status: { ...pod.status, conditions },
  });
  record(cluster, {
    kind: 'Pod',
    object: bound,
    type: 'Normal',
    reason: 'Scheduled',
    message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${nodeName}`,
    component: 'default-scheduler',
    action: 'Binding',
  });
}

function refuse(cluster: ClusterWorld, pod: Pod, message: string): void {
  if (pod.status.conditions?.some((one) => one.type === 'PodScheduled' && one.message === message)) return;
  const condition = {
    type: 'PodScheduled',
    observedGeneration: pod.metadata.generation ?? 1,
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: cluster.stamp(),
    reason: 'Unschedulable',
    message,
  };
  record(cluster, {
    kind: 'Pod',
    object: pod,
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
    component: 'default-scheduler',
    action: 'Scheduling',
  });
  cluster.store.put('pods', {
    ...pod,
    status: { ...pod.status, conditions: withCondition(pod.status.conditions, condition) },
  });
}

/** Where the volumes that a pod has claimed can be reached from. */
function volumeTerms({ store }: ClusterWorld, { metadata, spec }: Pod): readonly (readonly NodeSelectorTerm[])[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => {
    if (!persistentVolumeClaim) return [];
    const claim = store.get('persistentvolumeclaims', metadata.namespace, persistentVolumeClaim.claimName);
    const volumeName = (claim?.spec as { volumeName?: string } | undefined)?.volumeName;
    const volume = volumeName === undefined ? undefined : store.get('persistentvolumes', undefined, volumeName);
    const terms = (
      volume?.spec as { nodeAffinity?: { required?: { nodeSelectorTerms?: readonly NodeSelectorTerm[] } } } | undefined
    )?.nodeAffinity?.required?.nodeSelectorTerms;
    return terms ? [terms] : [];
  });
}
