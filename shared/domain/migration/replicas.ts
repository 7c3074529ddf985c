import type { ClusterLook, PodAutoscaler, Workload } from '../cluster/facts.ts';
import { type ObjectRef, refText } from '../cluster/object-ref.ts';
import { write } from './decide.ts';
import type { RememberedReplicas } from './remembered.ts';
import type { Decision } from './step-rule.ts';

/** The autoscaler that has the say over a workload's replicas. */
export function autoscalerOf(look: ClusterLook, workload: ObjectRef): PodAutoscaler | undefined {
  const { autoscalers } = look;
  if (autoscalers?.kind !== 'seen') return undefined;
  return autoscalers.items.find(
    ({ namespace, target }) =>
      namespace === workload.namespace && target.kind === workload.kind && target.name === workload.name,
  );
}

export function workloadOf(look: ClusterLook, ref: ObjectRef): Workload | undefined {
  const { workloads } = look;
  if (workloads?.kind !== 'seen') return undefined;
  return workloads.items.find(
    ({ kind, namespace, name }) => kind === ref.kind && namespace === ref.namespace && name === ref.name,
  );
}

export function autoscalerRef({ namespace, name }: PodAutoscaler): ObjectRef {
  return { kind: 'HorizontalPodAutoscaler', namespace, name };
}

/** The number that we changed, as it is now; `undefined` when what carries it is gone. */
export function presentNumber(look: ClusterLook, { workload, autoscaler }: RememberedReplicas): number | undefined {
  if (!autoscaler) return workloadOf(look, workload)?.replicas;
  const { autoscalers } = look;
  if (autoscalers?.kind !== 'seen') return undefined;
  return autoscalers.items.find(({ namespace, name }) => namespace === autoscaler.namespace && name === autoscaler.name)
    ?.minReplicas;
}

/** What is to be put back of replicas: the next one, and what others have set meanwhile, which stays. */
export function replicasToPutBack(
  look: ClusterLook,
  remembered: readonly RememberedReplicas[],
): { readonly next?: Decision; readonly left: readonly string[] } {
  const left: string[] = [];
  for (const one of remembered) {
    const now = presentNumber(look, one);
    const { workload, autoscaler, before, during } = one;
    if (now === before) continue;
    const what = refText(autoscaler ?? workload);
    if (now === undefined) left.push(`${what} is gone.`);
    else if (now !== during) left.push(`${what} was set to ${now} by somebody else, and stays so.`);
    else {
      const scale = { kind: 'scale', workload, ...(autoscaler && { autoscaler }), from: during, to: before } as const;
      return { next: write(scale, `${what} goes back from ${during} to ${before}, as it was found.`), left };
    }
  }
  return { left };
}
