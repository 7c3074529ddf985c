/** Nodes, pods and the rest of the model as the domain reads them. */
import type {
  DisruptionBudget,
  KubeNode,
  NodeLeaning,
  Pod,
  PodAutoscaler,
  Workload,
} from '../../../shared/domain/cluster/facts.ts';
import { budgetState } from './budgets.ts';
import type { ModelCluster } from './cluster.ts';
import type { ModelBudget, ModelNode, ModelPod, ModelScaler, ModelWorkload } from './model.ts';

const GIB = 2 ** 30;

const LEANING: NodeLeaning = {
  hostNetwork: false,
  hostPid: false,
  privileged: false,
  hostPaths: [],
  emptyDir: false,
  seccompProfiles: [],
  appArmorProfiles: [],
  sysctls: [],
  capabilities: [],
  devices: [],
  images: ['registry.example.com/shop/app:1'],
};

export function shownNode(cluster: ModelCluster, node: ModelNode): KubeNode {
  const ready = cluster.isReady(node);
  return {
    name: node.name,
    pool: node.pool,
    imageVersion: node.image,
    kernel: '6.8.0-1070-azure',
    containerRuntime: 'containerd://2.3.6-1',
    kubelet: `v${node.kubernetes}`,
    os: 'linux',
    arch: 'amd64',
    region: 'westeurope',
    zone: 'westeurope-1',
    vmSize: 'Standard_D4s_v5',
    ready,
    unschedulable: node.unschedulable,
    taints: node.taints,
    labels: {
      'kubernetes.azure.com/agentpool': node.pool,
      agentpool: node.pool,
      'kubernetes.azure.com/node-image-version': node.image,
      'kubernetes.io/hostname': node.name,
      'kubernetes.io/os': 'linux',
      'topology.kubernetes.io/zone': 'westeurope-1',
    },
    marks: node.marks,
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }],
    createdAt: node.createdAt,
    cpu: cluster.settings.nodeCpu,
    memory: 16 * GIB,
    podLimit: cluster.settings.nodePods,
  };
}

export function shownPod(cluster: ModelCluster, pod: ModelPod): Pod {
  const { workload } = pod;
  return {
    namespace: pod.namespace,
    name: pod.name,
    uid: pod.uid,
    createdAt: pod.createdAt,
    ...(pod.node === undefined ? {} : { node: pod.node }),
    labels: { app: workload?.name ?? pod.name },
    ...(workload ? { owner: ownerOf(workload) } : {}),
    phase: pod.node === undefined ? 'Pending' : 'Running',
    ready: cluster.isPodReady(pod),
    ...(pod.terminatingSince === undefined ? {} : { terminatingSince: pod.terminatingSince }),
    graceSeconds: pod.terminatingGrace ?? pod.graceSeconds,
    finalizers: pod.finalizer ? ['example.com/keep'] : [],
    mirror: false,
    restarts: 0,
    cpu: pod.cpu,
    memory: GIB / 8,
    nodeSelector: workload?.nodeSelector ?? {},
    nodeAffinity: [],
    antiAffinityTopologies: [],
    tolerations: workload?.tolerations ?? [],
    claims: [],
    leaning: LEANING,
  };
}

/** A Deployment and the ReplicaSet between it and its pods; else the workload alone. */
export function shownWorkloads(cluster: ModelCluster, workload: ModelWorkload): Workload[] {
  let ready = 0;
  let made = 0;
  for (const pod of cluster.pods.values()) {
    if (pod.workload !== workload || pod.terminatingSince !== undefined) continue;
    made += 1;
    if (cluster.isPodReady(pod)) ready += 1;
  }
  const replicas = workload.kind === 'DaemonSet' ? made : workload.replicas;
  const shown: Workload = {
    kind: workload.kind,
    namespace: workload.namespace,
    name: workload.name,
    labels: {},
    annotations: {},
    selector: { matchLabels: { app: workload.name }, matchExpressions: [] },
    replicas,
    ready,
    unavailable: Math.max(0, replicas - ready),
    leaning: LEANING,
    nodeSelector: workload.nodeSelector,
    nodeAffinity: [],
    tolerations: workload.tolerations,
  };
  if (workload.kind !== 'Deployment') return [shown];
  const { kind, name } = workload;
  return [shown, { ...shown, ...ownerOf(workload), owner: { kind, name } }];
}

export function shownBudget(cluster: ModelCluster, budget: ModelBudget): DisruptionBudget {
  const state = budgetState(cluster, budget);
  return {
    namespace: budget.namespace,
    name: budget.name,
    labels: {},
    annotations: {},
    selector: { matchLabels: { app: budget.app }, matchExpressions: [] },
    ...(budget.minAvailable === undefined ? {} : { minAvailable: budget.minAvailable }),
    ...(budget.maxUnavailable === undefined ? {} : { maxUnavailable: budget.maxUnavailable }),
    disruptionsAllowed: state.allowed,
    currentHealthy: state.healthy,
    desiredHealthy: state.desired,
    expectedPods: state.expected,
    observed: budget.observed,
  };
}

export function shownScaler({ namespace, name, workload, min, max, wish }: ModelScaler): PodAutoscaler {
  return {
    namespace,
    name,
    target: { kind: workload.kind, name: workload.name },
    minReplicas: min,
    maxReplicas: max,
    currentReplicas: workload.replicas,
    desiredReplicas: Math.min(max, Math.max(min, wish)),
  };
}

function ownerOf({ kind, name }: ModelWorkload): { kind: string; name: string } {
  return kind === 'Deployment' ? { kind: 'ReplicaSet', name: `${name}-7d9f` } : { kind, name };
}
