import type { Instant } from '../domain/time.ts';

/** One way to whoever is on call: PagerDuty, an Opsgenie-like API, a signed webhook, an Azure Monitor action group. */
export interface OnCallChannel {
  /** As in `ON_CALL_CHANNELS`, for findings and evidence. */
  readonly name: string;
  /** Safe to repeat: the same `key` is one incident there. */
  tell(page: Page): Promise<PageAnswer>;
}

export interface Page {
  readonly kind: 'trigger' | 'acknowledge' | 'resolve';
  /** One incident: the recommendation's id. */
  readonly key: string;
  /** Tells this telling from the one before: an idempotency key. */
  readonly id: string;
  readonly at: Instant;
  readonly severity: 'critical' | 'error' | 'warning' | 'info';
  /** At most 1,024 characters. */
  readonly summary: string;
  readonly source: string;
  readonly facts: Readonly<Record<string, string | number>>;
  readonly link?: string;
}

export type PageAnswer =
  | { readonly kind: 'told' }
  /** It will never take this one. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Not now: try again, or the next channel. */
  | { readonly kind: 'unreachable'; readonly why: string; readonly againSeconds?: number };
