import type { Cluster } from '../fleet/cluster.ts';
import { parseNodeImage } from '../fleet/node-image.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { PoolReading, UnknownRule } from '../fleet/reading.ts';
import { entryOfPool } from '../retirement/find-entry.ts';
import type { Instant } from '../time.ts';
import { type Exemption, markExempted } from './exemption.ts';
import type { Finding, RuleId, Verdict } from './finding.ts';
import type { PolicyFacts } from './policy-facts.ts';
import { CLUSTER_RULES, POOL_RULES } from './rules/index.ts';
import { compareFindings } from './severity.ts';
import type { PoolSubject } from './subject.ts';

export interface ClusterToJudge {
  readonly cluster: Cluster;
  readonly pools: readonly { readonly pool: NodePool; readonly latestImage?: string }[];
}

export interface Judgement {
  /** Worst first. Exempted ones are among them, marked. */
  readonly findings: readonly Finding[];
  /** The pools as they were given, each with the rules that could not be judged for it. */
  readonly pools: readonly PoolReading[];
  /** Rules about the whole cluster that could not be judged. */
  readonly unknowns: readonly UnknownRule[];
}

/**
 * Judges one cluster and its pools by every rule.
 *
 * @param previous findings of the reading before: what was there already keeps the time it was first found
 */
export function evaluate(
  { cluster, pools }: ClusterToJudge,
  facts: PolicyFacts,
  exemptions: readonly Exemption[],
  now: Instant,
  previous: readonly Finding[] = [],
): Judgement {
  const found: Finding[] = [];
  const since = new Map(previous.map((finding) => [finding.id, finding.since]));

  const judge = (ruleId: RuleId, verdict: Verdict, unknowns: UnknownRule[], poolId?: string) => {
    if (verdict.kind === 'unknown') unknowns.push({ ruleId, missing: verdict.missing });
    if (verdict.kind !== 'violates') return;
    const { severity, facts: broken, why, deadline, nextAction } = verdict;
    const id = findingId(poolId ?? cluster.id, ruleId);
    found.push({
      id,
      ruleId,
      severity,
      clusterId: cluster.id,
      ...(poolId ? { poolId } : {}),
      facts: broken,
      why,
      ...(deadline ? { deadline } : {}),
      nextAction,
      since: since.get(id) ?? now,
    });
  };

  const unknowns: UnknownRule[] = [];
  const clusterSubject = { cluster, pools: pools.map(({ pool }) => pool) };
  for (const rule of CLUSTER_RULES) judge(rule.id, rule.judge(clusterSubject, facts, now), unknowns);

  const read = pools.map(({ pool, latestImage }) => {
    const ofPool: UnknownRule[] = [];
    const subject = poolSubject(cluster, pool, latestImage, facts);
    for (const rule of POOL_RULES) judge(rule.id, rule.judge(subject, facts, now), ofPool, pool.id);
    return { pool, ...(latestImage === undefined ? {} : { latestImage }), unknowns: ofPool };
  });

  return { findings: markExempted(found.toSorted(compareFindings), exemptions, now), pools: read, unknowns };
}

/** What rules see of a pool: its image read once, and its entry in the calendar looked up. */
export function poolSubject(
  cluster: Cluster,
  pool: NodePool,
  latestImage: string | undefined,
  { calendar }: PolicyFacts,
): PoolSubject {
  const image = parseNodeImage(pool.imageVersion);
  const found = entryOfPool(calendar, pool, image);
  return {
    cluster,
    pool,
    image,
    ...(latestImage === undefined ? {} : { latest: parseNodeImage(latestImage) }),
    ...(found ? { found } : {}),
  };
}

/** The same finding keeps its id from sweep to sweep. */
export function findingId(subjectId: string, ruleId: RuleId): string {
  return `${subjectId}|${ruleId}`;
}
