import type { Instant } from '../time.ts';
import type { Person, Role } from './sign-off.ts';

/** A person lets another one speak in their place, for a role and a time. It counts only while the first one holds the role. */
export interface Delegation {
  readonly id: string;
  readonly from: Person;
  readonly to: Person;
  readonly role: Role;
  readonly begins: Instant;
  readonly ends: Instant;
  readonly givenAt: Instant;
}
