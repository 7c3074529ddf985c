import { isAwake } from '../domain/announce/quiet.ts';
import { exemptionDaysLeft, exemptionState } from '../domain/policy/exemption.ts';
import type { Notify } from './messages.ts';
import type { Parts } from './parts.ts';
import { regionOfScope, zoneOfRegion } from './whose-night.ts';

type Needed = Pick<Parts, 'exemptions' | 'readings' | 'planning' | 'sender' | 'ids' | 'clock'>;

/**
 * Announces, once each, the exemptions that end within two weeks. Where it is night, and where this did not run in time, a later
 * run makes up for it. The message goes out before it is remembered: a crash between the two sends it again under the same id.
 */
export async function reviewExemptions(parts: Needed): Promise<void> {
  const now = parts.clock.now();
  const ending = (await parts.exemptions.list()).filter(
    (exemption) => exemption.endAnnouncedAt === undefined && exemptionState(exemption, now) === 'ending',
  );
  if (ending.length === 0) return;
  const planning = await parts.planning.load();
  for (const exemption of ending) {
    const timeZone = zoneOfRegion(planning, await regionOfScope(parts, exemption.scope));
    if (!isAwake(now, planning.settings.announcements.quiet, timeZone)) continue;
    const daysLeft = exemptionDaysLeft(exemption, now);
    const id = parts.ids.of('exemption-ending', `${exemption.id} ${exemption.until}`);
    const message: Notify = { kind: 'exemption-ending', id, at: now, exemption, daysLeft };
    await parts.sender.send('notify', [{ id, body: message }]);
    await parts.exemptions.endAnnounced(exemption.id, now);
  }
}
