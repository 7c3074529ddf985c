import { afterEach, expect, test } from 'vitest';
import { startServiceBus } from '../../../dev/service-bus/start.ts';
import { connectToServiceBus } from '../../../shared/adapters/service-bus/client.ts';
import { serviceBusDeadLetters } from '../../../shared/adapters/service-bus/dead-letters.ts';
import { serviceBusMessageSender } from '../../../shared/adapters/service-bus/message-sender.ts';
import { realMoment } from '../../../shared/adapters/system/clock.ts';

const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).toReversed()) await close();
});

const QUEUE = {
  name: 'advance-migration',
  requiresSession: true,
  lockDuration: 'PT1M',
  maxDeliveryCount: 1,
  requiresDuplicateDetection: true,
  duplicateDetectionHistoryTimeWindow: 'PT10M',
  defaultMessageTimeToLive: 'P1D',
  deadLetteringOnMessageExpiration: false,
};

async function given() {
  const emulator = await startServiceBus({ queues: [QUEUE] });
  closings.push(() => emulator.close());
  const client = connectToServiceBus({ connectionString: emulator.connectionString });
  closings.push(() => client.close());
  return { emulator, client };
}

const message = (id: string, sessionId: string) => ({ id, body: { id }, sessionId });

test('messages go to their sessions, and stay in order there', async () => {
  const { client } = await given();
  await serviceBusMessageSender(client).send('advance-migration', [
    message('a-1', 'a'),
    message('b-1', 'b'),
    message('a-2', 'a'),
  ]);
  const session = await client.acceptSession('advance-migration', 'a');
  const [first] = await session.receiveMessages(1);
  if (first) await session.completeMessage(first);
  const [second] = await session.receiveMessages(1);
  expect([first?.body, second?.body]).toEqual([{ id: 'a-1' }, { id: 'a-2' }]);
  await session.close();
});

test('a moment of the fleet’s clock becomes the real one: what is an hour away there comes in a minute at sixty-fold speed', async () => {
  const { client, emulator } = await given();
  const fleetAt = Date.parse('2026-11-20T08:00:00Z');
  const realAt = Date.now();
  const sender = serviceBusMessageSender(client, realMoment({ fleetAt, realAt, speed: 60 }));
  await sender.send('advance-migration', [
    { ...message('later', 'a'), notBefore: fleetAt + 3_600_000 },
    { ...message('due', 'a'), notBefore: fleetAt - 1 },
  ]);
  expect(emulator.queues.counts('advance-migration')).toMatchObject({ active: 1, scheduled: 1 });
  const session = await client.acceptSession('advance-migration', 'a');
  const peeked = await session.peekMessages(10);
  const times = new Map(peeked.map(({ messageId, scheduledEnqueueTimeUtc }) => [messageId, scheduledEnqueueTimeUtc]));
  expect(times.get('later')?.getTime()).toBe(realAt + 60_000);
  await session.close();
});

test('dead letters of a queue with sessions are seen', async () => {
  const { client } = await given();
  await serviceBusMessageSender(client).send('advance-migration', [message('a-1', 'a')]);
  const session = await client.acceptSession('advance-migration', 'a');
  const [received] = await session.receiveMessages(1);
  if (received) await session.abandonMessage(received);
  await session.close();
  const letters = await serviceBusDeadLetters(client).peek('advance-migration');
  expect(letters.map(({ messageId }) => messageId)).toEqual(['a-1']);
});
