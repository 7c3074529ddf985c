import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';
import type { DeadLetter, DeadLetters } from '../../ports/dead-letters.ts';
import { serviceBusError } from './client.ts';

const LETTERS_PER_PEEK = 100;

/** More than anyone will read one by one; what is beyond is seen when these are dealt with. */
const MOST_LETTERS = 500;

const BODY_LIMIT = 4096;

type SequenceNumber = NonNullable<ServiceBusReceivedMessage['sequenceNumber']>;

/**
 * Peeks: nothing is locked, counted as a delivery or removed.
 *
 * The client goes on after the last message it peeked, for as long as it lives: a second look would see no
 * letter. So every look but the first says where to begin.
 */
export function serviceBusDeadLetters(client: ServiceBusClient): DeadLetters {
  /** The library's number type is not exported; the lowest number is made from one that came. */
  let lowest: SequenceNumber | undefined;

  return {
    async peek(queue) {
      const receiver = client.createReceiver(queue, { subQueueType: 'deadLetter' });
      try {
        const letters: ServiceBusReceivedMessage[] = [];
        while (letters.length < MOST_LETTERS) {
          const from = letters.at(-1)?.sequenceNumber?.add(1) ?? lowest;
          const page = await receiver.peekMessages(LETTERS_PER_PEEK, from ? { fromSequenceNumber: from } : {});
          letters.push(...page);
          const one = page[0]?.sequenceNumber;
          lowest ??= one?.sub(one).add(1);
          if (page.length === 0) break;
        }
        return letters.map(letterOf);
      } catch (error) {
        throw serviceBusError(queue, 'looking at the dead letters of', error);
      } finally {
        await receiver.close();
      }
    },
  };
}

/** Service Bus keeps no time of the dead-lettering itself; the time of the message is the nearest it tells. */
function letterOf(message: ServiceBusReceivedMessage): DeadLetter {
  const description = message.deadLetterErrorDescription;
  return {
    messageId: String(message.messageId ?? message.sequenceNumber),
    reason: message.deadLetterReason ?? 'unknown',
    ...(description && { description }),
    deadLetteredAt: message.enqueuedTimeUtc?.getTime() ?? 0,
    body: bodyText(message.body).slice(0, BODY_LIMIT),
  };
}

function bodyText(body: unknown): string {
  if (typeof body === 'string') return body;
  if (Buffer.isBuffer(body)) return body.toString('utf8');
  return JSON.stringify(body) ?? '';
}
