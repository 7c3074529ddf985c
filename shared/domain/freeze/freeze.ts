import type { Instant } from '../time.ts';

/** Somebody's word that nothing begins and nothing goes forward anywhere until it is lifted. Ways back are not held by it. */
export interface FleetFreeze {
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}
