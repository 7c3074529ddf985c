import type { Exemption } from '../domain/policy/exemption.ts';

export interface ExemptionStore {
  /** All of them, ended ones included. */
  list(): Promise<readonly Exemption[]>;
  /** `exists` when one with this id is there already. */
  add(exemption: Exemption): Promise<'added' | 'exists'>;
  remove(id: string): Promise<'removed' | 'missing'>;
}
