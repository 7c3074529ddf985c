import type { KubeNode } from '../cluster/facts.ts';
import type { NodePool } from '../fleet/node-pool.ts';

/**
 * Node pools as the nodes' own labels tell of them, for a cluster that is known by its kubeconfig alone. What the
 * labels do not tell (a failed operation, a pool without nodes) is not there.
 */
export function poolsOfNodes(clusterId: string, nodes: readonly KubeNode[]): readonly NodePool[] {
  const byPool = Map.groupBy(nodes, ({ pool }) => pool ?? '');
  return [...byPool].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => poolOf(clusterId, name, own));
}

function poolOf(clusterId: string, name: string, nodes: readonly KubeNode[]): NodePool {
  const [first] = nodes;
  const label = (key: string) => first?.labels[`kubernetes.azure.com/${key}`];
  const osSku = label('os-sku');
  const image = mostCommon(nodes.flatMap(({ imageVersion }) => imageVersion ?? []));
  const version = first?.kubelet?.replace(/^v/, '');
  return {
    id: `${clusterId}/agentpools/${(name || 'nodes-without-a-pool').toLowerCase()}`,
    clusterId,
    name: name || 'nodes-without-a-pool',
    mode: label('mode') === 'system' ? 'System' : 'User',
    kind: name ? 'unknown' : 'auto-provisioned',
    osType: first?.labels['kubernetes.io/os'] === 'windows' ? 'Windows' : 'Linux',
    ...(osSku !== undefined && { osSku }),
    ...(image !== undefined && { imageVersion: image }),
    ...(version !== undefined && { kubernetesVersion: version }),
    count: nodes.length,
    vmSizes: [...new Set(nodes.flatMap(({ vmSize }) => vmSize ?? []))].toSorted(),
    gpu: nodes.some(({ labels }) => labels['kubernetes.azure.com/accelerator'] !== undefined),
    spot: label('scalesetpriority') === 'spot',
    arm: first?.arch === 'arm64',
    fips: label('fips_enabled') === 'true',
    confidential: label('security-type') === 'ConfidentialVM',
    power: 'running',
  };
}

function mostCommon(values: readonly string[]): string | undefined {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, { length }]) => ({ value, length }));
  return counts.toSorted((a, b) => b.length - a.length || (a.value < b.value ? -1 : 1))[0]?.value;
}
