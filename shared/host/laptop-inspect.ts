import { kubernetesClusterReader } from '../adapters/kubernetes/cluster-reader.ts';
import { readKubeconfig } from '../adapters/kubernetes/kubeconfig.ts';
import { bundledNodeKnowledge } from '../adapters/policy/node-knowledge.ts';
import { fixedPolicy } from '../adapters/policy/policy-source.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { systemPause } from '../adapters/system/pause.ts';
import { inspectPools } from '../app/inspect-pools.ts';
import type { InspectionView } from '../app/inspection-views.ts';
import { inspectionView } from '../app/read/inspection.ts';
import { readSweepConfig } from '../config/read-config.ts';
import { itemsOf } from '../domain/cluster/cluster-index.ts';
import type { Cluster } from '../domain/fleet/cluster.ts';
import { poolsOfNodes } from '../domain/inspection/pools-of-nodes.ts';

export interface KubeconfigToInspect {
  readonly file: string;
  /** The file's own current context when absent. */
  readonly context?: string;
}

/**
 * Inspects one cluster with nothing but a kubeconfig: pools are taken from the nodes' labels, and what only Azure
 * could tell is unknown.
 *
 * @throws InputError KUBECONFIG_UNREADABLE
 * @throws ConfigError with a line for every setting that is wrong
 */
export async function inspectKubeconfig({ file, context }: KubeconfigToInspect): Promise<InspectionView> {
  const { OWNER_KEYS: ownerKeys } = readSweepConfig();
  const access = await readKubeconfig(file, context);
  const reader = kubernetesClusterReader(async () => access, systemClock, systemPause);
  const id = `kubeconfig/${access.context}`.toLowerCase();
  const [facts, known, policy] = await Promise.all([
    reader.read(id),
    bundledNodeKnowledge().load(),
    fixedPolicy().load(),
  ]);
  const nodes = itemsOf(facts.nodes);
  const region = nodes.find((node) => node.region !== undefined)?.region;
  const cluster: Cluster = {
    id,
    name: access.context,
    subscriptionId: '',
    resourceGroup: '',
    region: region ?? '',
    ...(facts.serverVersion !== undefined && { kubernetesVersion: facts.serverVersion.replace(/^v/, '') }),
    power: 'running',
    automatic: false,
    nodeAutoProvisioning: false,
    tags: {},
  };
  const inspection = inspectPools(
    { cluster, pools: poolsOfNodes(id, nodes).map((pool) => ({ pool })), facts, now: systemClock.now() },
    { known, policy, ownerKeys },
  );
  return inspectionView(inspection);
}
