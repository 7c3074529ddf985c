import { exemptionDaysLeft, exemptionState } from '../domain/policy/exemption.ts';
import type { Notify } from './messages.ts';
import type { Parts } from './parts.ts';

/**
 * Announces, once each, the exemptions that end within two weeks. A day on which this did not run is
 * made up for by the next. The message goes out before it is remembered: a crash between the two sends
 * it again under the same id.
 */
export async function reviewExemptions(parts: Pick<Parts, 'exemptions' | 'sender' | 'ids' | 'clock'>): Promise<void> {
  const now = parts.clock.now();
  for (const exemption of await parts.exemptions.list()) {
    if (exemption.endAnnouncedAt !== undefined || exemptionState(exemption, now) !== 'ending') continue;
    const daysLeft = exemptionDaysLeft(exemption, now);
    const id = parts.ids.of('exemption-ending', `${exemption.id} ${exemption.until}`);
    const message: Notify = { kind: 'exemption-ending', id, at: now, exemption, daysLeft };
    await parts.sender.send('notify', [{ id, body: message }]);
    await parts.exemptions.endAnnounced(exemption.id, now);
  }
}
