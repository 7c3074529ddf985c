import type { Viability } from '../migration/viability.ts';
import type { Instant } from '../time.ts';

/** What the evaluator knows of the migration that it watches. */
export interface Watched {
  readonly migrationId: string;
  readonly clusterId: string;
  readonly clusterName: string;
  /** Names of source and target, or of the one pool. */
  readonly pools: readonly string[];
  readonly direction: 'forward' | 'back' | 'aside';
  readonly status: 'waiting' | 'running' | 'paused' | 'completed' | 'rolled-back' | 'aborted';
  readonly step: string;
  /** Nothing was written before this (where it is not known exactly, it is earlier); absent: nothing was written yet. */
  readonly firstWriteAt?: Instant;
  /** It was paused by the evaluator, not by a person. */
  readonly pausedByUs: boolean;
  /** It has ended without going through its own watch: when it ended, and until when it is watched all the same. */
  readonly afterwards?: { readonly endedAt: Instant; readonly until: Instant };
  readonly viability: Viability;
  /** Who owns what, by `refKey`, as far as it is known. */
  readonly owners?: ReadonlyMap<string, string>;
  /** What was done just before, newest first, one sentence each. */
  readonly lately: readonly { readonly at: Instant; readonly what: string }[];
}
