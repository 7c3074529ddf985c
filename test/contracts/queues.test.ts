import { afterEach } from 'vitest';
import { type ServiceBusEmulator, startServiceBus } from '../../dev/service-bus/start.ts';
import { memoryQueues } from '../../shared/adapters/memory/queues.ts';
import { connectToServiceBus } from '../../shared/adapters/service-bus/client.ts';
import { serviceBusDeadLetters } from '../../shared/adapters/service-bus/dead-letters.ts';
import { serviceBusMessageSender } from '../../shared/adapters/service-bus/message-sender.ts';
import { messageQueueContract, type QueueUnderTest } from './message-queue.ts';

const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close();
});

const QUEUES = ['sweep-subscription', 'notify'].map((name) => ({
  name,
  requiresSession: false,
  lockDuration: 'PT1M',
  maxDeliveryCount: 2,
  requiresDuplicateDetection: true,
  duplicateDetectionHistoryTimeWindow: 'PT10M',
  defaultMessageTimeToLive: 'P1D',
  deadLetteringOnMessageExpiration: true,
}));

async function onServiceBus(): Promise<QueueUnderTest> {
  const emulator: ServiceBusEmulator = await startServiceBus({ queues: QUEUES });
  closings.push(() => emulator.close());
  const client = connectToServiceBus({ connectionString: emulator.connectionString });
  closings.push(() => client.close());
  return {
    sender: serviceBusMessageSender(client),
    deadLetters: serviceBusDeadLetters(client),
    async takeAll() {
      const receiver = client.createReceiver('notify');
      const taken: { id: string; body: unknown }[] = [];
      while (emulator.queues.counts('notify').active > 0) {
        for (const message of await receiver.receiveMessages(100)) {
          taken.push({ id: String(message.messageId), body: message.body });
          await receiver.completeMessage(message);
        }
      }
      await receiver.close();
      return taken;
    },
    async giveUpAll() {
      const receiver = client.createReceiver('notify');
      while (emulator.queues.counts('notify').active > 0) {
        for (const message of await receiver.receiveMessages(100)) await receiver.abandonMessage(message);
      }
      await receiver.close();
    },
  };
}

async function inMemory(): Promise<QueueUnderTest> {
  const queues = memoryQueues({ now: () => 100 }, 2);
  return {
    sender: queues,
    deadLetters: queues,
    async takeAll() {
      const taken: { id: string; body: unknown }[] = [];
      await queues.drain({ notify: async (body, { messageId }) => taken.push({ id: messageId, body }) });
      return taken;
    },
    async giveUpAll() {
      await queues.drain({ notify: () => Promise.reject(new Error('never')) });
    },
  };
}

messageQueueContract('memory', inMemory);
messageQueueContract('Service Bus', onServiceBus);
