import type { Person } from '../../domain/sign-off/sign-off.ts';
import type { Page } from '../../ports/on-call.ts';
import type { Parts } from '../parts.ts';
import type { OnCallTestView } from './alert-views.ts';
import type { AlertParts } from './parts.ts';

/**
 * Sends a page that is marked as a test to every configured channel, not only to the first that takes it: the ones behind it
 * are needed on the day the first is away. The incident stays open there: whoever is on call closes it, which proves the rest of the way.
 */
export async function testOnCall(
  { onCall, clock, ids }: Pick<AlertParts, 'onCall'> & Pick<Parts, 'clock' | 'ids'>,
  by: Person,
): Promise<OnCallTestView> {
  const at = clock.now();
  const id = ids.next('on-call-test');
  const page: Page = {
    kind: 'trigger',
    key: id,
    id,
    at,
    severity: 'info',
    summary: `TEST: Image Steward tries the way to whoever is on call. Nothing is wrong; close this. Sent by ${by.name}.`,
    source: 'image-steward',
    facts: { test: 'yes', 'sent by': by.name },
  };
  const channels = await Promise.all(
    onCall.map(async (channel) => {
      const answer = await channel.tell(page);
      return { name: channel.name, kind: answer.kind, ...(answer.kind !== 'told' && { why: answer.why }) };
    }),
  );
  return { at: new Date(at).toISOString(), id, channels };
}
