/** Words of people on plans. */
import type { Role, SignOff } from '../../shared/domain/sign-off/sign-off.ts';
import { NOW } from './fleet.ts';

const DAY = 86_400_000;

/** A yes that counts at NOW, under an id that says who said what as what; `more` makes it another word. */
export function givenSignOff(name: string, role: Role, more: Partial<SignOff> = {}): SignOff {
  return {
    id: `${name}-${role}-${more.kind ?? 'approve'}`,
    planHash: 'a'.repeat(64),
    person: { id: name.toLowerCase(), name },
    role,
    kind: 'approve',
    at: NOW - DAY,
    expiresAt: NOW + DAY,
    via: 'cli',
    ...more,
  };
}
