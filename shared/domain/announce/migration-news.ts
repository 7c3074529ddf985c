import type { Instant } from '../time.ts';

/**
 * - `ended`: the work is done and its watch begins, or it was rolled back or aborted.
 * - `all-clear`: the watch of 24 hours is over, and nothing was seen broken in it.
 * - `not-clear`: the watch is over, and that cannot be said: `notes` say why.
 */
export const MIGRATION_NEWS = ['started', 'progress', 'ended', 'all-clear', 'not-clear'] as const;

/** What people are told of one migration that writes, each once. Names come from outside. */
export interface MigrationNews {
  readonly what: (typeof MIGRATION_NEWS)[number];
  readonly migrationId: string;
  readonly plan: { readonly id: string; readonly hash: string };
  readonly clusterId: string;
  readonly cluster: string;
  /** Absent: the control plane. */
  readonly pool?: string;
  readonly environment: string;
  readonly region: string;
  readonly timeZone: string;
  readonly status: string;
  readonly step: string;
  /** One sentence: what it is about. */
  readonly title: string;
  /** One sentence each: what was done, what is left, what to look at. */
  readonly notes: readonly string[];
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  /** It was to be said earlier, and nobody was to be woken. */
  readonly late: boolean;
}
