import type { ClusterLook, Pod } from '../cluster/facts.ts';
import { CORDON_MARK, TAINT_MARK } from '../cluster/node-mark.ts';
import { type ObjectRef, refText } from '../cluster/object-ref.ts';
import { isMovable } from '../cluster/pod-state.ts';
import { NODE_MARK } from './azure-look.ts';
import type { Migration } from './migration.ts';
import type { Write } from './write.ts';

/** One call as ARM or a cluster's API server takes it, for people who check what was or would have been sent. */
export interface KubernetesOrArmCall {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/**
 * The calls that a write is made of.
 * @param look with pods, for the evictions of a drain; without them the pods are not named
 */
export function callsOf(
  write: Write,
  { id, clusterId }: Pick<Migration, 'id' | 'clusterId'>,
  look?: ClusterLook,
): readonly KubernetesOrArmCall[] {
  switch (write.kind) {
    case 'create-pool':
      return [{ method: 'PUT', path: write.poolId, body: write.body }];
    case 'update-pool':
      return [{ method: 'PUT', path: write.poolId, body: { properties: write.properties } }];
    case 'delete-machines':
      return [{ method: 'POST', path: `${write.poolId}/deleteMachines`, body: { machineNames: write.machines } }];
    case 'delete-pool':
      return [{ method: 'DELETE', path: write.poolId }];
    case 'upgrade-image':
      return [{ method: 'POST', path: `${write.poolId}/upgradeNodeImageVersion` }];
    case 'upgrade-control-plane':
      return [{ method: 'PUT', path: clusterId, body: { properties: { kubernetesVersion: write.version } } }];
    case 'stop-operation':
      return [{ method: 'POST', path: `${write.poolId}/abort` }];
    case 'restore-version':
      return [restoreCall(write)];
    case 'taint':
    case 'untaint':
    case 'cordon':
    case 'uncordon':
      return write.nodes.map((node) => nodeCall(node, write, id));
    case 'scale':
      return [scaleCall(write)];
    case 'drain':
      return evictionCalls(write, look);
  }
}

function restoreCall({ poolId, image, kubernetes }: Extract<Write, { kind: 'restore-version' }>): KubernetesOrArmCall {
  const properties = { orchestratorVersion: kubernetes, nodeImageVersion: image };
  return { method: 'PUT', path: poolId, body: { properties } };
}

type NodeWrite = Extract<Write, { kind: 'taint' | 'untaint' | 'cordon' | 'uncordon' }>;

function nodeCall(node: string, write: NodeWrite, migrationId: string): KubernetesOrArmCall {
  const ours = write.kind === 'taint' || write.kind === 'cordon';
  const mark = write.kind === 'cordon' || write.kind === 'uncordon' ? CORDON_MARK : TAINT_MARK;
  const value = ours ? migrationId : null;
  const metadata = { annotations: { [NODE_MARK]: value, [mark]: value } };
  const spec =
    write.kind === 'cordon' || write.kind === 'uncordon'
      ? { unschedulable: write.kind === 'cordon' }
      : { taints: [write.kind === 'taint' ? write.taint : { ...write.taint, $patch: 'delete' }] };
  return { method: 'PATCH', path: `/api/v1/nodes/${node}`, body: { metadata, spec } };
}

const PLURALS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1|deployments',
  StatefulSet: 'apps/v1|statefulsets',
  ReplicaSet: 'apps/v1|replicasets',
};

function scaleCall({ workload, autoscaler, to }: Extract<Write, { kind: 'scale' }>): KubernetesOrArmCall {
  if (autoscaler) {
    const path = objectPath('autoscaling/v2', 'horizontalpodautoscalers', autoscaler);
    return { method: 'PATCH', path, body: { spec: { minReplicas: to } } };
  }
  const [group = '', plural = ''] = (PLURALS[workload.kind] ?? `apps/v1|${workload.kind.toLowerCase()}s`).split('|');
  return { method: 'PATCH', path: `${objectPath(group, plural, workload)}/scale`, body: { spec: { replicas: to } } };
}

function objectPath(group: string, plural: string, { namespace, name }: ObjectRef): string {
  return `/apis/${group}/namespaces/${namespace ?? 'default'}/${plural}/${name}`;
}

/** Pods that an eviction moves; those of DaemonSets and static ones stay. */
function evictionCalls({ node, graceSeconds }: Extract<Write, { kind: 'drain' }>, look: ClusterLook | undefined) {
  const pods: readonly Pod[] = look?.pods?.kind === 'seen' ? look.pods.items : [];
  const leaving = pods.filter((pod) => pod.node === node && isMovable(pod));
  const path = (namespace: string, name: string) => `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
  if (leaving.length === 0) return [evictionCall(path('NAMESPACE', 'POD'), graceSeconds)];
  return leaving.map((pod) => evictionCall(path(pod.namespace, pod.name), Math.max(graceSeconds, pod.graceSeconds)));
}

function evictionCall(path: string, gracePeriodSeconds: number): KubernetesOrArmCall {
  return { method: 'POST', path, body: { kind: 'Eviction', deleteOptions: { gracePeriodSeconds } } };
}

/** What a write does, as a short phrase that ends a sentence. */
export function wordsOf(write: Write): string {
  switch (write.kind) {
    case 'create-pool':
      return `create the pool ${nameOf(write.poolId)}.`;
    case 'update-pool':
      return `change ${Object.keys(write.properties).join(', ')} of the pool ${nameOf(write.poolId)}.`;
    case 'delete-machines':
      return `delete ${write.machines.length} machines of the pool ${nameOf(write.poolId)}.`;
    case 'delete-pool':
      return `delete the pool ${nameOf(write.poolId)}.`;
    case 'upgrade-image':
      return `upgrade the node image of the pool ${nameOf(write.poolId)}.`;
    case 'upgrade-control-plane':
      return `upgrade the control plane to ${write.version}.`;
    case 'stop-operation':
      return `stop what AKS does with the pool ${nameOf(write.poolId)}.`;
    case 'restore-version':
      return `take the pool ${nameOf(write.poolId)} back to ${write.image}.`;
    case 'taint':
    case 'untaint':
    case 'cordon':
    case 'uncordon':
      return `${write.kind} ${write.nodes.join(', ')}.`;
    case 'scale':
      return `${refText(write.autoscaler ?? write.workload)} from ${write.from} to ${write.to}.`;
    case 'drain':
      return `empty the node ${write.node}.`;
  }
}

function nameOf(armId: string): string {
  return armId.slice(armId.lastIndexOf('/') + 1);
}
