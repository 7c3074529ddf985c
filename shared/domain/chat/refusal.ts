import type { Instant } from '../time.ts';

/** Why a word given in the chat was not taken. */
export const REFUSAL_KINDS = [
  'wrong-person',
  'wrong-tenant',
  'no-directory-id',
  'replay',
  'expired',
  'changed-plan',
  'forged',
  'old-card',
] as const;
export type RefusalKind = (typeof REFUSAL_KINDS)[number];

/** A word that was refused, kept for whoever looks into it. Names come from outside. */
export interface Refusal {
  readonly id: string;
  readonly at: Instant;
  readonly kind: RefusalKind;
  /** What was tried, one sentence. */
  readonly what: string;
  /** Why it was not taken, and what would help. */
  readonly why: string;
  readonly person: { readonly id?: string; readonly tenantId?: string; readonly name: string };
  readonly conversationId: string;
  readonly planHash?: string;
  readonly migrationId?: string;
}
