import type { ClusterWorld } from '../cluster-world.ts';
import type { KubeObject, Workload } from '../objects.ts';
import { keyOf } from '../store/collection.ts';
import { type Controller, splitKey } from './controller.ts';

interface AutoscalerSpec {
  readonly scaleTargetRef: { readonly kind: string; readonly name: string };
  readonly minReplicas?: number;
  readonly maxReplicas: number;
}

/** Keeps a workload's number between its autoscaler's bounds. Load is not simulated: within them it stays as it is. */
export const autoscalers = (cluster: ClusterWorld): Controller => ({
  name: 'autoscalers',
  concerns({ kind, type, object }) {
    if (kind === 'horizontalpodautoscalers') return type === 'DELETED' ? [] : [keyOf(object)];
    if (kind !== 'deployments' && kind !== 'statefulsets') return [];
    return cluster.store
      .list('horizontalpodautoscalers')
      .filter(
        (one) =>
          one.metadata.namespace === object.metadata.namespace &&
          specOf(one).scaleTargetRef.name === object.metadata.name,
      )
      .map(keyOf);
  },
  reconcile(key) {
    const { namespace, name } = splitKey(key);
    const autoscaler = cluster.store.get('horizontalpodautoscalers', namespace, name);
    if (!autoscaler) return;
    const { scaleTargetRef: target, minReplicas = 1, maxReplicas } = specOf(autoscaler);
    const plural = `${target.kind.toLowerCase()}s`;
    const workload = cluster.store.get(plural, namespace, target.name) as Workload | undefined;
    if (!workload) return;
    const current = workload.spec.replicas ?? 1;
    // A workload at 0 was switched off: its autoscaler leaves it so.
    const desired = current === 0 ? 0 : Math.min(maxReplicas, Math.max(minReplicas, current));
    if (desired !== current) {
      const metadata = { ...workload.metadata, generation: (workload.metadata.generation ?? 1) + 1 };
      cluster.store.put(plural, { ...workload, metadata, spec: { ...workload.spec, replicas: desired } });
    }
    const status = { currentReplicas: current, desiredReplicas: desired };
    if (JSON.stringify(status) === JSON.stringify(autoscaler.status)) return;
    cluster.store.put('horizontalpodautoscalers', { ...autoscaler, status });
  },
});

const specOf = ({ spec }: KubeObject): AutoscalerSpec => spec as AutoscalerSpec;
