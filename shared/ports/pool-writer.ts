import type { WriteAnswer } from './write-answer.ts';

/** Changes node pools through ARM. Every call may be repeated. */
export interface PoolWriter {
  /** `If-None-Match: *`: a pool of that name that is there already is not touched. */
  create(poolId: string, body: Readonly<Record<string, unknown>>): Promise<WriteAnswer>;
  /** One PUT of the pool as it is now with these properties replaced; fields that we do not know survive. */
  update(poolId: string, properties: Readonly<Record<string, unknown>>, etag: string | undefined): Promise<WriteAnswer>;
  deleteMachines(poolId: string, machines: readonly string[]): Promise<WriteAnswer>;
  /** A pool that is gone is `accepted`. */
  delete(poolId: string, etag: string | undefined): Promise<WriteAnswer>;
}

/** Asks AKS to replace nodes or a control plane by its own means. */
export interface PoolUpgrader {
  upgradeImage(poolId: string): Promise<WriteAnswer>;
  upgradeControlPlane(clusterId: string, version: string): Promise<WriteAnswer>;
  /** Stops what AKS is doing with the pool. Nothing under way is `accepted`. */
  stopOperation(poolId: string): Promise<WriteAnswer>;
  /** AKS's own rollback (preview): the version before only, within seven days, never across OS SKUs. */
  restoreVersion(poolId: string, image: string, kubernetes: string): Promise<WriteAnswer>;
}
