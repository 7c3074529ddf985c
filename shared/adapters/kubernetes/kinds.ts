import type {
  AdmissionWebhook,
  ClusterEvent,
  DisruptionBudget,
  KubeNode,
  Namespace,
  PersistentVolume,
  Pod,
  PodAutoscaler,
  VolumeClaim,
  Workload,
} from '../../domain/cluster/facts.ts';
import type { Kind } from './list.ts';
import { autoscalerOf, eventOf, liveNodeOf, livePodOf } from './live-facts.ts';
import { nodeOf } from './node-facts.ts';
import { budgetOf, claimOf, namespaceOf, volumeOf } from './object-facts.ts';
import { podOf } from './pod-facts.ts';
import type { RawAutoscaler, RawEvent, RawMeta, RawNode, RawPod } from './raw.ts';
import { type Share, share } from './share.ts';
import { webhooksOf } from './webhook-facts.ts';
import { workloadOf } from './workload-facts.ts';

type Cut<T, Raw> = (item: Raw, shared: Share) => T;

function kind<T, Raw>(path: string, cut: Cut<T, Raw>): Kind<T> {
  return severalEach(path, (item: Raw, shared) => [cut(item, shared)]);
}

function severalEach<T, Raw>(path: string, cut: Cut<readonly T[], Raw>): Kind<T> {
  return {
    path,
    cutter() {
      const shared = share();
      return (item) => cut(item, shared);
    },
  };
}

function workloads(path: string, name: string): Kind<Workload> {
  return severalEach(path, (item: Parameters<typeof workloadOf>[1], shared) => {
    const workload = workloadOf(name, item, shared);
    return workload ? [workload] : [];
  });
}

function webhooks(path: string, of: AdmissionWebhook['kind']): Kind<AdmissionWebhook> {
  return severalEach(path, (item: Parameters<typeof webhooksOf>[1]) => webhooksOf(of, item));
}

interface Named {
  readonly metadata: RawMeta;
}

/** Every kind that an inspection reads. `docs/kubernetes-reader.yaml` allows exactly these. */
export const KINDS = {
  nodes: kind<KubeNode, Parameters<typeof nodeOf>[0]>('/api/v1/nodes', nodeOf),
  pods: kind<Pod, Parameters<typeof podOf>[0]>('/api/v1/pods', podOf),
  namespaces: kind<Namespace, Named>('/api/v1/namespaces', namespaceOf),
  volumes: kind<PersistentVolume, Named>('/api/v1/persistentvolumes', volumeOf),
  claims: kind<VolumeClaim, Named>('/api/v1/persistentvolumeclaims', claimOf),
  budgets: kind<DisruptionBudget, Named>('/apis/policy/v1/poddisruptionbudgets', budgetOf),
  csiDrivers: kind('/apis/storage.k8s.io/v1/csidrivers', ({ metadata }: Named) => ({ name: metadata.name ?? '' })),
  networkPolicies: kind('/apis/networking.k8s.io/v1/networkpolicies', ({ metadata }: Named) => ({
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
  })),
} as const;

/** Read as one: a Deployment without its ReplicaSets would look like one without pods. */
export const WORKLOADS: Readonly<Record<string, Kind<Workload>>> = {
  Deployments: workloads('/apis/apps/v1/deployments', 'Deployment'),
  ReplicaSets: workloads('/apis/apps/v1/replicasets', 'ReplicaSet'),
  StatefulSets: workloads('/apis/apps/v1/statefulsets', 'StatefulSet'),
  DaemonSets: workloads('/apis/apps/v1/daemonsets', 'DaemonSet'),
  Jobs: workloads('/apis/batch/v1/jobs', 'Job'),
  CronJobs: workloads('/apis/batch/v1/cronjobs', 'CronJob'),
};

export const WEBHOOKS: Readonly<Record<string, Kind<AdmissionWebhook>>> = {
  ValidatingWebhookConfigurations: webhooks(
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    'validating',
  ),
  MutatingWebhookConfigurations: webhooks(
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    'mutating',
  ),
};

/** What a migration looks at, in parts as small as it needs them. */
export const NARROW = {
  /** @param pools none: every node */
  nodesOf(pools: readonly string[]): Kind<KubeNode> {
    const list = kind<KubeNode, RawNode>('/api/v1/nodes', liveNodeOf);
    return pools.length === 0
      ? list
      : { ...list, query: selector('labelSelector', `${POOL_LABEL} in (${pools.join(',')})`) };
  },
  podsOn(node: string): Kind<Pod> {
    return { ...livePods(() => true), query: selector('fieldSelector', `spec.nodeName=${node}`) };
  },
  /** Every pod is read, and those of other nodes are let go at once. */
  podsOnAnyOf(nodes: ReadonlySet<string>): Kind<Pod> {
    return livePods(({ spec }) => nodes.has(spec?.nodeName ?? ''));
  },
  pendingPods: { ...livePods(() => true), query: selector('fieldSelector', 'status.phase=Pending') },
  budgets: KINDS.budgets,
  autoscalers: kind<PodAutoscaler, RawAutoscaler>('/apis/autoscaling/v2/horizontalpodautoscalers', autoscalerOf),
  /** Notes of a drain are about nodes; whatever else went wrong is a warning. */
  events: {
    'events of nodes': events('involvedObject.kind=Node'),
    warnings: events('type=Warning,involvedObject.kind!=Node'),
  },
} as const;

const POOL_LABEL = 'kubernetes.azure.com/agentpool';

function livePods(wanted: (pod: RawPod) => boolean): Kind<Pod> {
  return severalEach('/api/v1/pods', (pod: RawPod, shared) => (wanted(pod) ? [livePodOf(pod, shared)] : []));
}

function events(fields: string): Kind<ClusterEvent> {
  return { ...kind<ClusterEvent, RawEvent>('/api/v1/events', eventOf), query: selector('fieldSelector', fields) };
}

function selector(name: string, text: string): string {
  return `${name}=${encodeURIComponent(text)}`;
}
