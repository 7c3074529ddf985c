import type { HeldRole } from '../domain/sign-off/held-role.ts';

export type { HeldRole } from '../domain/sign-off/held-role.ts';

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
