import type { Person, Role } from '../domain/sign-off/sign-off.ts';

/** What a person may speak as. */
export type RolesHeld =
  | {
      readonly kind: 'seen';
      readonly roles: readonly HeldRole[];
      /** May give commands, answer recommendations, exempt and freeze. */
      readonly operator: boolean;
    }
  /** It cannot be seen now, so nothing is taken from them. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface HeldRole {
  readonly role: Role;
  /** `application`: only for workloads of these owners; absent: for everybody's. */
  readonly owners?: readonly string[];
  /** Who lets them speak in their place. */
  readonly onBehalfOf?: Person;
}
