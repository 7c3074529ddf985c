import { dayOf, type Instant } from '../../../../shared/domain/time.ts';
import type { FleetCluster, FleetPool } from '../../model/fleet.ts';
import { type FleetNode, machineGroupName, nodesOf } from '../../model/nodes.ts';
import { guidOf, hexOf } from '../../model/stable-hash.ts';
import type { Condition, Node, Taint } from '../objects.ts';
import { machineOf, reservedCpu, softwareOf } from './machine.ts';

const second = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** The Node objects that the machines of a cluster register, as of `now`. */
export function nodeObjects(cluster: FleetCluster, now: Instant): Node[] {
  if (cluster.power === 'Stopped') return [];
  let number = 0;
  return cluster.pools.flatMap((pool) =>
    nodesOf(cluster, pool, now).map((node, at, all) => {
      const object = nodeObject(cluster, pool, node, number++, now);
      return at < all.length - (pool.notReadyNodes ?? 0) ? object : unready(object);
    }),
  );
}

/** Conditions that the kubelet and the node problem detector report while all is well. */
const WELL: readonly (readonly [type: string, reason: string, message: string])[] = [
  ['FrequentKubeletRestart', 'NoFrequentKubeletRestart', 'kubelet is functioning properly'],
  ['FrequentContainerdRestart', 'NoFrequentContainerdRestart', 'containerd is functioning properly'],
  ['FrequentUnregisterNetDevice', 'NoFrequentUnregisterNetDevice', 'node is functioning properly'],
  ['KernelDeadlock', 'KernelHasNoDeadlock', 'kernel has no deadlock'],
  ['ReadonlyFilesystem', 'FilesystemIsNotReadOnly', 'Filesystem is not read-only'],
  ['FilesystemCorruptionProblem', 'FilesystemIsOK', 'Filesystem is healthy'],
  ['KubeletProblem', 'KubeletIsUp', 'kubelet service is up'],
  ['ContainerRuntimeProblem', 'ContainerRuntimeIsUp', 'container runtime service is up'],
  ['VMEventScheduled', 'NoVMEventScheduled', 'VM has no scheduled event'],
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
];

export function wellConditions(since: string, heartbeat: string): Condition[] {
  const times = { lastHeartbeatTime: heartbeat, lastTransitionTime: since };
  return [
    ...WELL.map(([type, reason, message]) => ({ type, status: 'False', ...times, reason, message })),
    { type: 'Ready', status: 'True', ...times, reason: 'KubeletReady', message: 'kubelet is posting ready status' },
  ];
}

export const POD_LIMIT = 110;

function nodeObject(cluster: FleetCluster, pool: FleetPool, node: FleetNode, number: number, now: Instant): Node {
  const machine = machineOf(node.vmSize);
  const since = second(startOf(node, now));
  const [cidr] = [`10.${244 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`];
  const podCIDR = `${cidr.split('.').slice(0, 2).join('.')}.${number & 255}.0/24`;
  const taints = taintsOf(pool);
  const software = softwareOf(node.image);
  const version = `v${pool.kubernetesVersion ?? cluster.kubernetesVersion}`;
  const group = machineGroupName(cluster, pool);
  const capacity = amounts(machine.cores * 1000, machine.memoryKi, 129_886_128, machine.gpus, false);
  const allocatable = amounts(
    machine.cores * 1000 - reservedCpu(machine.cores),
    Math.round(machine.memoryKi * 0.83),
    119_703_055,
    machine.gpus,
    true,
  );
  return {
    metadata: {
      name: node.name,
      uid: guidOf(`node ${cluster.subscriptionId}/${node.name}/${node.image ?? ''}`),
      resourceVersion: '',
      creationTimestamp: since,
      labels: labelsOf(cluster, pool, node, machine),
      annotations: {
        'csi.volume.kubernetes.io/nodeid': `{"disk.csi.azure.com":"${node.name}","file.csi.azure.com":"${node.name}"}`,
        'node.alpha.kubernetes.io/ttl': '0',
        'volumes.kubernetes.io/controller-managed-attach-detach': 'true',
      },
    },
    spec: {
      podCIDR,
      podCIDRs: [podCIDR],
      providerID: `azure:///subscriptions/${cluster.subscriptionId}/resourceGroups/${resourceGroupOfNodes(cluster).toLowerCase()}/providers/Microsoft.Compute/virtualMachineScaleSets/${group}/virtualMachines/${node.number}`,
      ...(taints.length > 0 && { taints }),
    },
    status: {
      capacity,
      allocatable,
      conditions: wellConditions(since, since),
      addresses: [
        { type: 'InternalIP', address: node.ip },
        { type: 'Hostname', address: node.name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
      nodeInfo: {
        machineID: hexOf(`machine ${node.name}`),
        systemUUID: guidOf(`system ${node.name}`),
        bootID: guidOf(`boot ${node.name} ${node.image ?? ''}`),
        kernelVersion: software.kernel,
        osImage: software.osImage,
        containerRuntimeVersion: software.runtime,
        kubeletVersion: version,
        kubeProxyVersion: '',
        operatingSystem: pool.osType.toLowerCase(),
        architecture: machine.arch,
      },
    },
  };
}

/** A node has been there since its image came out, or for a month. */
function startOf(node: FleetNode, now: Instant): Instant {
  const spread = Number.parseInt(hexOf(node.name).slice(0, 6), 16) % 86_400_000;
  return Date.parse(`${dayOf(now)}T00:00:00Z`) - 30 * 86_400_000 + spread;
}

/** `MC_rg_cluster_region`: the group in which AKS keeps a cluster's machines. */
const resourceGroupOfNodes = (cluster: FleetCluster): string =>
  `MC_${cluster.resourceGroup}_${cluster.name}_${cluster.region}`.slice(0, 80);

function labelsOf(
  cluster: FleetCluster,
  pool: FleetPool,
  node: FleetNode,
  machine: ReturnType<typeof machineOf>,
): Record<string, string> {
  const os = pool.osType.toLowerCase();
  const zone = `${cluster.region}-${node.zone}`;
  return {
    agentpool: pool.name,
    'beta.kubernetes.io/arch': machine.arch,
    'beta.kubernetes.io/instance-type': node.vmSize,
    'beta.kubernetes.io/os': os,
    'failure-domain.beta.kubernetes.io/region': cluster.region,
    'failure-domain.beta.kubernetes.io/zone': zone,
    ...(pool.kind !== 'auto-provisioned' && { 'kubernetes.azure.com/agentpool': pool.name }),
    'kubernetes.azure.com/cluster': resourceGroupOfNodes(cluster).slice(0, 63),
    ...(pool.fips && { 'kubernetes.azure.com/fips_enabled': 'true' }),
    'kubernetes.azure.com/kubelet-serving-ca': 'cluster',
    'kubernetes.azure.com/mode': pool.mode.toLowerCase(),
    ...(node.image !== undefined && {
      'kubernetes.azure.com/node-image-version': node.image.replace(/[^\w.-]/g, '_').slice(0, 63),
    }),
    'kubernetes.azure.com/nodepool-type': pool.kind === 'scale-set' ? 'VirtualMachineScaleSets' : 'VirtualMachines',
    ...(pool.osSku !== undefined && { 'kubernetes.azure.com/os-sku': pool.osSku }),
    'kubernetes.azure.com/role': 'agent',
    ...(pool.spot && { 'kubernetes.azure.com/scalesetpriority': 'spot' }),
    'kubernetes.azure.com/sku-cpu': String(machine.cores),
    'kubernetes.azure.com/sku-memory': String(Math.round(machine.memoryKi / 1009)),
    'kubernetes.azure.com/storageprofile': 'managed',
    'kubernetes.azure.com/storagetier': 'Premium_LRS',
    ...(machine.gpus > 0 && { 'kubernetes.azure.com/accelerator': 'nvidia' }),
    'kubernetes.io/arch': machine.arch,
    'kubernetes.io/hostname': node.name,
    'kubernetes.io/os': os,
    'node.kubernetes.io/instance-type': node.vmSize,
    storageprofile: 'managed',
    storagetier: 'Premium_LRS',
    'topology.disk.csi.azure.com/zone': zone,
    'topology.kubernetes.io/region': cluster.region,
    'topology.kubernetes.io/zone': zone,
    ...pool.labels,
  };
}

function taintsOf(pool: FleetPool): Taint[] {
  const spot = pool.spot ? ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'] : [];
  return [...spot, ...(pool.taints ?? [])].map(parseTaint);
}

/** `key=value:Effect` or `key:Effect`. */
export function parseTaint(text: string): Taint {
  const {
    key = text,
    value,
    effect = 'NoSchedule',
  } = /^(?<key>[^=:]+)(?:=(?<value>[^:]*))?(?::(?<effect>\w+))?$/.exec(text)?.groups ?? {};
  return { key, ...(value !== undefined && value !== '' && { value }), effect };
}

function amounts(
  cpu: number,
  memoryKi: number,
  storageKi: number,
  gpus: number,
  allocatable: boolean,
): Record<string, string> {
  return {
    cpu: cpu % 1000 === 0 ? String(cpu / 1000) : `${cpu}m`,
    'ephemeral-storage': allocatable ? String(storageKi * 1000) : `${storageKi}Ki`,
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: `${memoryKi}Ki`,
    ...(gpus > 0 && { 'nvidia.com/gpu': String(gpus) }),
    pods: String(POD_LIMIT),
  };
}

/** The node as its kubelet and the control plane show it when its containers cannot run. */
function unready(node: Node): Node {
  const conditions = node.status.conditions.map((one) =>
    one.type === 'Ready'
      ? {
          ...one,
          status: 'False',
          reason: 'KubeletNotReady',
          message:
            'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
        }
      : one,
  );
  const timeAdded = node.metadata.creationTimestamp;
  const own = ['NoSchedule', 'NoExecute'].map((effect) => ({ key: 'node.kubernetes.io/not-ready', effect, timeAdded }));
  return {
    ...node,
    spec: { ...node.spec, taints: [...(node.spec.taints ?? []), ...own] },
    status: { ...node.status, conditions },
  };
}
