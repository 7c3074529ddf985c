import { FleetError, InputError } from '../domain/errors.ts';
import { fanOut } from './chat/fan-out.ts';
import type { Notify } from './messages.ts';
import { syncOwnFindings } from './own-findings.ts';
import type { Parts } from './parts.ts';

const PREFIX = 'webhook/';

/**
 * Delivers one announcement from the outbox: to every conversation in the chat that hears of it, and to the webhook. Neither
 * waits for the other. What is delivered again because the other one failed is the same to both: the chat's messages have the
 * same ids and are not posted again, and the webhook's receiver tells the announcement's id from news.
 *
 * @throws InputError when the receiver refuses it for good: the message ends as a dead letter, to be
 *   sent again when the receiver is mended, and a finding about ourselves says so
 * @throws UpstreamError when the receiver does not answer: the message comes again
 */
export async function notify(parts: Parts, message: Notify): Promise<void> {
  const failed = await failureOf(() => fanOut(parts, message));
  await deliver(parts, message);
  if (failed) throw failed;
}

async function failureOf(act: () => Promise<void>): Promise<FleetError | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof FleetError) return error;
    throw error;
  }
}

async function deliver(parts: Pick<Parts, 'announcer' | 'ownFindings' | 'clock'>, message: Notify): Promise<void> {
  const answer = await parts.announcer.deliver(message);
  if (answer.kind !== 'refused') return syncOwnFindings(parts, PREFIX, []);
  await syncOwnFindings(parts, PREFIX, [
    {
      id: `${PREFIX}refused`,
      code: 'WEBHOOK_REFUSED',
      what: `The webhook refuses announcements: ${answer.detail}`,
      nextAction: 'Check WEBHOOK_URL and WEBHOOK_SECRET with the receiver, then send the dead letters of notify again.',
    },
  ]);
  throw new InputError('WEBHOOK_REFUSED', `the webhook refused the announcement: ${answer.detail}`, {
    announcementId: message.id,
  });
}
