import { type ObjectRef, refKey } from '../../domain/cluster/object-ref.ts';
import type { Migration } from '../../domain/migration/migration.ts';
import type { Parts } from '../parts.ts';

/**
 * Who owns what on a cluster, as its newest inspection and the drain under way have it; keys are `refKey`. What neither has
 * come across is not in it: then nobody is named.
 */
export async function knownOwners(
  { inspections }: Pick<Parts, 'inspections'>,
  { clusterId, drain }: Migration,
): Promise<ReadonlyMap<string, string>> {
  const inspection = await inspections.byCluster(clusterId);
  const owned: readonly { readonly object?: ObjectRef | undefined; readonly owner?: string }[] = [
    ...(inspection?.pools ?? []).flatMap(({ readiness, dependencies }) => [
      ...readiness.findings,
      ...dependencies.dependencies,
    ]),
    ...drain.stuck.map(({ workload, owner }) => ({ object: workload, ...(owner !== undefined && { owner }) })),
  ];
  const known = new Map<string, string>();
  for (const { object, owner } of owned) {
    if (object && owner !== undefined) known.set(refKey(object), owner);
  }
  return known;
}
