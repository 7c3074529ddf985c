import { once } from 'node:events';
import { connect } from 'node:net';
import { ServiceBusClient } from '@azure/service-bus';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startServiceBus } from '../../../dev/service-bus/start.ts';
import { givenServiceBus, receiveNothing, receiveOne } from './support.ts';

const queue = { name: 'q', lockDuration: 'PT30S' };
const sessionQueue = { name: 's', requiresSession: true, lockDuration: 'PT30S' };
const options = { maxAutoLockRenewalDurationInMs: 0 };

describe('a connection that breaks', () => {
  test('the lock of an unsettled message stays until it expires, then the message comes again', async () => {
    const { client, clock, cutConnections } = await givenServiceBus(queue);
    await client.createSender('q').sendMessages({ body: 1 });
    await receiveOne(client.createReceiver('q'));
    await cutConnections();
    const other = client.createReceiver('q');
    expect(await receiveNothing(other)).toEqual([]);

    clock.advance(30_000);

    expect(await receiveOne(other)).toMatchObject({ body: 1, deliveryCount: 1 });
  });

  test('a message received before is settled after, over a new connection', async () => {
    const { client, emulator, cutConnections } = await givenServiceBus(queue);
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    await cutConnections();

    await receiver.completeMessage(message);

    expect(emulator.queues.counts('q').active).toBe(0);
  });

  test('senders and receivers go on over a new connection', async () => {
    const { client, cutConnections } = await givenServiceBus(queue);
    const sender = client.createSender('q');
    const receiver = client.createReceiver('q');
    for (const body of [1, 2, 3]) {
      await sender.sendMessages({ body });
      expect((await receiveOne(receiver)).body).toBe(body);
      await cutConnections();
    }
  });

  test('a subscription comes back by itself', async () => {
    const { client, emulator, next, newClient } = await givenServiceBus(queue);
    const attached = next('receiver-attached');
    const got: unknown[] = [];
    client.createReceiver('q').subscribe({
      processMessage: async ({ body }) => void got.push(body),
      processError: async () => {},
    });
    await attached;
    const attachedAgain = next('receiver-attached');
    emulator.cutConnections();
    await attachedAgain;
    const completed = next('message-completed');
    await newClient().createSender('q').sendMessages({ body: 'after' });
    await completed;

    expect(got).toEqual(['after']);
  });

  test('a session stays locked until its lock expires', async () => {
    const { client, clock, cutConnections } = await givenServiceBus(sessionQueue);
    await client.createSender('s').sendMessages({ body: 1, sessionId: 'a' });
    await receiveOne(await client.acceptSession('s', 'a', options));
    await cutConnections();
    await expect(client.acceptSession('s', 'a', options)).rejects.toMatchObject({ code: 'SessionCannotBeLocked' });

    clock.advance(30_000);

    const again = await receiveOne(await client.acceptSession('s', 'a', options));
    expect(again).toMatchObject({ body: 1, deliveryCount: 1 });
  });

  test('a message that arrives while nobody is connected waits', async () => {
    const { client, clock, cutConnections } = await givenServiceBus(queue);
    const receiver = client.createReceiver('q');
    expect(await receiveNothing(receiver)).toEqual([]);
    await client.createSender('q').scheduleMessages({ body: 1 }, new Date(clock.now() + 1000));
    await cutConnections();
    clock.advance(1000);

    expect((await receiveOne(receiver)).body).toBe(1);
  });
});

describe('a receiver that closes', () => {
  test('keeps the locks of what it received, for as long as they last', async () => {
    const { client, clock } = await givenServiceBus(queue);
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    await receiveOne(receiver);
    await receiver.close();
    expect(await receiveNothing(client.createReceiver('q'))).toEqual([]);
    clock.advance(30_000);

    expect((await receiveOne(client.createReceiver('q'))).body).toBe(1);
  });
});

describe('an emulator that stops', () => {
  test('frees its port, and a client goes on with the next one that takes it', async () => {
    const first = await startServiceBus({ queues: [queue] });
    const retryOptions = { maxRetries: 3, retryDelayInMs: 20, timeoutInMs: 5000 };
    const client = new ServiceBusClient(first.connectionString, { retryOptions });
    const sender = client.createSender('q');
    await sender.sendMessages({ body: 1 });
    await first.close();
    const second = await startServiceBus({ queues: [queue], port: first.port });
    onTestFinished(async () => {
      await client.close();
      await second.close();
    });

    // Its first tries may still meet the closed port.
    await vi.waitFor(() => sender.sendMessages({ body: 2, messageId: 'two' }));

    expect(second.queues.counts('q').active).toBe(1);
  });

  test('does not wait for a client that never says a word', async () => {
    const emulator = await startServiceBus({ queues: [queue] });
    const socket = connect(emulator.port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');

    await emulator.close();
    if (!socket.closed) await once(socket, 'close');
  });

  test('closes with clients attached, messages locked and timers pending, and may be closed twice', async () => {
    const emulator = await startServiceBus({ queues: [queue, sessionQueue] });
    const client = new ServiceBusClient(emulator.connectionString);
    onTestFinished(() => client.close());
    await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
    await receiveOne(client.createReceiver('q'));
    await client.acceptSession('s', 'a', options);

    await emulator.close();
    await emulator.close();

    expect(emulator.queues.all().map(({ active }) => active)).toEqual([0, 0]);
  });
});
