import { guidOf } from '../../model/stable-hash.ts';
import type { AutoscalerSpec, BudgetSpec, WorkloadSpec } from '../../model/workload-schema.ts';
import type { KubeObject, OwnerReference, PodTemplate, Workload } from '../objects.ts';
import { templateHash, templateOf } from './template.ts';

/** A workload of a fleet file as objects: the workload itself, its ReplicaSet where it has one, its budgets. */
export interface WorkloadObjects {
  readonly spec: WorkloadSpec;
  readonly template: PodTemplate;
  /** Plural name and object, owners first. Empty for bare pods. */
  readonly objects: readonly (readonly [plural: string, object: KubeObject])[];
  /** Who owns the pods; absent for bare ones. */
  readonly owner?: OwnerReference;
}

export interface Birth {
  /** Makes the ids of a cluster differ from those of others. */
  readonly clusterId: string;
  readonly at: string;
}

export function objectsOf(spec: WorkloadSpec, birth: Birth): WorkloadObjects {
  const template = templateOf(spec);
  const beside = [
    ...(spec.budgets ?? []).map((budget) => ['poddisruptionbudgets', budgetOf(spec, budget, birth)] as const),
    ...(spec.autoscaler ? [['horizontalpodautoscalers', autoscalerOf(spec, spec.autoscaler, birth)] as const] : []),
  ];
  if (spec.kind === 'Pod') return { spec, template, objects: beside };
  const object = workloadOf(spec, template, birth);
  const own: (readonly [string, KubeObject])[] = [[`${spec.kind.toLowerCase()}s`, object]];
  if (spec.kind !== 'Deployment') {
    return { spec, template: object.spec.template, objects: [...own, ...beside], owner: ownerOf(spec.kind, object) };
  }
  const set = replicaSetOf(object, birth.at);
  return {
    spec,
    template: set.spec.template,
    objects: [...own, ['replicasets', set], ...beside],
    owner: ownerOf('ReplicaSet', set),
  };
}

export const ownerOf = (kind: string, { metadata }: KubeObject): OwnerReference => ({
  apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
  kind,
  name: metadata.name,
  uid: metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
});

function meta(
  { kind, namespace, name, labels, annotations }: WorkloadSpec,
  { clusterId, at }: Birth,
  more: Record<string, string> = {},
) {
  const noted = { ...more, ...annotations };
  return {
    name,
    namespace,
    uid: guidOf(`${clusterId} ${kind} ${namespace}/${name}`),
    resourceVersion: '',
    generation: 1,
    creationTimestamp: at,
    labels: { app: name, ...labels },
    ...(Object.keys(noted).length > 0 && { annotations: noted }),
  };
}

function workloadOf(spec: WorkloadSpec, template: PodTemplate, birth: Birth): Workload {
  const selector = { matchLabels: { app: spec.name } };
  switch (spec.kind) {
    case 'DaemonSet':
      return {
        metadata: meta(spec, birth, { 'deprecated.daemonset.template.generation': '1' }),
        spec: {
          selector,
          template,
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%', maxSurge: 0 } },
          revisionHistoryLimit: 10,
        },
        status: {},
      };
    case 'StatefulSet':
      return {
        metadata: meta(spec, birth),
        spec: {
          replicas: spec.replicas,
          selector,
          template,
          ...(spec.volume !== undefined && { volumeClaimTemplates: [claimTemplate(spec)] }),
          serviceName: spec.name,
          podManagementPolicy: 'OrderedReady',
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
          revisionHistoryLimit: 10,
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        },
        status: {},
      };
    case 'Job': {
      const metadata = meta(spec, birth);
      const labels = {
        ...metadata.labels,
        'batch.kubernetes.io/controller-uid': metadata.uid,
        'batch.kubernetes.io/job-name': spec.name,
        'controller-uid': metadata.uid,
        'job-name': spec.name,
      };
      return {
        metadata: { ...metadata, labels },
        spec: {
          parallelism: spec.replicas,
          completions: spec.replicas,
          backoffLimit: 6,
          selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': metadata.uid } },
          manualSelector: false,
          template: {
            ...template,
            metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...labels } },
          },
          completionMode: 'NonIndexed',
          suspend: false,
          podReplacementPolicy: 'TerminatingOrFailed',
        },
        status: {},
      };
    }
    default:
      return {
        metadata: meta(spec, birth, { 'deployment.kubernetes.io/revision': '1' }),
        spec: {
          replicas: spec.replicas,
          selector,
          template,
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
        },
        status: {},
      };
  }
}

const claimTemplate = ({ volume }: WorkloadSpec) => ({
  kind: 'PersistentVolumeClaim',
  apiVersion: 'v1',
  metadata: { name: 'data' },
  spec: {
    accessModes: [volume === 'file' ? 'ReadWriteMany' : 'ReadWriteOnce'],
    resources: { requests: { storage: '32Gi' } },
    storageClassName: STORAGE_CLASSES[volume ?? 'disk'],
    volumeMode: 'Filesystem',
  },
  status: { phase: 'Pending' },
});

export const STORAGE_CLASSES = { disk: 'managed-csi', file: 'azurefile-csi', local: 'local-nvme' } as const;

/** The ReplicaSet of a Deployment for its present template. */
export function replicaSetOf(deployment: Workload, at: string, revision = '1'): Workload {
  const { template, replicas = 1, selector } = deployment.spec;
  const hash = templateHash(template);
  const label = { 'pod-template-hash': hash };
  const { name, namespace, uid } = deployment.metadata;
  const strategy = deployment.spec.strategy as { rollingUpdate?: { maxSurge?: number | string } } | undefined;
  return {
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace !== undefined && { namespace }),
      uid: guidOf(`${uid} ${hash}`),
      resourceVersion: '',
      generation: 1,
      creationTimestamp: at,
      labels: { ...template.metadata?.labels, ...label },
      annotations: {
        'deployment.kubernetes.io/desired-replicas': String(replicas),
        'deployment.kubernetes.io/max-replicas': String(
          replicas + scaled(strategy?.rollingUpdate?.maxSurge ?? '25%', replicas, 'up'),
        ),
        'deployment.kubernetes.io/revision': revision,
      },
      ownerReferences: [ownerOf('Deployment', deployment)],
    },
    spec: {
      replicas,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, ...label } },
      template: { ...template, metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...label } } },
    },
    status: { replicas: 0 },
  };
}

/** A number, or a percentage of a whole that is rounded up or down. */
export function scaled(amount: number | string, whole: number, round: 'up' | 'down'): number {
  if (typeof amount === 'number') return amount;
  const part = (Number.parseInt(amount, 10) * whole) / 100;
  return amount.endsWith('%') ? (round === 'up' ? Math.ceil(part) : Math.floor(part)) : Number(amount);
}

function budgetOf(spec: WorkloadSpec, budget: BudgetSpec, { clusterId, at }: Birth): KubeObject {
  const name = budget.name ?? spec.name;
  return {
    metadata: {
      name,
      namespace: spec.namespace,
      uid: guidOf(`${clusterId} budget ${spec.namespace}/${name}`),
      resourceVersion: '',
      generation: 1,
      creationTimestamp: at,
      ...(spec.labels && { labels: spec.labels }),
    },
    spec: {
      ...(budget.minAvailable !== undefined && { minAvailable: budget.minAvailable }),
      selector: { matchLabels: { app: spec.name } },
      ...(budget.maxUnavailable !== undefined && { maxUnavailable: budget.maxUnavailable }),
      ...(budget.unhealthyPods !== undefined && { unhealthyPodEvictionPolicy: budget.unhealthyPods }),
    },
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  };
}

function autoscalerOf(
  { kind, namespace, name, replicas }: WorkloadSpec,
  { min, max }: AutoscalerSpec,
  { clusterId, at }: Birth,
): KubeObject {
  return {
    metadata: {
      name,
      namespace,
      uid: guidOf(`${clusterId} autoscaler ${namespace}/${name}`),
      resourceVersion: '',
      creationTimestamp: at,
    },
    spec: {
      scaleTargetRef: { kind, name, apiVersion: 'apps/v1' },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
      ],
    },
    status: { currentReplicas: replicas, desiredReplicas: replicas },
  };
}
