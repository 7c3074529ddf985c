import type { Instant } from '../time.ts';

/** One file each in `checks/`; the id is the file's name. */
export const CHECK_IDS = [
  'budget-allows-nothing',
  'budgets-overlap',
  'single-replica',
  'bare-pod',
  'local-data',
  'long-grace-period',
  'finalizer',
  'nowhere-to-go',
  'webhook-could-refuse',
  'daemonset-failing',
  'node-not-ready',
  'pods-pending',
  'pod-stuck-terminating',
  'quota-too-small-for-surge',
  'subnet-too-small-for-surge',
  'autoscaler-limit',
  'pool-busy-or-failed',
  'no-maintenance-window',
  'conflicting-actor',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/** `blocked`: a drain today would stop. `unknown`: something that could block was not seen; never called ready. */
export type ReadinessVerdict = 'ready' | 'ready-with-warnings' | 'blocked' | 'unknown';

/** One thing that would block or disturb a drain, or that could not be judged. */
export interface ReadinessFinding {
  readonly check: CheckId;
  readonly level: 'blocks' | 'warns' | 'unknown';
  /** `PodDisruptionBudget shop/cart`: kind, namespace where there is one, name. */
  readonly object: { readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly owner?: string;
  /** One sentence: what is so. */
  readonly what: string;
  /** The numbers behind it, written out: `expected 3, healthy 3, must stay healthy 3: 0 may go`. */
  readonly arithmetic?: string;
  /** What to do, one sentence. */
  readonly remedy: string;
  /** A ready-made fix for `kubectl apply` or `kubectl patch`, as YAML. */
  readonly patch?: string;
}

/** How ready one pool is to be drained, as of one reading. */
export interface PoolReadiness {
  readonly poolId: string;
  readonly verdict: ReadinessVerdict;
  readonly findings: readonly ReadinessFinding[];
  readonly readAt: Instant;
}
