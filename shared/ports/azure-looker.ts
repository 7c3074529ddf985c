import type { AzureLook } from '../domain/migration/azure-look.ts';

/** Reads one cluster and its pools from ARM itself, fresh: no index that lags behind, no cache. */
export interface AzureLooker {
  /** @param about ids of the pools whose `recentlyUsed` is wanted, one call more for each that changed; absent: all */
  look(clusterId: string, about?: readonly string[]): Promise<AzureLook>;
}
