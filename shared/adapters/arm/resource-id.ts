import { BugError } from '../../domain/errors.ts';

/** The parts of a cluster's or a pool's ARM id, in lower case. */
export interface ClusterPath {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly cluster: string;
  /** Empty for the id of a cluster. */
  readonly pool: string;
}

const PATH =
  /^\/subscriptions\/(?<subscriptionId>[^/]+)\/resourcegroups\/(?<resourceGroup>[^/]+)\/providers\/microsoft\.containerservice\/managedclusters\/(?<cluster>[^/]+)(?:\/agentpools\/(?<pool>[^/]+))?$/;

/** `undefined` when it is not the id of a cluster or a pool. Letter case does not matter to ARM. */
export function parseClusterPath(id: string): ClusterPath | undefined {
  const parts = PATH.exec(id.toLowerCase())?.groups;
  if (!parts) return undefined;
  const { subscriptionId = '', resourceGroup = '', cluster = '', pool = '' } = parts;
  return { subscriptionId, resourceGroup, cluster, pool };
}

/** @throws BugError when it is neither: ids come from Azure and were checked when they were read. */
export function clusterPath(id: string): ClusterPath {
  const path = parseClusterPath(id);
  if (!path) throw new BugError('NOT_A_CLUSTER_ID', 'This is not the ARM id of a cluster or a pool.', { id });
  return path;
}
