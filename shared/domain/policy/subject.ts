import type { Cluster } from '../fleet/cluster.ts';
import type { NodeImage } from '../fleet/node-image.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { EntryFound } from '../retirement/find-entry.ts';
import type { Instant } from '../time.ts';
import type { RuleId, Verdict } from './finding.ts';
import type { PolicyFacts } from './policy-facts.ts';

/** What a rule about a pool looks at. */
export interface PoolSubject {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  /** The pool's image, read once for all rules. */
  readonly image: NodeImage;
  /** Newest image of the pool's class; absent when it could not be asked. */
  readonly latest?: NodeImage;
  /** The retirement calendar's entry for the pool; absent when it has none. */
  readonly found?: EntryFound;
}

/** What a rule about a cluster looks at. */
export interface ClusterSubject {
  readonly cluster: Cluster;
  readonly pools: readonly NodePool[];
}

export interface PoolRule {
  readonly id: RuleId;
  readonly scope: 'pool';
  judge(subject: PoolSubject, facts: PolicyFacts, now: Instant): Verdict;
}

export interface ClusterRule {
  readonly id: RuleId;
  readonly scope: 'cluster';
  judge(subject: ClusterSubject, facts: PolicyFacts, now: Instant): Verdict;
}

export const PASS: Verdict = { kind: 'pass' };

export function unknown(...missing: string[]): Verdict {
  return { kind: 'unknown', missing };
}

/** The verdict of every image rule on an image that could not be read. */
export function unreadable(subject: PoolSubject): Verdict {
  const { image } = subject;
  if (image.kind === 'unknown' && image.name !== '')
    return unknown(`an image version that can be read: ${image.reason}`);
  return unknown('the image version');
}
