import { readFileSync } from 'node:fs';
import { tokenOf } from '../kubernetes/access/identity.ts';
import { clusterPath, kubernetesId } from '../kubernetes/face.ts';
import type { FleetCluster } from '../model/fleet.ts';

/**
 * A user's kubeconfig, as base64: the way to the simulated API server of the cluster, or the file that
 * the fleet file names for it.
 *
 * @param ca PEM of the authority of the simulator
 */
export function kubeconfig(cluster: FleetCluster, endpoint: string, ca: string): string {
  if (cluster.kubeconfig !== undefined)
    return Buffer.from(outside(cluster.kubeconfig, cluster.context)).toString('base64');
  const user = `clusterUser_${cluster.resourceGroup}_${cluster.name}`;
  const text = `apiVersion: v1
kind: Config
clusters:
- name: ${cluster.name}
  cluster:
    certificate-authority-data: ${Buffer.from(ca).toString('base64')}
    server: ${endpoint}${clusterPath(cluster)}
contexts:
- name: ${cluster.name}
  context:
    cluster: ${cluster.name}
    user: ${user}
current-context: ${cluster.name}
users:
- name: ${user}
  user:
    token: ${tokenOf(kubernetesId(cluster), 'admin')}
`;
  return Buffer.from(text).toString('base64');
}

/** A kubeconfig file, with another current context where one is wanted. */
function outside(file: string, context: string | undefined): string {
  const text = readFileSync(file, 'utf8');
  if (context === undefined) return text;
  return `${text.replace(/^current-context:.*$/m, '').trimEnd()}\ncurrent-context: ${JSON.stringify(context)}\n`;
}
