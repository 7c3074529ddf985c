import type { ClusterReading, PoolReading, UnknownRule } from '../domain/fleet/reading.ts';
import { evaluate, type Judgement } from '../domain/policy/evaluate.ts';
import { type Exemption, markExempted } from '../domain/policy/exemption.ts';
import type { Finding } from '../domain/policy/finding.ts';
import type { PolicyFacts } from '../domain/policy/policy-facts.ts';
import { compareFindings } from '../domain/policy/severity.ts';
import type { Instant } from '../domain/time.ts';
import type { DetailedCluster } from './read-details.ts';

/** What a reading is judged by and what it belongs to. */
export interface JudgedBy {
  readonly sweep: { readonly id: string };
  readonly readAt: Instant;
  readonly facts: PolicyFacts;
  readonly exemptions: readonly Exemption[];
}

/**
 * One cluster's reading: what was read, and what the rules say of it.
 *
 * A finding whose rule cannot be judged this time stays as it last was. Unknown is never healthy: a
 * call that AKS refused must not be told to people as "gone".
 */
export function judge(by: JudgedBy, item: DetailedCluster, before: ClusterReading | undefined): ClusterReading {
  const { cluster, latestImages } = item;
  const pools = item.pools.map((pool) => {
    const latestImage = latestImages.get(pool.id);
    return { pool, ...(latestImage !== undefined && { latestImage }) };
  });
  const previous = before?.findings ?? [];
  const judged = evaluate({ cluster, pools }, by.facts, by.exemptions, by.readAt, previous);
  const kept = markExempted(notJudgedNow(previous, judged), by.exemptions, by.readAt);
  return {
    cluster,
    pools: judged.pools,
    findings: kept.length > 0 ? [...judged.findings, ...kept].toSorted(compareFindings) : judged.findings,
    ...(judged.unknowns.length > 0 && { unknowns: judged.unknowns }),
    sweepId: by.sweep.id,
    readAt: by.readAt,
  };
}

function notJudgedNow(previous: readonly Finding[], { pools, unknowns }: Judgement): Finding[] {
  if (previous.length === 0) return [];
  const byPool = new Map(pools.map((reading: PoolReading) => [reading.pool.id, reading.unknowns]));
  const has = (rules: readonly UnknownRule[] | undefined, ruleId: string) =>
    rules?.some((rule) => rule.ruleId === ruleId) ?? false;
  return previous.filter(({ poolId, ruleId }) => has(poolId === undefined ? unknowns : byPool.get(poolId), ruleId));
}
