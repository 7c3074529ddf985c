import type { Cluster } from '../fleet/cluster.ts';
import type { NodePool } from '../fleet/node-pool.ts';

/** What a command needs to find a cluster. */
export type ClusterName = Pick<Cluster, 'name' | 'resourceGroup' | 'subscriptionId'>;

/** One word for a POSIX shell: quoted where it must be, so that a name can never become a command. */
export function shellWord(text: string): string {
  // A line break inside quotes would still be pasted as one; names of Azure never have control characters.
  const plain = text.replaceAll(/\p{Cc}/gu, '?');
  return /^[\w./@:+-]+$/.test(plain) && !plain.startsWith('-') ? plain : `'${plain.replaceAll("'", String.raw`'\''`)}'`;
}

/** `az aks update --subscription … --resource-group … --name …` and what follows. */
export function azAks(verb: string, cluster: ClusterName, ...rest: string[]): string {
  return ['az aks', verb, ...ofCluster(cluster), '--name', shellWord(cluster.name), ...rest].join(' ');
}

/** `az aks nodepool upgrade … --cluster-name … --name …` and what follows. */
export function azNodePool(
  verb: string,
  cluster: ClusterName,
  pool: Pick<NodePool, 'name'>,
  ...rest: string[]
): string {
  const names = ['--cluster-name', shellWord(cluster.name), '--name', shellWord(pool.name)];
  return ['az aks nodepool', verb, ...ofCluster(cluster), ...names, ...rest].join(' ');
}

/** The same for `get-upgrades` and `operation-abort`, which call the pool `--nodepool-name` in every version of az. */
export function azNodePoolNamed(
  verb: string,
  cluster: ClusterName,
  pool: Pick<NodePool, 'name'>,
  ...rest: string[]
): string {
  const names = ['--cluster-name', shellWord(cluster.name), '--nodepool-name', shellWord(pool.name)];
  return ['az aks nodepool', verb, ...ofCluster(cluster), ...names, ...rest].join(' ');
}

/** `az aks maintenanceconfiguration add … --cluster-name … --name …` and what follows. */
export function azMaintenance(verb: string, cluster: ClusterName, name: string, ...rest: string[]): string {
  const names = ['--cluster-name', shellWord(cluster.name), '--name', shellWord(name)];
  return ['az aks maintenanceconfiguration', verb, ...ofCluster(cluster), ...names, ...rest].join(' ');
}

function ofCluster(cluster: ClusterName): string[] {
  return ['--subscription', shellWord(cluster.subscriptionId), '--resource-group', shellWord(cluster.resourceGroup)];
}
