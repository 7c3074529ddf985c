import type { FleetFreeze } from '../domain/freeze/freeze.ts';

/** The one freeze of the fleet, if there is one. What cannot be read throws: then nothing begins. */
export interface FreezeStore {
  find(): Promise<FleetFreeze | undefined>;
  /** `exists`: it is frozen already; that word stands. */
  put(freeze: FleetFreeze): Promise<'frozen' | 'exists'>;
  lift(): Promise<'lifted' | 'missing'>;
}
