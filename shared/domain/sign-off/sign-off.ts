import type { Instant } from '../time.ts';

export const ROLES = ['platform', 'application', 'security', 'compliance'] as const;
export type Role = (typeof ROLES)[number];

/** A named person's yes (or no, or abstention) to one plan hash. */
export interface SignOff {
  readonly id: string;
  readonly planHash: string;
  readonly person: Person;
  readonly role: Role;
  /** `application`: it speaks for workloads of these owners only; absent: for everybody's. */
  readonly owners?: readonly string[];
  /** Who lets them speak in their place; absent: nobody had to. */
  readonly onBehalfOf?: Person;
  readonly kind: 'approve' | 'abstain' | 'refuse' | 'withdraw';
  readonly at: Instant;
  /** It counts until then. */
  readonly expiresAt: Instant;
  /** Required with `abstain`, `refuse` and `withdraw`. */
  readonly reason?: string;
  /** Where it was given: `cli`, `api`, `chat`. */
  readonly via: string;
  /** Of the message in the chat whose button was pressed: one button gives one word. */
  readonly nonce?: string;
}

export interface Person {
  /** Directory id where the platform told it; for the local stack the name as told. */
  readonly id: string;
  readonly name: string;
  readonly tenantId?: string;
}

/** What an environment asks for. */
export interface SignOffRule {
  readonly roles: readonly { readonly role: Role; readonly quorum: number }[];
  /** How long one counts. */
  readonly validDays: number;
}

/** Which sign-offs a plan needs: from its environments' rules, and from what it touches. */
export interface SignOffRequirement extends SignOffRule {
  /** Owners of affected workloads, each of whom needs a yes of `application` that speaks for them; empty: none is known, or nobody asks. */
  readonly owners: readonly string[];
}

/** Whose word is missing. */
export interface AwaitedRole {
  readonly role: Role;
  /** People, at least. */
  readonly missing: number;
  /** Owners of affected workloads whose word is awaited; `application` only. */
  readonly owners: readonly string[];
}

export type SignOffState =
  | {
      readonly kind: 'complete';
      readonly by: readonly SignOff[];
      /** Yeses that nobody asked for, and that count where it takes two people; absent: none. */
      readonly beside?: readonly SignOff[];
    }
  | { readonly kind: 'awaited'; readonly roles: readonly AwaitedRole[]; readonly by: readonly SignOff[] }
  | { readonly kind: 'refused'; readonly by: SignOff };
