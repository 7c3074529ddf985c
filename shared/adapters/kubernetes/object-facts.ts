import type { DisruptionBudget, Namespace, PersistentVolume, VolumeClaim } from '../../domain/cluster/facts.ts';
import type { RawBudget, RawClaim, RawNamed, RawVolume } from './raw.ts';
import { annotationsOf, labelsOf, selectorOf, termsOf } from './selector-facts.ts';
import type { Share } from './share.ts';

export function budgetOf({ metadata, spec = {}, status = {} }: RawBudget): DisruptionBudget {
  const written = (value: string | number | undefined) => (value === undefined ? undefined : String(value));
  const minAvailable = written(spec.minAvailable);
  const maxUnavailable = written(spec.maxUnavailable);
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    labels: labelsOf(metadata),
    annotations: annotationsOf(metadata),
    ...(spec.selector && { selector: selectorOf(spec.selector) }),
    ...(minAvailable !== undefined && { minAvailable }),
    ...(maxUnavailable !== undefined && { maxUnavailable }),
    ...(spec.unhealthyPodEvictionPolicy && { unhealthyPodEvictionPolicy: spec.unhealthyPodEvictionPolicy }),
    disruptionsAllowed: status.disruptionsAllowed ?? 0,
    currentHealthy: status.currentHealthy ?? 0,
    desiredHealthy: status.desiredHealthy ?? 0,
    expectedPods: status.expectedPods ?? 0,
    observed: status.observedGeneration !== undefined && status.observedGeneration >= (metadata.generation ?? 0),
  };
}

export function namespaceOf({ metadata, status }: RawNamed): Namespace {
  return {
    name: metadata.name ?? '',
    labels: labelsOf(metadata),
    annotations: annotationsOf(metadata),
    terminating: status?.phase === 'Terminating' || metadata.deletionTimestamp !== undefined,
  };
}

export function volumeOf({ metadata, spec = {} }: RawVolume, shared: Share): PersistentVolume {
  const { namespace, name } = spec.claimRef ?? {};
  return {
    name: metadata.name ?? '',
    ...(namespace && name && { claim: { namespace: shared.text(namespace), name } }),
    ...(spec.csi?.driver && { driver: shared.text(spec.csi.driver) }),
    local: spec.local !== undefined || spec.hostPath !== undefined,
    nodeAffinity: shared.value(termsOf(spec.nodeAffinity?.required?.nodeSelectorTerms)),
  };
}

export function claimOf({ metadata, spec = {} }: RawClaim, shared: Share): VolumeClaim {
  return {
    namespace: shared.text(metadata.namespace ?? ''),
    name: metadata.name ?? '',
    ...(spec.volumeName && { volume: spec.volumeName }),
    ...(spec.storageClassName && { storageClass: shared.text(spec.storageClassName) }),
    accessModes: shared.value(spec.accessModes ?? []),
  };
}
