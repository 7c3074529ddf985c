import { FleetError } from '../../domain/errors.ts';
import type { ClusterCredential } from '../arm/cluster-credential.ts';
import type { FindAccess } from './cluster-reader.ts';
import { parseKubeconfig } from './kubeconfig.ts';

/** By the credential that AKS hands out; with an Entra token where the cluster's local accounts are off. */
export function accessThroughArm(credential: ClusterCredential): FindAccess {
  return async (clusterId) => {
    const answer = await credential.kubeconfig(clusterId);
    if (answer.kind === 'refused') return answer;
    try {
      return await parseKubeconfig(answer.kubeconfig, { trust: 'given', entraToken: credential.entraToken });
    } catch (error) {
      if (!(error instanceof FleetError)) throw error;
      return { reason: 'upstream-failed', detail: error.message };
    }
  };
}
