import type { Instant } from '../../../../shared/domain/time.ts';
import { isReady, type KubeObject, type Node, type Pod } from '../objects.ts';
import type { Resource } from './resources.ts';

export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer';
  readonly description: string;
  /** 1: only in wide output. */
  readonly priority: 0 | 1;
  readonly cell: (object: KubeObject, now: Instant) => string | number;
}

const NONE = '<none>';
const META = 'More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata';

const column = (
  name: string,
  cell: Column['cell'],
  description = '',
  priority: 0 | 1 = 0,
  type: Column['type'] = 'string',
): Column => ({
  name,
  type,
  description,
  priority,
  cell,
});

/** `18s`, `11m`, `4h5m`, `3d`: how long ago, as people read it. */
export function age(since: string | undefined, now: Instant): string {
  if (since === undefined) return '<unknown>';
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  return days < 730 ? `${days}d` : `${Math.floor(days / 365)}y`;
}

const NAME = column(
  'Name',
  ({ metadata }) => metadata.name,
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
);
const AGE = column(
  'Age',
  ({ metadata }, now) => age(metadata.creationTimestamp, now),
  `CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. ${META}`,
);

const at = (object: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], object);
const text =
  (path: string, absent = NONE) =>
  (object: KubeObject) => {
    const value = at(object, path);
    return value === undefined || value === '' ? absent : String(value);
  };
const count = (path: string) => (object: KubeObject) => Number(at(object, path) ?? 0);
const number = (name: string, path: string): Column => column(name, count(path), '', 0, 'integer');
const of = (ready: string, wanted: string) => (object: KubeObject) =>
  `${count(ready)(object)}/${count(wanted)(object)}`;

const PODS: readonly Column[] = [
  NAME,
  column('Ready', readyContainers, 'The aggregate readiness state of this pod for accepting traffic.'),
  column('Status', podState, 'The aggregate status of the containers in this pod.'),
  column(
    'Restarts',
    restarts,
    'The number of times the containers in this pod have been restarted and when the last container in this pod has restarted.',
  ),
  AGE,
  column(
    'IP',
    text('status.podIP'),
    'podIP address allocated to the pod. Routable at least within the cluster. Empty if not yet allocated.',
    1,
  ),
  column(
    'Node',
    text('spec.nodeName'),
    'NodeName indicates in which node this pod is scheduled. If empty, this pod is a candidate for scheduling by the scheduler defined in schedulerName. Once this field is set, the kubelet for this node becomes responsible for the lifecycle of this pod. This field should not be used to express a desire for the pod to be scheduled on a specific node. https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename',
    1,
  ),
  column(
    'Nominated Node',
    text('status.nominatedNodeName'),
    'nominatedNodeName is set only when this pod preempts other pods on the node, but it cannot be scheduled right away as preemption victims receive their graceful termination periods. This field does not guarantee that the pod will be scheduled on this node. Scheduler may decide to place the pod elsewhere if other nodes become available sooner. Scheduler may also decide to give the resources on this node to a higher priority pod that is created after preemption. As a result, this field may be different than PodSpec.nodeName when the pod is scheduled.',
    1,
  ),
  column(
    'Readiness Gates',
    () => NONE,
    'If specified, all readiness gates will be evaluated for pod readiness. A pod is ready when all its containers are ready AND all conditions specified in the readiness gates have status equal to "True" More info: https://git.k8s.io/enhancements/keps/sig-network/580-pod-readiness-gates',
    1,
  ),
];

const ADDRESSES =
  "More info: https://kubernetes.io/docs/reference/node/node-status/#addresses Note: This field is declared as mergeable, but the merge key is not sufficiently unique, which can cause data corruption when it is merged. Callers should instead use a full-replacement patch. See https://pr.k8s.io/79391 for an example. Consumers should assume that addresses can change during the lifetime of a Node. However, there are some exceptions where this may not be possible, such as Pods that inherit a Node's address in its own status or consumers of the downward API (status.hostIP).";

const address = (type: string) => (node: KubeObject) =>
  (node as Node).status.addresses?.find((one) => one.type === type)?.address ?? NONE;

const NODES: readonly Column[] = [
  NAME,
  column('Status', nodeState, 'The status of the node'),
  column('Roles', nodeRoles, 'The roles of the node'),
  AGE,
  column('Version', text('status.nodeInfo.kubeletVersion'), 'Kubelet Version reported by the node.'),
  column(
    'Internal-IP',
    address('InternalIP'),
    `List of addresses reachable to the node. Queried from cloud provider, if available. ${ADDRESSES}`,
    1,
  ),
  column(
    'External-IP',
    address('ExternalIP'),
    `List of addresses reachable to the node. Queried from cloud provider, if available. ${ADDRESSES}`,
    1,
  ),
  column(
    'OS-Image',
    text('status.nodeInfo.osImage'),
    'OS Image reported by the node from /etc/os-release (e.g. Debian GNU/Linux 7 (wheezy)).',
    1,
  ),
  column(
    'Kernel-Version',
    text('status.nodeInfo.kernelVersion'),
    "Kernel Version reported by the node from 'uname -r' (e.g. 3.16.0-0.bpo.4-amd64).",
    1,
  ),
  column(
    'Container-Runtime',
    text('status.nodeInfo.containerRuntimeVersion'),
    'ContainerRuntime Version reported by the node through runtime remote API (e.g. containerd://1.4.2).',
    1,
  ),
];

const amount = (path: string) => text(path, 'N/A');

const BY_PLURAL: Readonly<Record<string, readonly Column[]>> = {
  pods: PODS,
  nodes: NODES,
  namespaces: [NAME, column('Status', text('status.phase')), AGE],
  deployments: [
    NAME,
    column('Ready', of('status.readyReplicas', 'spec.replicas')),
    number('Up-to-date', 'status.updatedReplicas'),
    number('Available', 'status.availableReplicas'),
    AGE,
  ],
  replicasets: [
    NAME,
    number('Desired', 'spec.replicas'),
    number('Current', 'status.replicas'),
    number('Ready', 'status.readyReplicas'),
    AGE,
  ],
  statefulsets: [NAME, column('Ready', of('status.readyReplicas', 'spec.replicas')), AGE],
  daemonsets: [
    NAME,
    number('Desired', 'status.desiredNumberScheduled'),
    number('Current', 'status.currentNumberScheduled'),
    number('Ready', 'status.numberReady'),
    number('Up-to-date', 'status.updatedNumberScheduled'),
    number('Available', 'status.numberAvailable'),
    AGE,
  ],
  jobs: [NAME, column('Completions', of('status.succeeded', 'spec.completions')), AGE],
  poddisruptionbudgets: [
    NAME,
    column('Min Available', amount('spec.minAvailable')),
    column('Max Unavailable', amount('spec.maxUnavailable')),
    number('Allowed Disruptions', 'status.disruptionsAllowed'),
    AGE,
  ],
  events: [
    column('Last Seen', (event, now) =>
      age((at(event, 'lastTimestamp') ?? at(event, 'eventTime') ?? event.metadata.creationTimestamp) as string, now),
    ),
    column('Type', text('type')),
    column('Reason', text('reason')),
    column(
      'Object',
      (event) =>
        `${String(at(event, 'involvedObject.kind')).toLowerCase()}/${String(at(event, 'involvedObject.name'))}`,
    ),
    column('Message', text('message')),
  ],
};

export const columnsOf = ({ plural }: Resource): readonly Column[] => BY_PLURAL[plural] ?? [NAME, AGE];

function readyContainers(object: KubeObject): string {
  const pod = object as Pod;
  const ready = pod.status.containerStatuses?.filter((one) => one.ready).length ?? 0;
  return `${ready}/${pod.spec.containers.length}`;
}

function restarts(object: KubeObject, now: Instant): string {
  const statuses = (object as Pod).status.containerStatuses ?? [];
  const count = statuses.reduce((sum, one) => sum + one.restartCount, 0);
  const last = statuses.flatMap(
    ({ lastState }) =>
      (lastState as { terminated?: { finishedAt?: string } } | undefined)?.terminated?.finishedAt ?? [],
  );
  const latest = last.toSorted().at(-1);
  return count === 0 || latest === undefined ? String(count) : `${count} (${age(latest, now)} ago)`;
}

/** What is most worth knowing of a pod in one word. */
function podState(object: KubeObject): string {
  const pod = object as Pod;
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  let state = pod.status.reason ?? pod.status.phase;
  for (const { state: now } of pod.status.containerStatuses ?? []) {
    const reason = now?.waiting?.reason ?? now?.terminated?.reason;
    if (reason !== undefined && reason !== '') state = reason;
  }
  return state === 'Running' && !isReady(pod) && pod.status.containerStatuses === undefined ? 'NotReady' : state;
}

function nodeState(object: KubeObject): string {
  const node = object as Node;
  const ready = node.status.conditions.find(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec.unschedulable ? `${word},SchedulingDisabled` : word;
}

function nodeRoles({ metadata }: KubeObject): string {
  const roles = Object.keys(metadata.labels ?? {}).flatMap(
    (key) => /^node-role\.kubernetes\.io\/(.+)$/.exec(key)?.[1] ?? [],
  );
  return roles.length === 0 ? NONE : roles.toSorted().join(',');
}
