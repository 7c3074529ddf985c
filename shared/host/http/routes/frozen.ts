import type { Frozen } from '../../../../web/parts/frozen.ts';
import type { Fleet } from '../../../app/fleet.ts';
import { FleetError } from '../../../domain/errors.ts';
import type { Instant } from '../../../domain/time.ts';

/** What a page says of a freeze; `undefined`: there is none. A page is shown also when that cannot be read. */
export async function frozenOf(fleet: Fleet, now: Instant): Promise<Frozen | undefined> {
  try {
    const { freeze } = await fleet.freezeState();
    return freeze && { kind: 'frozen', ...freeze, now };
  } catch (error) {
    if (error instanceof FleetError) return { kind: 'unknown' };
    throw error;
  }
}
