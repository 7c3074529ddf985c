import type { Instant } from '../time.ts';

export const ROLES = ['platform', 'application', 'security', 'compliance'] as const;
export type Role = (typeof ROLES)[number];

/** A named person's yes (or no, or abstention) to one plan hash. */
export interface SignOff {
  readonly id: string;
  readonly planHash: string;
  readonly person: Person;
  readonly role: Role;
  readonly kind: 'approve' | 'abstain' | 'refuse' | 'withdraw';
  readonly at: Instant;
  /** It counts until then. */
  readonly expiresAt: Instant;
  /** Required with `abstain`, `refuse` and `withdraw`. */
  readonly reason?: string;
  /** Where it was given: `cli`, `api`, `chat`. */
  readonly via: string;
}

export interface Person {
  /** Directory id where the platform told it; for the local stack the name as told. */
  readonly id: string;
  readonly name: string;
  readonly tenantId?: string;
}

/** Which sign-offs a plan needs: from its environments' rules. */
export interface SignOffRequirement {
  readonly roles: readonly { readonly role: Role; readonly quorum: number }[];
  /** How long one counts. */
  readonly validDays: number;
}

export type SignOffState =
  | { readonly kind: 'complete'; readonly by: readonly SignOff[] }
  | {
      readonly kind: 'awaited';
      readonly roles: readonly { readonly role: Role; readonly missing: number }[];
      readonly by: readonly SignOff[];
    }
  | { readonly kind: 'refused'; readonly by: SignOff };
