import type { Exemption } from '../domain/policy/exemption.ts';
import type { Instant } from '../domain/time.ts';

export interface ExemptionStore {
  /** All of them, ended ones included. */
  list(): Promise<readonly Exemption[]>;
  /** `exists` when one with this id is there already. */
  add(exemption: Exemption): Promise<'added' | 'exists'>;
  /** Remembers that its end was announced, so that people are told once. */
  endAnnounced(id: string, at: Instant): Promise<'remembered' | 'missing'>;
  remove(id: string): Promise<'removed' | 'missing'>;
}
