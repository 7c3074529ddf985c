/** Puts one rule, or all of them, to one pool or cluster. */
import type { Cluster } from '../../shared/domain/fleet/cluster.ts';
import type { NodePool } from '../../shared/domain/fleet/node-pool.ts';
import { poolSubject } from '../../shared/domain/policy/evaluate.ts';
import type { Verdict } from '../../shared/domain/policy/finding.ts';
import type { PolicyFacts } from '../../shared/domain/policy/policy-facts.ts';
import type { ClusterRule, PoolRule } from '../../shared/domain/policy/subject.ts';
import { at, givenCluster, givenPool, NOW } from './fleet.ts';
import { givenFacts } from './policy.ts';

export interface PoolCase {
  cluster?: Partial<Cluster>;
  pool?: Partial<NodePool>;
  latestImage?: string;
  facts?: Partial<PolicyFacts>;
  /** A day or an instant; by default the time of most tests. */
  on?: string;
}

export function judgePool(rule: PoolRule, { cluster, pool, latestImage, facts, on }: PoolCase): Verdict {
  const ofCluster = givenCluster(cluster);
  const known = givenFacts(facts);
  const subject = poolSubject(ofCluster, givenPool(pool, ofCluster), latestImage, known);
  return rule.judge(subject, known, on ? at(on) : NOW);
}

export interface ClusterCase {
  cluster?: Partial<Cluster>;
  pools?: Partial<NodePool>[];
  facts?: Partial<PolicyFacts>;
  on?: string;
}

export function judgeCluster(rule: ClusterRule, { cluster, pools = [{}], facts, on }: ClusterCase): Verdict {
  const ofCluster = givenCluster(cluster);
  const subject = { cluster: ofCluster, pools: pools.map((pool) => givenPool(pool, ofCluster)) };
  return rule.judge(subject, givenFacts(facts), on ? at(on) : NOW);
}

/** `pass`, `unknown`, or the severity: what a truth table needs of a verdict. */
export function outcome(verdict: Verdict): string {
  return verdict.kind === 'violates' ? verdict.severity : verdict.kind;
}
