import type { ClusterWorld } from '../cluster-world.ts';
import { type Condition, type Workload, withCondition } from '../objects.ts';
import { keyOf } from '../store/collection.ts';
import { replicaSetOf, scaled } from '../world/objects-of-workload.ts';
import { templateHash } from '../world/template.ts';
import { type Controller, splitKey } from './controller.ts';
import { nonZero, ownerKey, putStatus } from './owned-pods.ts';

const REVISION = 'deployment.kubernetes.io/revision';

interface Surge {
  readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
}

/** Rolls a Deployment's pods over to its present template, through ReplicaSets. */
export const deployments = (cluster: ClusterWorld): Controller => ({
  name: 'deployments',
  concerns: (event) =>
    event.kind === 'deployments'
      ? [keyOf(event.object)]
      : event.kind === 'replicasets'
        ? ownerKey(event.object, 'Deployment')
        : [],
  reconcile(key) {
    const { namespace, name } = splitKey(key);
    const deployment = cluster.store.get('deployments', namespace, name);
    if (!deployment) return;
    const owned = cluster.store.by('replicasets', 'owner', deployment.metadata.uid);
    const current = owned.find((set) => isCurrent(deployment, set)) ?? begin(cluster, deployment, owned);
    const old = owned.filter((set) => set.metadata.uid !== current.metadata.uid);
    roll(cluster, deployment, current, old);
    report(cluster, deployment, current.metadata.uid);
  },
});

/** The ReplicaSet whose template is the Deployment's, but for the hash. */
function isCurrent({ spec }: Workload, set: Workload): boolean {
  const { 'pod-template-hash': hash, ...labels } = set.spec.template.metadata?.labels ?? {};
  if (hash === templateHash(spec.template)) return true;
  return (
    JSON.stringify([labels, set.spec.template.metadata?.annotations, set.spec.template.spec]) ===
    JSON.stringify([spec.template.metadata?.labels ?? {}, spec.template.metadata?.annotations, spec.template.spec])
  );
}

function begin(cluster: ClusterWorld, deployment: Workload, owned: readonly Workload[]): Workload {
  const revision = String(1 + Math.max(0, ...owned.map((set) => Number(set.metadata.annotations?.[REVISION] ?? 0))));
  const made = replicaSetOf(deployment, cluster.stamp(), revision);
  const replicas = owned.length === 0 ? (deployment.spec.replicas ?? 1) : 0;
  const stored = cluster.store.put('replicasets', { ...made, spec: { ...made.spec, replicas } });
  const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
  cluster.store.put('deployments', { ...deployment, metadata: { ...deployment.metadata, annotations } });
  return stored;
}

/** One step: as many new pods as the surge allows, then as many old ones fewer as availability allows. */
function roll(cluster: ClusterWorld, { spec }: Workload, current: Workload, old: readonly Workload[]): void {
  const wanted = spec.replicas ?? 1;
  const { maxSurge = '25%', maxUnavailable = '25%' } = (spec.strategy as Surge | undefined)?.rollingUpdate ?? {};
  const surge = scaled(maxSurge, wanted, 'up');
  const unavailable = Math.max(scaled(maxUnavailable, wanted, 'down'), surge === 0 ? 1 : 0);
  const count = (set: Workload) => set.spec.replicas ?? 0;
  const olds = old.reduce((sum, set) => sum + count(set), 0);
  const target = olds === 0 ? wanted : Math.min(wanted, Math.max(count(current), wanted + surge - olds));
  resize(cluster, current, target);
  if (olds === 0) return;
  const available = [current, ...old].reduce((sum, set) => sum + Number(set.status.availableReplicas ?? 0), 0);
  const unready = Math.max(0, target - Number(current.status.availableReplicas ?? 0));
  let spare = Math.max(
    0,
    Math.min(available - (wanted - unavailable), olds + target - (wanted - unavailable) - unready),
  );
  for (const set of old) {
    const fewer = Math.min(spare, count(set));
    spare -= fewer;
    resize(cluster, set, count(set) - fewer);
  }
}

function resize(cluster: ClusterWorld, set: Workload, replicas: number): void {
  if (set.spec.replicas === replicas) return;
  const metadata = { ...set.metadata, generation: (set.metadata.generation ?? 1) + 1 };
  cluster.store.put('replicasets', { ...set, metadata, spec: { ...set.spec, replicas } });
}

function report(cluster: ClusterWorld, before: Workload, currentUid: string): void {
  const deployment = cluster.store.get('deployments', before.metadata.namespace, before.metadata.name);
  if (!deployment) return;
  const sets = cluster.store.by('replicasets', 'owner', deployment.metadata.uid);
  const current = sets.find((set) => set.metadata.uid === currentUid);
  const sum = (field: string) => sets.reduce((total, set) => total + Number(set.status[field] ?? 0), 0);
  const wanted = deployment.spec.replicas ?? 1;
  const { maxUnavailable = '25%' } = (deployment.spec.strategy as Surge | undefined)?.rollingUpdate ?? {};
  const available = sum('availableReplicas');
  const updated = Number(current?.status.replicas ?? 0);
  const enough = available >= wanted - scaled(maxUnavailable, wanted, 'down');
  const done = updated === wanted && sum('replicas') === wanted && available >= wanted;
  putStatus(cluster, 'deployments', deployment, {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...nonZero({
      replicas: sum('replicas'),
      updatedReplicas: updated,
      readyReplicas: sum('readyReplicas'),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, wanted - available),
    }),
    conditions: conditionsOf(cluster, deployment, enough, done, current?.metadata.name ?? ''),
  });
}

function conditionsOf(
  cluster: ClusterWorld,
  { status }: Workload,
  enough: boolean,
  done: boolean,
  set: string,
): readonly Condition[] {
  const before = status.conditions as readonly Condition[] | undefined;
  const now = cluster.stamp();
  const put = (conditions: readonly Condition[] | undefined, next: Condition): readonly Condition[] => {
    const known = conditions?.find(({ type }) => type === next.type);
    if (known?.status === next.status && known.reason === next.reason && known.message === next.message)
      return conditions ?? [];
    return withCondition(conditions, next);
  };
  const available = {
    type: 'Available',
    status: enough ? 'True' : 'False',
    lastUpdateTime: now,
    lastTransitionTime: now,
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: enough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
  };
  const wasDone = before?.some(({ reason }) => reason === 'NewReplicaSetAvailable') ?? false;
  const settled = done || (wasDone && before?.some(({ message }) => message?.includes(`"${set}"`)));
  const progressing = {
    type: 'Progressing',
    status: 'True',
    lastUpdateTime: now,
    lastTransitionTime: now,
    reason: settled ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
    message: `ReplicaSet "${set}" ${settled ? 'has successfully progressed.' : 'is progressing.'}`,
  };
  return put(put(before, available), progressing);
}
