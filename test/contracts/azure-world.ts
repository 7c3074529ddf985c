import type { PoolState } from '../../shared/domain/migration/azure-look.ts';
import type { AzureLooker } from '../../shared/ports/azure-looker.ts';
import type { PoolUpgrader, PoolWriter } from '../../shared/ports/pool-writer.ts';

/**
 * One running cluster without upgrade channels: pool `system`, and user pool `apps` with two nodes on `oldImage`, no
 * autoscaler, and a property that nobody knows: `previewOfNextYear: { kept: true }`.
 */
export interface AzureWorld {
  readonly looker: AzureLooker;
  readonly writer: PoolWriter;
  readonly upgrader: PoolUpgrader;
  /** In lower case. */
  readonly clusterId: string;
  readonly oldImage: string;
  readonly newImage: string;
  readonly version: string;
  readonly nextVersion: string;
  /** Lets fleet time pass. */
  advance(minutes: number): void;
}

export type GivenAzure = () => Promise<AzureWorld>;

export const poolIn = ({ clusterId }: AzureWorld, name: string): string => `${clusterId}/agentpools/${name}`;

/** A pool as it is now; `undefined`: there is none. */
export async function poolNow(world: AzureWorld, name: string): Promise<PoolState | undefined> {
  const look = await world.looker.look(world.clusterId);
  if (look.kind !== 'seen') throw new Error(`the cluster is ${look.kind}`);
  return look.pools.find((pool) => pool.name === name);
}

/** A body for a target like `apps`, as a migration makes it. */
export async function bodyLikeApps(world: AzureWorld): Promise<Record<string, unknown>> {
  const { properties } = (await poolNow(world, 'apps')) as PoolState;
  const { vmSize, osType, osSKU, mode, type, previewOfNextYear } = properties;
  return {
    properties: {
      vmSize,
      osType,
      osSKU,
      mode,
      type,
      previewOfNextYear,
      count: 2,
      tags: { 'image-steward-migration': 'm-1' },
    },
  };
}
