import type { SignOff } from '../domain/sign-off/sign-off.ts';

/** Append-only: a withdrawal is another entry. */
export interface SignOffStore {
  /** `exists`: this one was given already. */
  add(signOff: SignOff): Promise<'added' | 'exists'>;
  /** Oldest first. */
  ofPlan(planHash: string): Promise<readonly SignOff[]>;
}
