import type { PoolStep } from '../plan/migration-plan.ts';
import { POOL_TAG, type PoolState } from './azure-look.ts';
import { targetPoolName } from './target-pool-name.ts';

/** A pool that is to be made, and how it differs from the one that it takes over from. */
export interface TargetPool {
  readonly poolId: string;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** One sentence each. */
  readonly differences: readonly string[];
}

/** What Azure works out itself, and what fixes the image or the state of the source's own machines. */
const LEFT_OUT = new Set([
  'provisioningState',
  'currentOrchestratorVersion',
  'nodeImageVersion',
  'eTag',
  'etag',
  'powerState',
  'status',
  'virtualMachineNodesStatus',
  'recentlyUsedVersions',
  'creationData',
  'enableAutoScaling',
  'minCount',
  'maxCount',
]);

/**
 * The target pool from the source's own properties, word for word but for what must differ. Its autoscaler stays off
 * until the end, and it has as many nodes as the source has now.
 */
export function targetPoolOf(
  source: PoolState,
  { target, source: planned }: PoolStep,
  migrationId: string,
  taken: readonly string[],
): TargetPool {
  const name = targetPoolName(source.name, source.osType, migrationId, taken);
  const kept = Object.entries(source.properties).filter(
    ([field, value]) => !LEFT_OUT.has(field) && value !== null && value !== undefined,
  );
  const { osSku, kubernetes } = target;
  const counted = 'count' in source.properties;
  const properties = {
    ...Object.fromEntries(kept),
    ...(osSku && { osSKU: osSku }),
    ...(kubernetes && { orchestratorVersion: kubernetes }),
    ...(counted && { count: source.scaling.count, enableAutoScaling: false }),
    tags: { ...source.tags, [POOL_TAG]: migrationId },
  };
  return {
    poolId: `${source.id.slice(0, source.id.lastIndexOf('/') + 1)}${name}`,
    name,
    body: { properties, ...(source.sku === undefined ? {} : { sku: source.sku }) },
    differences: differencesOf(source, { target, source: planned }, migrationId, name),
  };
}

function differencesOf(
  source: PoolState,
  { target, source: planned }: Pick<PoolStep, 'target' | 'source'>,
  migrationId: string,
  name: string,
): string[] {
  const { autoscaler } = source.scaling;
  const image = source.imageVersion ?? planned.image ?? 'an image that is not known';
  return [
    `It is called ${name} and not ${source.name}.`,
    ...(target.image ? [`Its nodes run ${target.image} and not ${image}.`] : []),
    ...(target.osSku && target.osSku !== source.osSku
      ? [`Its OS SKU is ${target.osSku} and not ${source.osSku ?? 'what Azure does not tell'}.`]
      : []),
    ...(target.kubernetes && !sameVersion(target.kubernetes, source.kubernetesVersion)
      ? [`It runs Kubernetes ${target.kubernetes} and not ${source.kubernetesVersion ?? 'what Azure does not tell'}.`]
      : []),
    ...(source.properties.creationData ? ['It is not pinned to the snapshot that the source is pinned to.'] : []),
    ...(autoscaler
      ? [
          `Its autoscaler is off until the source is gone; then it goes from ${autoscaler.min} to ${autoscaler.max} nodes like the source's.`,
        ]
      : []),
    `It carries the tag ${POOL_TAG}=${migrationId}.`,
  ];
}

/** `1.34` is the same as any patch of it. */
function sameVersion(wanted: string, found: string | undefined): boolean {
  return found === wanted || (found?.startsWith(`${wanted}.`) ?? false);
}
