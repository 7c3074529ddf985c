import type { Instant } from '../time.ts';
import type { AwaitedRole, Role } from './sign-off.ts';

export const SIGN_OFF_NEWS = ['asked', 'reminder', 'void', 'late', 'complete', 'refused'] as const;

/** What people are told of the sign-offs of one plan. Names and reasons come from outside. */
export interface SignOffNews {
  readonly what: (typeof SIGN_OFF_NEWS)[number];
  readonly plan: { readonly id: string; readonly hash: string };
  /** One sentence: what it is about. */
  readonly title: string;
  /** `void`: what changed. `late`: what it is too late for. `refused`: why. One sentence each. */
  readonly why: readonly string[];
  readonly awaited: readonly AwaitedRole[];
  /** Whom it concerns; everybody else need not look. */
  readonly asks: readonly AskedPerson[];
  readonly clusters: readonly { readonly clusterId: string; readonly name: string }[];
  /** When its first window opens; absent: it has none. */
  readonly opens?: Instant;
}

export interface AskedPerson {
  /** Directory id. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly owner?: string;
}
