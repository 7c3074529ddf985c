import type { KubeNode } from '../../domain/cluster/facts.ts';
import { bytes, millicores, quantity } from './quantity.ts';
import type { RawNode } from './raw.ts';
import { labelsOf } from './selector-facts.ts';
import type { Share } from './share.ts';

const POOL = 'kubernetes.azure.com/agentpool';
const IMAGE = 'kubernetes.azure.com/node-image-version';

/** One node, cut down. */
export function nodeOf({ metadata, spec, status }: RawNode, shared: Share): KubeNode {
  const labels = Object.fromEntries(
    Object.entries(labelsOf(metadata)).map(([key, value]) => [shared.text(key), shared.text(value)]),
  );
  const info = status?.nodeInfo;
  const text = (value: string | undefined) => (value ? shared.text(value) : undefined);
  return withoutMissing({
    name: metadata.name ?? '',
    pool: labels[POOL],
    imageVersion: labels[IMAGE],
    kernel: text(info?.kernelVersion),
    containerRuntime: text(info?.containerRuntimeVersion),
    kubelet: text(info?.kubeletVersion),
    os: text(info?.osImage),
    arch: text(info?.architecture),
    region: labels['topology.kubernetes.io/region'],
    zone: labels['topology.kubernetes.io/zone'],
    vmSize: labels['node.kubernetes.io/instance-type'],
    ready: status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
    unschedulable: spec?.unschedulable === true,
    taints: (spec?.taints ?? []).map(({ key, value, effect }) => ({ key, ...(value && { value }), effect })),
    labels,
    cpu: millicores(status?.allocatable?.['cpu']),
    memory: bytes(status?.allocatable?.['memory']),
    podLimit: quantity(status?.allocatable?.['pods']) ?? 0,
  });
}

/** Leaves out what is not there, as exact optional fields want it. */
function withoutMissing(node: { [K in keyof KubeNode]: KubeNode[K] | undefined }): KubeNode {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined)) as unknown as KubeNode;
}
