import { describe, expect, test } from 'vitest';
import { bodies, givenServiceBus, receive, receiveNothing, receiveOne } from './support.ts';

describe('sending and receiving', () => {
  test('a message arrives with its body and all its properties', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q', lockDuration: 'PT1M' });
    await client.createSender('q').sendMessages({
      body: { cluster: 'pay-prod', nodes: [1, 2] },
      messageId: 'm-1',
      correlationId: 'c-1',
      subject: 'sweep',
      contentType: 'application/json',
      replyTo: 'answers',
      to: 'somewhere',
      applicationProperties: { text: 'x', whole: 42, negative: -7, fraction: 1.5, yes: true, none: null as never },
    });

    const message = await receiveOne(client.createReceiver('q'));

    expect({ ...message, _rawAmqpMessage: undefined }).toMatchObject({
      body: { cluster: 'pay-prod', nodes: [1, 2] },
      messageId: 'm-1',
      correlationId: 'c-1',
      subject: 'sweep',
      contentType: 'application/json',
      replyTo: 'answers',
      to: 'somewhere',
      applicationProperties: { text: 'x', whole: 42, negative: -7, fraction: 1.5, yes: true, none: null },
      deliveryCount: 0,
      state: 'active',
      enqueuedTimeUtc: new Date(clock.now()),
      lockedUntilUtc: new Date(clock.now() + 60_000),
      lockToken: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
    expect(message.sequenceNumber?.toNumber()).toBe(1);
  });

  test.each([
    ['text', 'text'],
    ['an empty text', ''],
    ['a number', 3.25],
    ['a list', [1, 'two', null]],
    ['bytes', Buffer.from([0, 255, 1])],
    ['a boolean', false],
  ])('a body that is %s comes out as it went in', async (_, body) => {
    const { client } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages({ body });

    expect((await receiveOne(client.createReceiver('q'))).body).toEqual(body);
  });

  test.each(['value', 'sequence'] as const)('an AMQP body of type %s comes out as it went in', async (bodyType) => {
    const { client } = await givenServiceBus({ name: 'q' });
    const body = bodyType === 'value' ? { text: 'x' } : ['x', 1];
    await client.createSender('q').sendMessages({ body, bodyType });

    const { body: received, _rawAmqpMessage } = await receiveOne(client.createReceiver('q'));

    expect(received).toEqual(body);
    expect(_rawAmqpMessage.bodyType).toBe(bodyType);
  });

  test('a date among the application properties stays the same instant', async () => {
    const { client } = await givenServiceBus({ name: 'q' });
    const when = new Date('2026-11-20T08:00:00Z');
    await client.createSender('q').sendMessages({ body: 1, applicationProperties: { when } });

    const { applicationProperties } = await receiveOne(client.createReceiver('q'));

    expect(new Date(applicationProperties?.when as Date)).toEqual(when);
  });

  test('the messages of a batch arrive one by one and in order', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    const sender = client.createSender('q');
    const batch = await sender.createMessageBatch();
    for (let n = 0; n < 20; n += 1) batch.tryAddMessage({ body: n });
    await sender.sendMessages(batch);

    expect(emulator.queues.counts('q').active).toBe(20);
    expect(bodies(await receive(client.createReceiver('q'), 20))).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test('a message without an id gets one', async () => {
    const { client } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages({ body: 1 });

    expect((await receiveOne(client.createReceiver('q'))).messageId).toMatch(/^\S{36}$/);
  });

  test('a receiver is given no more than it asks for', async () => {
    const { client } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages([1, 2, 3].map((body) => ({ body })));

    expect(bodies(await receive(client.createReceiver('q'), 1))).toEqual([1]);
    expect(bodies(await receive(client.createReceiver('q'), 2))).toEqual([2, 3]);
  });

  test('receive and delete leaves nothing behind', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);

    const receiver = client.createReceiver('q', { receiveMode: 'receiveAndDelete' });

    expect(bodies(await receive(receiver, 2))).toEqual([1, 2]);
    expect(emulator.queues.counts('q')).toEqual({ queue: 'q', active: 0, deferred: 0, scheduled: 0, deadLettered: 0 });
  });

  test('a message goes to one of several receivers only', async () => {
    const { client, next } = await givenServiceBus({ name: 'q' });
    const got: unknown[] = [];
    const enough = Promise.withResolvers<void>();
    for (let n = 0; n < 3; n += 1) {
      const attached = next('receiver-attached');
      client.createReceiver('q').subscribe({
        processMessage: async ({ body }) => {
          got.push(body);
          if (got.length === 30) enough.resolve();
        },
        processError: async ({ error }) => enough.reject(error),
      });
      await attached;
    }
    await client.createSender('q').sendMessages(Array.from({ length: 30 }, (_, body) => ({ body })));
    await enough.promise;

    expect(new Set(got).size).toBe(30);
  });

  test('more messages than one window of the protocol holds all arrive, once each', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    const sender = client.createSender('q');
    const count = 3000;
    for (let at = 0; at < count; at += 500) {
      await sender.sendMessages(Array.from({ length: 500 }, (_, n) => ({ body: at + n })));
    }
    const receiver = client.createReceiver('q');
    const seen = new Set<unknown>();
    while (seen.size < count) {
      const some = await receive(receiver, 100);
      for (const { body } of some) seen.add(body);
      await Promise.all(some.map((message) => receiver.completeMessage(message)));
    }

    expect(emulator.queues.counts('q').active).toBe(0);
  });
});

describe('refusals', () => {
  test('sending to a queue that is not there', async () => {
    const { client } = await givenServiceBus({ name: 'q' });

    await expect(client.createSender('nope').sendMessages({ body: 1 })).rejects.toMatchObject({
      code: 'MessagingEntityNotFound',
      message: expect.stringContaining("'nope' could not be found"),
    });
  });

  test('receiving from and peeking into a queue that is not there', async () => {
    const { client } = await givenServiceBus({ name: 'q' });
    const receiver = client.createReceiver('nope');

    await expect(receiveNothing(receiver)).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
    await expect(receiver.peekMessages(1)).rejects.toMatchObject({ code: 'MessagingEntityNotFound' });
  });

  test('a queue is found in upper and lower case', async () => {
    const { client } = await givenServiceBus({ name: 'Sweep' });
    await client.createSender('sweep').sendMessages({ body: 1 });

    expect((await receiveOne(client.createReceiver('SWEEP'))).body).toBe(1);
  });

  test('a message of more than 256 KB is refused, one just below is taken', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    const sender = client.createSender('q');

    await expect(sender.sendMessages({ body: Buffer.alloc(256 * 1024) })).rejects.toMatchObject({
      code: 'MessageSizeExceeded',
    });
    await sender.sendMessages({ body: Buffer.alloc(255 * 1024, 7) });

    expect(emulator.queues.counts('q').active).toBe(1);
    expect((await receiveOne(client.createReceiver('q'))).body).toEqual(Buffer.alloc(255 * 1024, 7));
  });

  test('a batch takes messages up to 256 KB', async () => {
    const { client } = await givenServiceBus({ name: 'q' });
    const batch = await client.createSender('q').createMessageBatch();

    expect(batch.maxSizeInBytes).toBe(262_144);
    expect(batch.tryAddMessage({ body: Buffer.alloc(200 * 1024) })).toBe(true);
    expect(batch.tryAddMessage({ body: Buffer.alloc(100 * 1024) })).toBe(false);
  });
});
