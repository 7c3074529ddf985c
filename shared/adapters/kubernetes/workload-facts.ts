import type { Workload } from '../../domain/cluster/facts.ts';
import { leaningOf } from './leaning.ts';
import { controllerOf, nodeAffinityOf, tolerationsOf } from './pod-facts.ts';
import type { RawWorkload } from './raw.ts';
import { annotationsOf, labelsOf, selectorOf } from './selector-facts.ts';
import type { Share } from './share.ts';

/** One workload of this kind, cut down. `undefined` for what a Deployment keeps only to go back to. */
export function workloadOf(kind: string, raw: RawWorkload, shared: Share): Workload | undefined {
  const { metadata, spec = {}, status = {} } = raw;
  const owner = controllerOf(metadata);
  if (kind === 'ReplicaSet' && owner && spec.replicas === 0) return undefined;
  const template = (kind === 'CronJob' ? spec.jobTemplate?.spec?.template : spec.template) ?? {};
  const podSpec = template.spec ?? {};
  const counts = countsOf(kind, spec, (name) => wholeNumber(status[name]));
  return {
    kind,
    namespace: shared.text(metadata.namespace ?? ''),
    name: metadata.name ?? '',
    ...(owner && { owner: shared.value(owner) }),
    labels: shared.value(labelsOf(metadata)),
    annotations: shared.value(annotationsOf(metadata)),
    selector: shared.value(selectorOf(spec.selector)),
    ...counts,
    leaning: shared.value(leaningOf(podSpec, template.metadata)),
    nodeSelector: shared.value(podSpec.nodeSelector ?? {}),
    nodeAffinity: shared.value(nodeAffinityOf(podSpec)),
    tolerations: shared.value(tolerationsOf(podSpec)),
  };
}

type Counts = Pick<Workload, 'replicas' | 'ready' | 'unavailable'>;

function countsOf(kind: string, spec: NonNullable<RawWorkload['spec']>, status: (name: string) => number): Counts {
  switch (kind) {
    case 'DaemonSet':
      return {
        replicas: status('desiredNumberScheduled'),
        ready: status('numberReady'),
        unavailable: status('numberUnavailable'),
      };
    case 'CronJob':
      return { replicas: 0, ready: 0, unavailable: 0 };
    case 'Job': {
      const wanted = spec.suspend ? 0 : status('active');
      return { replicas: wanted, ready: status('ready'), unavailable: Math.max(0, wanted - status('ready')) };
    }
    default: {
      const replicas = spec.replicas ?? 1;
      const ready = status('readyReplicas');
      return { replicas, ready, unavailable: Math.max(0, replicas - status('availableReplicas')) };
    }
  }
}

function wholeNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
