import type { ArmFacts } from '../domain/cluster/arm-facts.ts';
import { type ClusterIndex, indexCluster, itemsOf } from '../domain/cluster/cluster-index.ts';
import type { ClusterFacts } from '../domain/cluster/facts.ts';
import { truthOfNodes } from '../domain/cluster/node-drift.ts';
import { viewPool } from '../domain/cluster/pool-view.ts';
import { mapDependencies } from '../domain/dependency/dependency-map.ts';
import type { Cluster } from '../domain/fleet/cluster.ts';
import { parseNodeImage } from '../domain/fleet/node-image.ts';
import type { NodePool } from '../domain/fleet/node-pool.ts';
import { drainOutlook } from '../domain/inspection/drain-outlook.ts';
import type { Inspection, PoolInspection } from '../domain/inspection/inspection.ts';
import { stacksOf } from '../domain/inspection/node-stacks.ts';
import { imageReader } from '../domain/plan/read-image.ts';
import { type TargetImages, targetImages } from '../domain/plan/target-images.ts';
import { imageUnknown, LEAVE_OS, osEnds, otherOsOf } from '../domain/plan/target-of-pool.ts';
import type { Finding } from '../domain/policy/finding.ts';
import { judgeReadiness } from '../domain/readiness/judge-pool.ts';
import { inPlaceMove } from '../domain/readiness/move-size.ts';
import type { ReadinessFinding } from '../domain/readiness/readiness.ts';
import type { OtherRun, WindowOutlook } from '../domain/readiness/subject.ts';
import { checkTarget } from '../domain/target/check-target.ts';
import type { TargetQuestion } from '../domain/target/subject.ts';
import { dayOf, type Instant } from '../domain/time.ts';
import type { KnownAboutNodes } from '../ports/node-knowledge.ts';
import type { PolicyInForce } from '../ports/policy-source.ts';

/** One cluster with everything that was read of it. */
export interface ReadCluster {
  readonly cluster: Cluster;
  readonly pools: readonly PoolToInspect[];
  /** Of the last sweep; absent: there was none, and the retirement calendar alone says which OS ends. */
  readonly findings?: readonly Finding[];
  readonly facts: ClusterFacts;
  /** Absent: ARM was not asked. */
  readonly arm?: ArmFacts;
  /** When work on its nodes may next start; absent: nobody worked it out. */
  readonly window?: WindowOutlook | undefined;
  /** Migrations of ours that have the cluster in hand. */
  readonly otherRuns?: readonly OtherRun[];
  /** Seconds that plans count on for a pod to stop; the usual number when absent. */
  readonly graceSeconds?: number;
  readonly now: Instant;
}

export interface PoolToInspect {
  readonly pool: NodePool;
  /** The newest image that Azure offers to it; without it the catalogue's newest counts. */
  readonly latestImage?: string;
}

/** What clusters are judged by. */
export interface InspectedBy {
  readonly known: KnownAboutNodes;
  readonly policy: Pick<PolicyInForce, 'calendar' | 'catalogue' | 'images'>;
  /** Labels and annotations that name an owner, in order of preference; the usual ones when absent. */
  readonly ownerKeys?: readonly string[];
}

/** A person reads no more of one kind than this, and a record holds no more than 1 MiB. */
const MOST_FINDINGS_PER_CHECK = 50;
const MOST_DRIFTING = 50;

/** Judges every pool of a cluster, as of one reading. */
export function inspectPools(read: ReadCluster, by: InspectedBy): Inspection {
  const { cluster, facts, arm } = read;
  const index = indexCluster(facts, by.ownerKeys);
  const targets = targetImages([read], by.policy, imageReader());
  return {
    clusterId: cluster.id,
    name: cluster.name,
    readAt: facts.readAt,
    ...(facts.serverVersion !== undefined && { serverVersion: facts.serverVersion }),
    notSeen: index.notSeen,
    arm: arm ? 'asked' : 'not-asked',
    nodes: itemsOf(facts.nodes).length,
    pods: itemsOf(facts.pods).length,
    pools: read.pools.map((asked) => inspectPool(read, by, { index, targets }, asked)),
  };
}

function inspectPool(
  read: ReadCluster,
  { known, policy }: InspectedBy,
  { index, targets }: { readonly index: ClusterIndex; readonly targets: TargetImages },
  { pool, latestImage }: PoolToInspect,
): PoolInspection {
  const { cluster, arm, window, now, otherRuns, graceSeconds } = read;
  const view = viewPool(index, pool);
  const truths = truthOfNodes(pool, view.nodes, policy.catalogue);
  const drifting = truths.filter(({ drift }) => drift.length > 0);
  const settings = arm?.pools.kind === 'seen' ? arm.pools.items.find(({ poolId }) => poolId === pool.id) : undefined;
  const nodes = index.facts.nodes.kind === 'seen' ? view.nodes.length : (pool.count ?? 0);
  const readiness = judgeReadiness({
    cluster,
    pool,
    index,
    view,
    now,
    ...(arm && { arm }),
    ...(window && { window }),
    ...(otherRuns && { otherRuns }),
    ...(graceSeconds !== undefined && { limits: { graceSeconds } }),
    move: inPlaceMove(settings, nodes),
  });
  const findings = firstOfEach(readiness.findings);
  const dependencies = mapDependencies({ pool, index, view, agents: known.agents });
  const goal = goalOf(read, policy, targets, pool);
  const drain = drainOutlook(index, view);
  const target = checkTarget(
    { cluster, pool, dependencies, ...(latestImage !== undefined && { latestImage }), ...goal },
    { ...policy, stack: known.stack },
    now,
  );
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
    dependencies,
    ...((target.targetImage !== '' || goal.noTarget !== undefined) && { target }),
    ...(drain && { drain }),
  };
}

/** Where a plan moves the pool; empty where it stays in the image's own family. */
function goalOf(
  { cluster, findings, now }: ReadCluster,
  { calendar }: InspectedBy['policy'],
  targets: TargetImages,
  pool: NodePool,
): Pick<TargetQuestion, 'targetImage' | 'kubernetes' | 'noTarget'> {
  const image = parseNodeImage(pool.imageVersion);
  const today = dayOf(now);
  const leaves = findings
    ? findings.some(({ poolId, ruleId, exemption }) => poolId === pool.id && !exemption && LEAVE_OS.includes(ruleId))
    : osEnds(pool, image, calendar, today);
  if (!leaves) return {};
  const other = otherOsOf(pool, image, { calendar, targets, controlPlane: cluster.kubernetesVersion, today });
  if (typeof other === 'string') return { noTarget: other };
  if (!other.image) return { noTarget: imageUnknown(other.os.entry.id) };
  return { targetImage: other.image.name, ...(other.os.needsMinor && { kubernetes: other.os.needsMinor }) };
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
