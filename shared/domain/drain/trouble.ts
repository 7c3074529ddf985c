import type { DisruptionBudget, Pod } from '../cluster/facts.ts';
import type { ObjectRef } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';
import type { Remedy, StuckCause } from './stuck.ts';

/** Why one pod does not leave, before it is put into words. */
export interface Trouble {
  readonly pod: Pod;
  readonly cause: StuckCause;
  readonly since: Instant;
  readonly refusals: number;
  /** In the server's own words. */
  readonly told?: string;
  /** Name of the webhook, where it is known. */
  readonly webhook?: string;
  readonly budgets: readonly DisruptionBudget[];
}

export interface DrainContext {
  readonly node: string;
  readonly ownerKeys: readonly string[];
}

/** What one cause says of itself. */
export interface Explanation {
  readonly why: string;
  readonly by?: ObjectRef;
  /** The best first; asking the owner is added where nobody is asked yet. */
  readonly remedies: readonly Remedy[];
}

export interface Words {
  readonly node: string;
  readonly workload?: ObjectRef;
  readonly owner?: string;
}
