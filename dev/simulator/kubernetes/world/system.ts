import type { FleetCluster } from '../../model/fleet.ts';
import { guidOf } from '../../model/stable-hash.ts';
import { Workload, type WorkloadSpec } from '../../model/workload-schema.ts';
import type { KubeObject } from '../objects.ts';
import { machineOf } from './machine.ts';
import type { Birth } from './objects-of-workload.ts';

const AKS = { 'kubernetes.azure.com/managedby': 'aks' };
const daemon = (name: string, more: Partial<WorkloadSpec> = {}): WorkloadSpec =>
  Workload.parse({
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name,
    labels: AKS,
    image: `mcr.microsoft.com/oss/kubernetes/${name}:v1.0.0`,
    tolerates: ['*'],
    priorityClass: 'system-node-critical',
    ...more,
  });
const service = (name: string, more: Partial<WorkloadSpec> = {}): WorkloadSpec =>
  Workload.parse({
    namespace: 'kube-system',
    name,
    replicas: 2,
    labels: AKS,
    image: `mcr.microsoft.com/oss/kubernetes/${name}:v1.0.0`,
    cpu: '100m',
    tolerates: ['CriticalAddonsOnly'],
    nodeSelector: { 'kubernetes.azure.com/mode': 'system' },
    priorityClass: 'system-cluster-critical',
    ...more,
  });

/** What AKS itself runs in every cluster. */
export function systemWorkloads(cluster: FleetCluster): WorkloadSpec[] {
  const running = cluster.pools.filter((pool) => pool.power === 'Running');
  const gpus = running.some((pool) => machineOf(pool.vmSize).gpus > 0);
  const windows = running.some((pool) => pool.osType === 'Windows');
  const version = cluster.kubernetesVersion;
  return [
    daemon('kube-proxy', {
      hostNetwork: true,
      privileged: true,
      hostPaths: ['/lib/modules', '/var/log'],
      image: `mcr.microsoft.com/oss/kubernetes/kube-proxy:v${version}`,
    }),
    daemon('azure-cns', {
      hostNetwork: true,
      privileged: true,
      hostPaths: ['/var/run/azure-cns', '/etc/cni/net.d', '/opt/cni/bin'],
      image: 'mcr.microsoft.com/containernetworking/azure-cns:v1.6.13',
    }),
    daemon('azure-ip-masq-agent', {
      hostNetwork: true,
      privileged: true,
      image: 'mcr.microsoft.com/aks/ip-masq-agent-v2:v0.1.15',
    }),
    daemon('cloud-node-manager', {
      hostNetwork: true,
      image: `mcr.microsoft.com/oss/kubernetes/azure-cloud-node-manager:v${version}`,
    }),
    daemon('csi-azuredisk-node', {
      hostNetwork: true,
      privileged: true,
      hostPaths: ['/var/lib/kubelet', '/dev', '/sys/bus/scsi/devices'],
      image: 'mcr.microsoft.com/oss/kubernetes-csi/azuredisk-csi:v1.33.5',
    }),
    daemon('csi-azurefile-node', {
      hostNetwork: true,
      privileged: true,
      hostPaths: ['/var/lib/kubelet', '/dev'],
      image: 'mcr.microsoft.com/oss/kubernetes-csi/azurefile-csi:v1.33.5',
    }),
    ...(windows
      ? [
          daemon('csi-azuredisk-node-win', {
            os: 'windows',
            hostPaths: ['/var/lib/kubelet'],
            image: 'mcr.microsoft.com/oss/kubernetes-csi/azuredisk-csi:v1.33.5-windows-hp',
          }),
        ]
      : []),
    ...(gpus
      ? [
          daemon('nvidia-device-plugin', {
            namespace: 'gpu-resources',
            nodeSelector: { 'kubernetes.azure.com/accelerator': 'nvidia' },
            hostPaths: ['/var/lib/kubelet/device-plugins'],
            image: 'mcr.microsoft.com/oss/v2/nvidia/k8s-device-plugin:v0.17.4',
          }),
        ]
      : []),
    service('coredns', {
      budgets: [{ name: 'coredns-pdb', minAvailable: 1 }],
      image: 'mcr.microsoft.com/oss/v2/kubernetes/coredns:v1.12.1',
      memory: '70Mi',
    }),
    service('konnectivity-agent', {
      budgets: [{ maxUnavailable: 1 }],
      image: 'mcr.microsoft.com/oss/v2/kubernetes/apiserver-network-proxy/agent:v0.31.4',
      cpu: '20m',
    }),
    service('metrics-server', {
      budgets: [{ name: 'metrics-server-pdb', minAvailable: 1 }],
      image: 'mcr.microsoft.com/oss/kubernetes/metrics-server:v0.7.2',
      cpu: '150m',
    }),
  ];
}

/** Objects that every cluster has and that are no workloads, by plural name. */
export function systemObjects(cluster: FleetCluster, { clusterId, at }: Birth): Record<string, KubeObject[]> {
  const meta = (kind: string, name: string, more: object = {}) => ({
    name,
    uid: guidOf(`${clusterId} ${kind} ${name}`),
    resourceVersion: '',
    creationTimestamp: at,
    ...more,
  });
  const driver = (name: string, spec: object): KubeObject => ({
    metadata: meta('csidriver', name, {
      labels: { 'addonmanager.kubernetes.io/mode': 'Reconcile', 'kubernetes.io/cluster-service': 'true' },
      annotations: { csiDriver: 'v1.33.5', snapshot: 'v8.2.0' },
    }),
    spec: { storageCapacity: false, requiresRepublish: false, seLinuxMount: false, ...spec },
  });
  const storageClass = (name: string, provisioner: string, more: object = {}): KubeObject => ({
    metadata: meta('storageclass', name, { labels: { 'kubernetes.io/cluster-service': 'true' } }),
    provisioner,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    ...more,
  });
  const priority = (name: string, value: number): KubeObject => ({
    metadata: meta('priorityclass', name, { generation: 1 }),
    value,
    description: 'Used for system critical pods.',
    preemptionPolicy: 'PreemptLowerPriority',
  });
  const networkPolicies = (cluster.networkPolicies ?? []).map(
    (namespace): KubeObject => ({
      metadata: {
        ...meta('networkpolicy', `${namespace}/default-deny`, { generation: 1 }),
        name: 'default-deny',
        namespace,
      },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    }),
  );
  return {
    csidrivers: [
      driver('disk.csi.azure.com', {
        attachRequired: true,
        podInfoOnMount: false,
        volumeLifecycleModes: ['Persistent'],
        fsGroupPolicy: 'File',
      }),
      driver('file.csi.azure.com', {
        attachRequired: false,
        podInfoOnMount: true,
        volumeLifecycleModes: ['Persistent', 'Ephemeral'],
        fsGroupPolicy: 'ReadWriteOnceWithFSType',
      }),
    ],
    storageclasses: [
      storageClass('managed-csi', 'disk.csi.azure.com', { parameters: { skuname: 'StandardSSD_LRS' } }),
      storageClass('azurefile-csi', 'file.csi.azure.com', {
        parameters: { skuName: 'Standard_LRS' },
        volumeBindingMode: 'Immediate',
      }),
      storageClass('local-nvme', 'kubernetes.io/no-provisioner', { allowVolumeExpansion: false }),
    ],
    priorityclasses: [
      priority('system-cluster-critical', 2_000_000_000),
      priority('system-node-critical', 2_000_001_000),
    ],
    networkpolicies: networkPolicies,
  };
}
