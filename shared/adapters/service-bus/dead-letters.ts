import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';
import type { DeadLetter, DeadLetters } from '../../ports/dead-letters.ts';
import { serviceBusError } from './client.ts';

const LETTERS_PER_PEEK = 100;

/** More than anyone will read one by one; what is beyond is seen when these are dealt with. */
const MOST_LETTERS = 500;

const BODY_LIMIT = 4096;

/** Peeks: nothing is locked, counted as a delivery or removed. */
export function serviceBusDeadLetters(client: ServiceBusClient): DeadLetters {
  return {
    async peek(queue) {
      const receiver = client.createReceiver(queue, { subQueueType: 'deadLetter' });
      try {
        const letters: ServiceBusReceivedMessage[] = [];
        while (letters.length < MOST_LETTERS) {
          const next = letters.at(-1)?.sequenceNumber?.add(1);
          const page = await receiver.peekMessages(LETTERS_PER_PEEK, next ? { fromSequenceNumber: next } : {});
          letters.push(...page);
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
