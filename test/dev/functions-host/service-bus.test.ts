import { EventEmitter } from 'node:events';
import { ServiceBusClient, type ServiceBusReceiver } from '@azure/service-bus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmulatorEvent } from '../../../dev/service-bus/events.ts';
import { type ServiceBusEmulator, startServiceBus } from '../../../dev/service-bus/start.ts';
import { type FixtureHost, startFixtureHost } from './fixture-host.ts';

let bus: ServiceBusEmulator;
let client: ServiceBusClient;
let answers: ServiceBusReceiver;
let host: FixtureHost;
const events = new EventEmitter();

/** Resolves when this next happens to a queue. */
const nextEvent = (kind: EmulatorEvent['kind'], queue: string) =>
  new Promise<void>((resolve) => {
    const listen = (event: EmulatorEvent) => {
      if (event.kind !== kind || !('queue' in event) || event.queue !== queue) return;
      events.off('event', listen);
      resolve();
    };
    events.on('event', listen);
  });

beforeAll(async () => {
  bus = await startServiceBus({
    onEvent: (event) => events.emit('event', event),
    queues: [{ name: 'work', maxDeliveryCount: 3 }, { name: 'sessions', requiresSession: true }, { name: 'answers' }],
  });
  client = new ServiceBusClient(bus.connectionString);
  answers = client.createReceiver('answers', { receiveMode: 'receiveAndDelete' });
  host = await startFixtureHost({ settings: { Bus: bus.connectionString, FIXTURE_QUEUE: 'work' } });
});
afterAll(async () => {
  await host?.end();
  await client?.close();
  await bus?.close();
});

async function receive(receiver: ServiceBusReceiver, count: number): Promise<unknown[]> {
  const found: unknown[] = [];
  while (found.length < count) {
    const more = await receiver.receiveMessages(count - found.length, { maxWaitTimeInMs: 10_000 });
    if (more.length === 0) throw new Error(`only ${found.length} of ${count} messages came`);
    found.push(...more.map(({ body }) => body as unknown));
  }
  return found;
}

test('a message is handed over as the platform does, and what the function returns goes to its output queue', async () => {
  await client.createSender('work').sendMessages({
    messageId: '42',
    body: { text: 'hällo' },
    applicationProperties: { SweepId: 's1' },
  });
  expect(await receive(answers, 1)).toEqual([
    { message: { text: 'hällo' }, deliveryCount: 1, messageId: 42, applicationProperties: { sweepId: 's1' } },
  ]);
});

test('a refused message is tried again up to the limit, goes to the dead-letter queue, and does not hold up others', async () => {
  const sender = client.createSender('work');
  await sender.sendMessages([
    { body: { fail: true }, messageId: 'poison' },
    { body: 'fine', messageId: 'fine' },
  ]);
  expect(await receive(answers, 1)).toMatchObject([{ message: 'fine' }]);

  const deadLetters = client.createReceiver('work', { subQueueType: 'deadLetter', receiveMode: 'receiveAndDelete' });
  const [letter] = await deadLetters.receiveMessages(1, { maxWaitTimeInMs: 10_000 });
  expect([letter?.messageId, letter?.deadLetterReason]).toEqual(['poison', 'MaxDeliveryCountExceeded']);
  await host.printed(/refused delivery 3/);
  expect(host.output().match(/refused delivery \d/g)).toEqual([
    'refused delivery 1',
    'refused delivery 2',
    'refused delivery 3',
  ]);
});

test('many messages at once with different outcomes: none is lost and none is done twice', async () => {
  const sender = client.createSender('work');
  const good = Array.from({ length: 20 }, (_, index) => ({ body: { index }, messageId: `good${index}` }));
  const bad = Array.from({ length: 20 }, (_, index) => ({ body: { fail: true }, messageId: `bad${index}` }));
  await sender.sendMessages(good.flatMap((message, index) => [message, bad[index] ?? message]));

  const handled = (await receive(answers, 20)) as { message: { index: number } }[];
  expect(handled.map(({ message }) => message.index).toSorted((a, b) => a - b)).toEqual(
    good.map(({ body }) => body.index),
  );
  const deadLetters = client.createReceiver('work', { subQueueType: 'deadLetter', receiveMode: 'receiveAndDelete' });
  expect(await receive(deadLetters, 20)).toHaveLength(20);
});

test('messages of a session are handled in order and one at a time, sessions side by side', async () => {
  const sender = client.createSender('sessions');
  const steps = [1, 2, 3].flatMap((step) =>
    ['A', 'B', 'C'].map((session) => ({ body: `${session}${step}`, sessionId: session })),
  );
  await sender.sendMessages(steps);
  const handled = (await receive(answers, 9)) as { session: string; message: string; overlaps: boolean }[];
  for (const session of ['A', 'B', 'C']) {
    expect(handled.filter((entry) => entry.session === session)).toEqual(
      [1, 2, 3].map((step) => ({ session, message: `${session}${step}`, overlaps: false })),
    );
  }
});

test('a queue function runs by hand with the text it is given', async () => {
  const body = JSON.stringify({ input: '{"by":"hand"}' });
  const answer = await fetch(`${host.url}/admin/functions/plain`, { method: 'POST', body });
  expect(answer.status).toBe(202);
  expect(await receive(answers, 1)).toEqual([{ message: { by: 'hand' } }]);
});

test('after the connection broke, messages are handled again', async () => {
  const idle = nextEvent('message-completed', 'work');
  await client.createSender('work').sendMessages({ body: 'before' });
  await Promise.all([idle, receive(answers, 1)]);

  const attached = nextEvent('receiver-attached', 'work');
  bus.cutConnections();
  await attached;
  client = new ServiceBusClient(bus.connectionString);
  answers = client.createReceiver('answers', { receiveMode: 'receiveAndDelete' });
  await client.createSender('work').sendMessages({ body: 'after' });
  expect(await receive(answers, 1)).toMatchObject([{ message: 'after' }]);
});

test('SIGTERM ends the host in order: every message is settled, appTerminate ran, the exit code is 0', async () => {
  expect(await host.end()).toBe(0);
  expect(host.output()).toContain('fixture: appTerminate');
  expect(bus.queues.all().map(({ queue, active }) => ({ queue, active }))).toEqual([
    { queue: 'work', active: 0 },
    { queue: 'sessions', active: 0 },
    { queue: 'answers', active: 0 },
  ]);
});
