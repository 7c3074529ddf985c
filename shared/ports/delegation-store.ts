import type { Delegation } from '../domain/sign-off/delegation.ts';

/** Who speaks for whom, and until when. */
export interface DelegationStore {
  list(): Promise<readonly Delegation[]>;
  /** In place of an earlier one with the same id. */
  save(delegation: Delegation): Promise<void>;
  remove(id: string): Promise<'removed' | 'missing'>;
}
