import { without } from '../../model/without.ts';
import type { ClusterWorld } from '../cluster-world.ts';
import { type Condition, isGoing, type Node, type Pod, type Taint, withCondition } from '../objects.ts';
import { type Controller } from './controller.ts';
import { record } from './events.ts';
import { deletePod } from './pod-deletion.ts';

const PREFIX = 'node.kubernetes.io/';
const OWN = ['unschedulable', 'not-ready', 'unreachable'].map((name) => PREFIX + name);

/** Puts the taints on a node that its cordon and its health ask for, and takes pods off that put up with none. */
export const nodeLifecycle = (cluster: ClusterWorld): Controller => ({
  name: 'node-lifecycle',
  concerns: ({ kind, type, object }) => (kind === 'nodes' && type !== 'DELETED' ? [object.metadata.name] : []),
  reconcile(name) {
    const node = cluster.store.get('nodes', undefined, name);
    if (!node) return;
    const wanted = wantedTaints(node);
    const before = node.spec.taints ?? [];
    const same = (a: { key: string; effect: string }) => (b: { key: string; effect: string }) =>
      a.key === b.key && a.effect === b.effect;
    const missing = wanted.filter((taint) => !before.some(same(taint)));
    const kept = before.filter((taint) => !OWN.includes(taint.key) || wanted.some(same(taint)));
    if (missing.length > 0 || kept.length < before.length) {
      const timeAdded = cluster.stamp();
      const taints = [...kept, ...missing.map((taint) => ({ ...taint, timeAdded }))];
      cluster.store.put('nodes', {
        ...node,
        spec: { ...without(node.spec, 'taints'), ...(taints.length > 0 && { taints }) },
      });
    }
    const executing = [...kept, ...missing].filter(({ effect }) => effect === 'NoExecute');
    for (const pod of executing.length > 0 ? cluster.store.by('pods', 'node', name) : [])
      takeOff(cluster, pod, executing);
  },
});

function wantedTaints({ spec, status }: Node): Taint[] {
  const ready = status.conditions.find(({ type }) => type === 'Ready')?.status ?? 'Unknown';
  const health = ready === 'True' ? [] : [ready === 'False' ? 'not-ready' : 'unreachable'];
  return [
    ...(spec.unschedulable ? [{ key: `${PREFIX}unschedulable`, effect: 'NoSchedule' }] : []),
    ...health.flatMap((name) => ['NoSchedule', 'NoExecute'].map((effect) => ({ key: PREFIX + name, effect }))),
  ];
}

/** A pod stays for as long as it tolerates every taint; budgets are not asked. */
function takeOff(cluster: ClusterWorld, pod: Pod, taints: readonly Taint[]): void {
  if (isGoing(pod)) return;
  let most = Number.POSITIVE_INFINITY;
  for (const taint of taints) {
    const fitting = (pod.spec.tolerations ?? []).filter(
      ({ key, effect, operator = 'Equal', value }) =>
        (key === undefined || key === taint.key) &&
        (effect === undefined || effect === 'NoExecute') &&
        (operator === 'Exists' || (value ?? '') === (taint.value ?? '')),
    );
    if (fitting.length === 0) return evictByTaint(cluster, pod);
    most = Math.min(most, ...fitting.map(({ tolerationSeconds = Number.POSITIVE_INFINITY }) => tolerationSeconds));
  }
  if (most === Number.POSITIVE_INFINITY) return;
  const { uid, namespace, name } = pod.metadata;
  const again = () => {
    const now = cluster.store.get('pods', namespace, name);
    const node = cluster.store.get('nodes', undefined, pod.spec.nodeName ?? '');
    const still = node?.spec.taints?.some((taint) =>
      taints.some(({ key, effect }) => key === taint.key && effect === taint.effect),
    );
    if (now?.metadata.uid === uid && still) evictByTaint(cluster, now);
  };
  cluster.agenda.after(most * 1000, again, `tolerates ${uid}`);
}

function evictByTaint(cluster: ClusterWorld, pod: Pod): void {
  record(cluster, {
    kind: 'Pod',
    object: pod,
    anonymous: true,
    type: 'Normal',
    reason: 'TaintManagerEviction',
    message: `Marking for deletion Pod ${pod.metadata.namespace}/${pod.metadata.name}`,
    component: 'taint-eviction-controller',
  });
  const condition: Condition = {
    type: 'DisruptionTarget',
    observedGeneration: pod.metadata.generation ?? 1,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: cluster.stamp(),
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  };
  const conditions = withCondition(pod.status.conditions, condition);
  deletePod(cluster, cluster.store.put('pods', { ...pod, status: { ...pod.status, conditions } }));
}

/** How long after its last sign of life a node counts as unreachable. */
const GRACE_MILLISECONDS = 55_000;
const KUBELETS_OWN = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'];

/** A kubelet falls silent: what it would have reported is unknown after a while, and nothing ends there. */
export function stopKubelet(cluster: ClusterWorld, name: string): void {
  cluster.deadKubelets.add(name);
  cluster.agenda.after(GRACE_MILLISECONDS, () => {
    const node = cluster.store.get('nodes', undefined, name);
    if (!node || !cluster.deadKubelets.has(name)) return;
    setConditions(
      cluster,
      node,
      (one) => ({
        ...one,
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
      }),
      KUBELETS_OWN,
    );
    record(cluster, {
      kind: 'Node',
      object: node,
      type: 'Normal',
      reason: 'NodeNotReady',
      message: `Node ${name} status is now: NodeNotReady`,
      component: 'node-controller',
    });
    for (const pod of cluster.store.by('pods', 'node', name)) unready(cluster, pod);
  });
}

/** A kubelet reports again, ready or not. */
export function reportNode(cluster: ClusterWorld, name: string, ready: boolean): void {
  cluster.deadKubelets.delete(name);
  const node = cluster.store.get('nodes', undefined, name);
  if (!node) return;
  const now = ready
    ? { status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
    : {
        status: 'False',
        reason: 'KubeletNotReady',
        message: 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady',
      };
  setConditions(cluster, node, (one) => ({ ...one, ...now }), ['Ready']);
}

function setConditions(
  cluster: ClusterWorld,
  node: Node,
  change: (one: Condition) => Condition,
  types: readonly string[],
): void {
  const lastTransitionTime = cluster.stamp();
  const conditions = node.status.conditions.map((one) => {
    if (!types.includes(one.type)) return one;
    const next = change(one);
    return next.status === one.status ? next : { ...next, lastTransitionTime };
  });
  cluster.store.put('nodes', { ...node, status: { ...node.status, conditions } });
}

function unready(cluster: ClusterWorld, pod: Pod): void {
  const conditions = (pod.status.conditions ?? []).map((one) =>
    one.type === 'Ready' && one.status === 'True'
      ? { ...one, status: 'False', lastTransitionTime: cluster.stamp() }
      : one,
  );
  cluster.store.put('pods', { ...pod, status: { ...pod.status, conditions } });
}
