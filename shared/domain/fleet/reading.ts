import type { Finding } from '../policy/finding.ts';
import type { Instant } from '../time.ts';
import type { Cluster } from './cluster.ts';
import type { NodePool } from './node-pool.ts';

/**
 * What one sweep read of one cluster, and what follows from it. Stored whole, so that inventory and
 * findings never contradict each other; a newer `readAt` wins, whatever the order of arrival.
 */
export interface ClusterReading {
  readonly cluster: Cluster;
  readonly pools: readonly PoolReading[];
  readonly findings: readonly Finding[];
  /** Rules about the whole cluster that could not be judged; absent: none. */
  readonly unknowns?: readonly UnknownRule[];
  readonly sweepId: string;
  /** When Azure was asked (not when the answer was stored). */
  readonly readAt: Instant;
}

export interface PoolReading {
  readonly pool: NodePool;
  /** Newest image for the pool's class; absent when it could not be asked: then nothing is said to be behind. */
  readonly latestImage?: string;
  /** Rules that could not be judged, with what was missing. Unknown is never a pass. */
  readonly unknowns: readonly UnknownRule[];
}

/** A rule that could not be judged, and what was missing for it, in words for people. */
export interface UnknownRule {
  readonly ruleId: string;
  readonly missing: readonly string[];
}
