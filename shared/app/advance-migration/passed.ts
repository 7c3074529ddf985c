import type { Held } from './record.ts';

/** How a pass ended. */
export type Passed =
  | { readonly kind: 'passed'; readonly held: Held }
  /** Somebody else changed the record before anything was sent. `unsentAt` names the intent that certainly was not. */
  | { readonly kind: 'conflict'; readonly unsentAt?: number };
