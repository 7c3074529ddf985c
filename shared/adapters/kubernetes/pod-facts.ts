import type { Owner, Pod, Toleration } from '../../domain/cluster/facts.ts';
import { selects } from '../../domain/cluster/labels.ts';
import { leaningOf } from './leaning.ts';
import { bytes, millicores } from './quantity.ts';
import type { RawContainer, RawMap, RawMeta, RawPod, RawPodSpec } from './raw.ts';
import { labelsOf, selectorOf, termsOf } from './selector-facts.ts';
import type { Share } from './share.ts';

/** Kubernetes' own default for `terminationGracePeriodSeconds`. */
const USUAL_GRACE_SECONDS = 30;

/** One pod, cut down. What pods of one workload have in common is shared. */
export function podOf({ metadata, spec = {}, status }: RawPod, shared: Share): Pod {
  const owner = controllerOf(metadata);
  const asked = effectiveRequests(spec);
  const since = terminatingSince(metadata);
  return {
    namespace: shared.text(metadata.namespace ?? ''),
    name: metadata.name ?? '',
    ...(spec.nodeName && { node: shared.text(spec.nodeName) }),
    labels: shared.value(labelsOf(metadata)),
    ...(owner && { owner: shared.value(owner) }),
    phase: shared.text(status?.phase ?? 'Unknown'),
    ready: status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false,
    ...(since !== undefined && { terminatingSince: since }),
    graceSeconds: metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? USUAL_GRACE_SECONDS,
    finalizers: shared.value(metadata.finalizers ?? []),
    mirror: metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined,
    restarts: (status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0),
    cpu: asked.cpu,
    memory: asked.memory,
    ...(spec.priorityClassName && { priorityClass: shared.text(spec.priorityClassName) }),
    nodeSelector: shared.value(spec.nodeSelector ?? {}),
    nodeAffinity: shared.value(nodeAffinityOf(spec)),
    antiAffinityTopologies: shared.value(antiAffinityOf(metadata, spec)),
    tolerations: shared.value(tolerationsOf(spec)),
    claims: shared.value(claimsOf(metadata, spec)),
    leaning: shared.value(leaningOf(spec, metadata)),
  };
}

/** What would recreate it. A static pod belongs to its node, which is no controller. */
export function controllerOf({ ownerReferences }: RawMeta): Owner | undefined {
  const found = ownerReferences?.find(({ controller, kind }) => controller === true && kind !== 'Node');
  return found && { kind: found.kind, name: found.name };
}

/** The server writes when the grace period ends; asking for the deletion was that much earlier. */
function terminatingSince({ deletionTimestamp, deletionGracePeriodSeconds = 0 }: RawMeta): number | undefined {
  if (deletionTimestamp === undefined) return undefined;
  const ends = Date.parse(deletionTimestamp);
  return Number.isNaN(ends) ? undefined : ends - deletionGracePeriodSeconds * 1000;
}

export function nodeAffinityOf({ affinity }: RawPodSpec) {
  return termsOf(affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms);
}

/** Rules that keep pods of the same labels apart; a rule without a selector is about no pod. */
function antiAffinityOf(meta: RawMeta, { affinity }: RawPodSpec): readonly string[] {
  const rules = affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const own = rules.filter(({ labelSelector }) => labelSelector && selects(selectorOf(labelSelector), labelsOf(meta)));
  return [...new Set(own.map(({ topologyKey }) => topologyKey))].toSorted();
}

export function tolerationsOf({ tolerations }: RawPodSpec): readonly Toleration[] {
  return (tolerations ?? []).map(({ key, operator = 'Equal', value, effect }) => ({
    ...(key && { key }),
    operator,
    ...(value && { value }),
    ...(effect && { effect }),
  }));
}

/** A generic ephemeral volume's claim is named after the pod and the volume. */
function claimsOf({ name }: RawMeta, { volumes }: RawPodSpec): readonly string[] {
  return (volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim) return [volume.persistentVolumeClaim.claimName];
    return volume.ephemeral ? [`${name}-${volume.name}`] : [];
  });
}

interface Requests {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * What the scheduler counts: all containers together, or a single init container with the sidecars before it if
 * that is more; plus the runtime class's overhead. A sidecar is an init container that is always restarted.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
function effectiveRequests(spec: RawPodSpec): Requests {
  let sidecars: Requests = { cpu: 0, memory: 0 };
  let starting: Requests = { cpu: 0, memory: 0 };
  for (const container of spec.initContainers ?? []) {
    const own = plus(sidecars, requestsOf(container));
    if (container.restartPolicy === 'Always') sidecars = own;
    starting = { cpu: Math.max(starting.cpu, own.cpu), memory: Math.max(starting.memory, own.memory) };
  }
  const running = (spec.containers ?? []).map(requestsOf).reduce(plus, sidecars);
  const most = { cpu: Math.max(running.cpu, starting.cpu), memory: Math.max(running.memory, starting.memory) };
  return spec.overhead ? plus(most, amounts(spec.overhead)) : most;
}

/** A limit without a request is the request. */
function requestsOf({ resources }: RawContainer): Requests {
  return amounts({ ...resources?.limits, ...resources?.requests });
}

function amounts(map: RawMap): Requests {
  return { cpu: millicores(map['cpu']), memory: bytes(map['memory']) };
}

function plus(a: Requests, b: Requests): Requests {
  return { cpu: a.cpu + b.cpu, memory: a.memory + b.memory };
}
