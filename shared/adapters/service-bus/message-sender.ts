import type { ServiceBusClient, ServiceBusMessage, ServiceBusSender } from '@azure/service-bus';
import { FleetError, InputError } from '../../domain/errors.ts';
import type { Instant } from '../../domain/time.ts';
import type { MessageSender, OutgoingMessage, QueueName } from '../../ports/message-sender.ts';
import { serviceBusError } from './client.ts';

/** The queue's own clock is the real one, whatever clock the fleet lives on. */
export type RealMoment = (at: Instant) => Instant;

/**
 * Sends in as few batches as the queue's message size allows. When a later batch fails, earlier ones are on
 * the queue: sent again, they are dropped there by their ids.
 */
export function serviceBusMessageSender(client: ServiceBusClient, realMoment: RealMoment = (at) => at): MessageSender {
  const senders = new Map<QueueName, ServiceBusSender>();

  function senderOf(queue: QueueName): ServiceBusSender {
    const sender = senders.get(queue) ?? client.createSender(queue);
    senders.set(queue, sender);
    return sender;
  }

  return {
    async send(queue, messages) {
      if (messages.length === 0) return;
      try {
        await sendInBatches(senderOf(queue), queue, messages, realMoment);
      } catch (error) {
        if (error instanceof FleetError) throw error;
        throw serviceBusError(queue, 'sending to', error);
      }
    },
  };
}

async function sendInBatches(
  sender: ServiceBusSender,
  queue: QueueName,
  messages: readonly OutgoingMessage[],
  realMoment: RealMoment,
): Promise<void> {
  let batch = await sender.createMessageBatch();
  for (const { id, body, sessionId, notBefore } of messages) {
    const message: ServiceBusMessage = {
      messageId: id,
      body,
      contentType: 'application/json',
      ...(sessionId !== undefined && { sessionId }),
      ...(notBefore !== undefined && { scheduledEnqueueTimeUtc: new Date(realMoment(notBefore)) }),
    };
    if (batch.tryAddMessage(message)) continue;
    if (batch.count > 0) {
      await sender.sendMessages(batch);
      batch = await sender.createMessageBatch();
      if (batch.tryAddMessage(message)) continue;
    }
    throw new InputError('MESSAGE_TOO_LARGE', `A message for the queue ${queue} is larger than the queue takes.`, {
      queue,
      messageId: id,
      limitBytes: batch.maxSizeInBytes,
    });
  }
  if (batch.count > 0) await sender.sendMessages(batch);
}
