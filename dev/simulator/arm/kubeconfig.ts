import type { FleetCluster } from '../model/fleet.ts';
import { hexOf } from '../model/stable-hash.ts';
import { clusterId } from './ids.ts';

/** A user's kubeconfig, as base64. Its server does not answer: the simulator has no Kubernetes face yet. */
export function kubeconfig(cluster: FleetCluster): string {
  const host = `${cluster.name}-dns-${hexOf(clusterId(cluster)).slice(0, 8)}.hcp.${cluster.region}.azmk8s.io`;
  const user = `clusterUser_${cluster.resourceGroup}_${cluster.name}`;
  const text = `apiVersion: v1
kind: Config
clusters:
- name: ${cluster.name}
  cluster:
    server: https://${host}:443
contexts:
- name: ${cluster.name}
  context:
    cluster: ${cluster.name}
    user: ${user}
current-context: ${cluster.name}
users:
- name: ${user}
  user:
    token: not-a-secret
`;
  return Buffer.from(text).toString('base64');
}
