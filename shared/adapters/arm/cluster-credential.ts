import { ContainerServiceClient } from '@azure/arm-containerservice';
import type { ArmConnection } from './connection.ts';
import { refusalOf } from './refusal.ts';
import { clusterPath } from './resource-id.ts';

/** A person's or our own way to a cluster's API, as AKS hands it out: it opens no more than RBAC in the cluster allows. */
export type KubeconfigAnswer =
  | { readonly kind: 'given'; readonly kubeconfig: string }
  | {
      readonly kind: 'refused';
      readonly reason: 'forbidden' | 'timed-out' | 'upstream-failed';
      readonly detail: string;
    };

/** The AKS server's application in Entra; the same in every tenant of Azure's public cloud. */
const AKS_SERVER = '6dae42f8-4368-4678-94ff-3960e28e3630';

export interface ClusterCredential {
  kubeconfig(clusterId: string): Promise<KubeconfigAnswer>;
  /** For clusters whose sign-in is Entra's. */
  readonly entraToken: () => Promise<string>;
}

/** Never asks for the admin credential. */
export function armClusterCredential(connection: ArmConnection): ClusterCredential {
  const { endpoint, pipeline, httpClient, credential } = connection;
  return {
    async kubeconfig(clusterId) {
      const { subscriptionId, resourceGroup, cluster } = clusterPath(clusterId);
      try {
        const client = new ContainerServiceClient(credential, subscriptionId, { endpoint, pipeline, httpClient });
        const { kubeconfigs } = await client.managedClusters.listClusterUserCredentials(resourceGroup, cluster, {
          format: 'exec',
          abortSignal: connection.deadline(),
        });
        const value = kubeconfigs?.[0]?.value;
        if (value) return { kind: 'given', kubeconfig: Buffer.from(value).toString('utf8') };
        return { kind: 'refused', reason: 'upstream-failed', detail: 'Azure gave no credential for this cluster.' };
      } catch (error) {
        const { reason, detail } = refusalOf(error, "the user's credential of a cluster");
        return {
          kind: 'refused',
          reason: reason === 'forbidden' || reason === 'timed-out' ? reason : 'upstream-failed',
          detail,
        };
      }
    },
    async entraToken() {
      const token = await credential.getToken(`${AKS_SERVER}/.default`);
      if (!token) throw new Error('no token');
      return token.token;
    },
  };
}
