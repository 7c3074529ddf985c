import type { AzureLook } from '../domain/migration/azure-look.ts';

/** Reads one cluster and its pools from ARM itself, fresh: no index that lags behind, no cache. */
export interface AzureLooker {
  look(clusterId: string): Promise<AzureLook>;
}
