import type { AlertWord } from '../alert/verdict.ts';
import type { ClusterLook } from '../cluster/facts.ts';
import type { Instant } from '../time.ts';
import type { AzureLook } from './azure-look.ts';
import type { Migration } from './migration.ts';
import type { Remembered } from './remembered.ts';
import type { StepName } from './step-table.ts';
import type { Viability } from './viability.ts';
import type { Write } from './write.ts';

/** What a step is decided on: the record, and the world as it was read for this pass. Lists not in `needs` are absent. */
export interface PassFacts {
  readonly now: Instant;
  readonly migration: Migration;
  readonly azure: AzureLook;
  readonly look: ClusterLook;
  readonly viability: Viability;
  /** Of this migration's alerts; unknown is not healthy. */
  readonly alert: AlertWord;
}

/** What a step must be shown of the cluster's own API; ARM's two reads are always made. */
export type Need =
  | 'nodes'
  /** Pods on the pool's nodes that are being emptied. */
  | 'pods-of-pools'
  | 'pending-pods'
  | 'workloads'
  | 'budgets'
  | 'autoscalers'
  | 'events';

/** One step: pure, decided anew at every pass from what is there. */
export interface StepRule {
  readonly name: StepName;
  needs(migration: Migration): readonly Need[];
  decide(facts: PassFacts): Decision;
}

export type Decision =
  /** To the next step of the route. */
  | { readonly kind: 'done'; readonly because: string; readonly remember?: Partial<Remembered> }
  /** `remember` is saved with the intent, before anything is sent. */
  | {
      readonly kind: 'write';
      readonly write: Write;
      readonly because: string;
      readonly remember?: Partial<Remembered>;
    }
  /** Nothing to do but to look again. */
  | {
      readonly kind: 'wait';
      readonly because: string;
      readonly againSeconds: number;
      readonly remember?: Partial<Remembered>;
    }
  /** A person is needed: pauses, and says what would help. `code` has a page in docs/errors. */
  | { readonly kind: 'stop'; readonly because: string; readonly remedy: string; readonly code: string };
