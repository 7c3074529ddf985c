import type { SignOffState } from '../sign-off/sign-off.ts';
import type { Instant } from '../time.ts';

/** Whether a migration may begin, and may write. Every no carries its reason. */
export interface Admission {
  /** `changed`: the plan is not proposed any more as it was signed, and this migration has not begun. */
  readonly plan: { readonly kind: 'as-signed' } | { readonly kind: 'changed'; readonly why: string };
  readonly signOffs: SignOffState;
  readonly window:
    | { readonly kind: 'open'; readonly closes: Instant }
    | { readonly kind: 'closed'; readonly opens?: Instant; readonly why: string };
  /** Gates of the wave, earlier steps of the same cluster, a freeze. */
  readonly gates: { readonly kind: 'clear' } | { readonly kind: 'shut'; readonly why: string };
  /** Migrations at once, per region and subscription. */
  readonly caps: { readonly kind: 'room' } | { readonly kind: 'full'; readonly why: string };
  /** Writes to ARM, per subscription. */
  readonly writes: { readonly kind: 'room' } | { readonly kind: 'spent'; readonly againSeconds: number };
}
