import type { ArmFacts } from '../domain/cluster/arm-facts.ts';
import { type ClusterIndex, indexCluster, itemsOf } from '../domain/cluster/cluster-index.ts';
import type { ClusterFacts } from '../domain/cluster/facts.ts';
import { truthOfNodes } from '../domain/cluster/node-drift.ts';
import { viewPool } from '../domain/cluster/pool-view.ts';
import { mapDependencies } from '../domain/dependency/dependency-map.ts';
import type { Cluster } from '../domain/fleet/cluster.ts';
import type { ImageCatalogue } from '../domain/fleet/image-catalogue.ts';
import type { NodePool } from '../domain/fleet/node-pool.ts';
import type { Inspection, PoolInspection } from '../domain/inspection/inspection.ts';
import { stacksOf } from '../domain/inspection/node-stacks.ts';
import { judgeReadiness } from '../domain/readiness/judge-pool.ts';
import { inPlaceMove } from '../domain/readiness/move-size.ts';
import type { ReadinessFinding } from '../domain/readiness/readiness.ts';
import type { Instant } from '../domain/time.ts';
import type { KnownAboutNodes } from '../ports/node-knowledge.ts';

/** One cluster with everything that was read of it. */
export interface ReadCluster {
  readonly cluster: Cluster;
  readonly pools: readonly NodePool[];
  readonly facts: ClusterFacts;
  /** Absent: ARM was not asked. */
  readonly arm?: ArmFacts;
  readonly now: Instant;
}

/** What clusters are judged by. */
export interface InspectedBy {
  readonly known: KnownAboutNodes;
  readonly catalogue: ImageCatalogue;
  /** Labels and annotations that name an owner; the usual ones when absent. */
  readonly ownerKeys?: readonly string[];
}

/** A person reads no more of one kind than this, and a record holds no more than 1 MiB. */
const MOST_FINDINGS_PER_CHECK = 50;
const MOST_DRIFTING = 50;

/** Judges every pool of a cluster, as of one reading. */
export function inspectPools(read: ReadCluster, by: InspectedBy): Inspection {
  const { cluster, facts, arm } = read;
  const index = indexCluster(facts, by.ownerKeys);
  return {
    clusterId: cluster.id,
    name: cluster.name,
    readAt: facts.readAt,
    ...(facts.serverVersion !== undefined && { serverVersion: facts.serverVersion }),
    notSeen: index.notSeen,
    arm: arm ? 'asked' : 'not-asked',
    nodes: itemsOf(facts.nodes).length,
    pods: itemsOf(facts.pods).length,
    pools: read.pools.map((pool) => inspectPool(read, by, index, pool)),
  };
}

function inspectPool(read: ReadCluster, by: InspectedBy, index: ClusterIndex, pool: NodePool): PoolInspection {
  const { cluster, arm, now } = read;
  const view = viewPool(index, pool);
  const truths = truthOfNodes(pool, view.nodes, by.catalogue);
  const drifting = truths.filter(({ drift }) => drift.length > 0);
  const settings = arm?.pools.kind === 'seen' ? arm.pools.items.find(({ poolId }) => poolId === pool.id) : undefined;
  const nodes = index.facts.nodes.kind === 'seen' ? view.nodes.length : (pool.count ?? 0);
  const readiness = judgeReadiness({
    ...{ cluster, pool, index, view, now },
    ...(arm && { arm }),
    move: inPlaceMove(settings, nodes),
  });
  const findings = firstOfEach(readiness.findings);
  return {
    poolId: pool.id,
    name: pool.name,
    mode: pool.mode,
    ...(pool.imageVersion !== undefined && { claimedImage: pool.imageVersion }),
    nodes,
    stacks: stacksOf(truths),
    drift: {
      nodes: drifting.length,
      examples: drifting
        .slice(0, MOST_DRIFTING)
        .map(({ node, drift }) => ({ node, what: drift.map(({ what }) => what) })),
    },
    readiness: { ...readiness, findings },
    findingsLeftOut: readiness.findings.length - findings.length,
    dependencies: mapDependencies({ pool, index, view, agents: by.known.agents }),
  };
}

/** The verdict was reached over all of them; what is left out is counted. */
function firstOfEach(findings: readonly ReadinessFinding[]): readonly ReadinessFinding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ check, level }) => {
    const count = (counts.get(`${check}/${level}`) ?? 0) + 1;
    counts.set(`${check}/${level}`, count);
    return count <= MOST_FINDINGS_PER_CHECK;
  });
}
