import type { Instant } from '../../domain/time.ts';

/** A moment as views show it: ISO 8601 in UTC. */
export function iso(at: Instant): string {
  return new Date(at).toISOString();
}
