import type { Instant } from '../../../shared/domain/time.ts';
import type { Change, ChangePlan } from './change.ts';
import type { Obstacle } from './drains.ts';
import type { Wait } from './gates.ts';

/** A change that is not over yet, and how far the move of its nodes has come. */
export interface OpenChange {
  readonly change: Change;
  readonly plan: ChangePlan;
  /** How many nodes have had their turn. */
  readonly turned: number;
  /** The node that cannot be emptied for now, by its place; everything waits for it. */
  readonly held?: {
    readonly at: number;
    readonly since: Instant;
    readonly endsAt: Instant;
    readonly obstacle: Obstacle;
  };
  /** The node that AKS asks monitors about; everything waits for them. */
  readonly checked?: Checked;
  /** It stays where it is: AKS was told to stop, or gave up. */
  readonly stopped?: true;
  /** Why nodes were left behind; the change goes on without them and fails in the end. */
  readonly leftBehind?: Change['outcome'];
}

/** A replaced node that AKS asks monitors about; everything waits for their answers. */
export interface Checked {
  readonly at: number;
  /** When the node had its turn. */
  readonly turnedAt: Instant;
  /** When the whole change would have ended without this. */
  readonly endsAt: Instant;
  readonly waits: readonly Wait[];
}
