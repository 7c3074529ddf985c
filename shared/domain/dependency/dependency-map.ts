import { type ClusterIndex, type FactList, LIST_NAMES } from '../cluster/cluster-index.ts';
import type { Seen } from '../cluster/facts.ts';
import { refKey } from '../cluster/object-ref.ts';
import { type PoolView, viewPool } from '../cluster/pool-view.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { AgentList } from './agent.ts';
import { dependenciesOf } from './collect.ts';
import { type ComplexityReason, DEPENDENCY_KINDS, type Dependency, type DependencyMap } from './dependency.ts';
import { leaningOf } from './lean.ts';

export interface PoolToMap {
  readonly pool: NodePool;
  readonly index: ClusterIndex;
  /** Worked out when it is not given. */
  readonly view?: PoolView;
  readonly agents: AgentList;
}

/** What on the pool leans on its image, and whether that makes the pool simple or complex to move. */
export function mapDependencies({ pool, index, agents, view = viewPool(index, pool) }: PoolToMap): DependencyMap {
  const dependencies = [...view.groups, ...view.daemons]
    .flatMap((group) => dependenciesOf(leaningOf(index, group), agents))
    .toSorted(compareDependencies);
  const reasons: ComplexityReason[] = [
    ...notSeen(index, view),
    ...dependencies.flatMap(({ kind, object, owner, complexBecause }) =>
      complexBecause ? [{ kind, object, ...(owner ? { owner } : {}), why: complexBecause }] : [],
    ),
  ];
  const owners = dependencies.flatMap(({ owner }) => (owner ? [owner] : []));
  return {
    poolId: pool.id,
    classification: reasons.length === 0 ? 'simple' : 'complex',
    reasons,
    dependencies,
    owners: [...new Set(owners)].toSorted(),
    readAt: index.facts.readAt,
  };
}

/** What was not seen may lean on anything, so the pool is not called simple. */
function notSeen({ facts }: ClusterIndex, view: PoolView): ComplexityReason[] {
  const usesClaims = view.movable.some(({ claims }) => claims.length > 0);
  const needed: FactList[] = ['nodes', 'pods', ...(usesClaims ? (['claims', 'volumes'] as const) : [])];
  return needed.flatMap((list): ComplexityReason[] => {
    const seen: Seen<unknown> = facts[list];
    if (seen.kind === 'seen') return [];
    return [
      {
        kind: 'not-seen',
        why: `The ${LIST_NAMES[list]} were not seen (${seen.detail || seen.reason}), so what leans on the image is not known.`,
      },
    ];
  });
}

function compareDependencies(a: Dependency, b: Dependency): number {
  const [first, second] = [refKey(a.object), refKey(b.object)];
  return (
    DEPENDENCY_KINDS.indexOf(a.kind) - DEPENDENCY_KINDS.indexOf(b.kind) ||
    (first < second ? -1 : first > second ? 1 : 0)
  );
}
