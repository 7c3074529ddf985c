import { describe, expect, test } from 'vitest';
import { settleInTurn } from '../../../dev/service-bus/settle-in-turn.ts';
import { bodies, givenServiceBus, receive, receiveNothing, receiveOne } from './support.ts';

describe('settling', () => {
  test('a completed message is gone', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    await receiver.completeMessage(await receiveOne(receiver));

    expect(emulator.queues.counts('q').active).toBe(0);
    expect(await receiveNothing(receiver)).toEqual([]);
  });

  test('an abandoned message comes back at once, to its old place, with the properties of the abandon', async () => {
    const { client } = await givenServiceBus({ name: 'q' });
    await client
      .createSender('q')
      .sendMessages([{ body: 1, applicationProperties: { kept: 'yes', tried: 0 } }, { body: 2 }]);
    const receiver = client.createReceiver('q');
    await receiver.abandonMessage(await receiveOne(receiver), { tried: 1 });

    const [first, second] = await receive(receiver, 2);

    expect(first).toMatchObject({ body: 1, deliveryCount: 1, applicationProperties: { kept: 'yes', tried: 1 } });
    expect(second).toMatchObject({ body: 2, deliveryCount: 0 });
  });

  test('a message abandoned as often as the queue allows is dead-lettered with the reason, one time less it is not', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q', maxDeliveryCount: 3 });
    await client.createSender('q').sendMessages({ body: 'poison' });
    const receiver = client.createReceiver('q');
    for (let tries = 0; tries < 2; tries += 1) await receiver.abandonMessage(await receiveOne(receiver));
    expect(emulator.queues.counts('q')).toMatchObject({ active: 1, deadLettered: 0 });

    await receiver.abandonMessage(await receiveOne(receiver), { last: true });

    expect(emulator.queues.counts('q')).toMatchObject({ active: 0, deadLettered: 1 });
    expect(await receiveOne(client.createReceiver('q', { subQueueType: 'deadLetter' }))).toMatchObject({
      body: 'poison',
      deliveryCount: 3,
      deadLetterReason: 'MaxDeliveryCountExceeded',
      deadLetterErrorDescription: 'Message could not be consumed after 3 delivery attempts.',
      applicationProperties: { last: true },
    });
  });

  test('a message is dead-lettered with a reason, a description and properties of its own', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q' });
    const sentAt = new Date(clock.now());
    await client.createSender('q').sendMessages({ body: 1, messageId: 'm', applicationProperties: { from: 'sweep' } });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    clock.advance(1000);
    await receiver.deadLetterMessage(message, {
      deadLetterReason: 'UNREADABLE',
      deadLetterErrorDescription: 'not a sweep message',
      shard: 5,
    });

    const dead = await receiveOne(client.createReceiver('q', { subQueueType: 'deadLetter' }));

    expect(dead).toMatchObject({
      body: 1,
      messageId: 'm',
      deadLetterReason: 'UNREADABLE',
      deadLetterErrorDescription: 'not a sweep message',
      applicationProperties: { from: 'sweep', shard: 5 },
      enqueuedTimeUtc: sentAt,
    });
  });

  test('a dead letter can be completed, and never falls out by abandoning', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q', maxDeliveryCount: 1 });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    await receiver.abandonMessage(await receiveOne(receiver));
    const deadLetters = client.createReceiver('q', { subQueueType: 'deadLetter' });
    for (let tries = 0; tries < 3; tries += 1) await deadLetters.abandonMessage(await receiveOne(deadLetters));
    expect(emulator.queues.counts('q').deadLettered).toBe(1);

    await deadLetters.completeMessage(await receiveOne(deadLetters));

    expect(emulator.queues.counts('q').deadLettered).toBe(0);
  });

  test('a message is settled once', async () => {
    const { client } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    await receiver.completeMessage(message);

    await expect(receiver.abandonMessage(message)).rejects.toThrow('already settled');
  });
});

describe('deferring', () => {
  test('a deferred message is received only by its number, and can be completed then', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages({ body: 'later' });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message, { because: 'early' });
    expect(await receiveNothing(receiver)).toEqual([]);
    expect(emulator.queues.counts('q')).toMatchObject({ active: 0, deferred: 1 });

    const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber ?? []);

    expect(deferred).toMatchObject({ body: 'later', state: 'deferred', applicationProperties: { because: 'early' } });
    if (deferred) await receiver.completeMessage(deferred);
    expect(emulator.queues.counts('q').deferred).toBe(0);
  });

  test('a deferred message that is abandoned stays deferred, and its deliveries are counted', async () => {
    const { client } = await givenServiceBus({ name: 'q', maxDeliveryCount: 2 });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const { sequenceNumber = [], ...message } = await receiveOne(receiver);
    await receiver.deferMessage({ sequenceNumber, ...message } as never);
    for (const count of [0, 1]) {
      const [again] = await receiver.receiveDeferredMessages(sequenceNumber);
      expect(again?.deliveryCount).toBe(count);
      if (again) await receiver.abandonMessage(again, { seen: count });
    }

    const dead = await receiveOne(client.createReceiver('q', { subQueueType: 'deadLetter' }));
    expect(dead).toMatchObject({ deadLetterReason: 'MaxDeliveryCountExceeded', applicationProperties: { seen: 1 } });
  });

  test('a deferred message is dead-lettered, and deferred again, by its number', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message);
    const [first] = await receiver.receiveDeferredMessages(message.sequenceNumber ?? []);
    if (first) await receiver.deferMessage(first);
    expect(emulator.queues.counts('q').deferred).toBe(1);
    const [second] = await receiver.receiveDeferredMessages(message.sequenceNumber ?? []);
    if (second) await receiver.deadLetterMessage(second, { deadLetterReason: 'R', deadLetterErrorDescription: 'D' });

    expect(await receiveOne(client.createReceiver('q', { subQueueType: 'deadLetter' }))).toMatchObject({
      deadLetterReason: 'R',
      deadLetterErrorDescription: 'D',
    });
  });

  test('a deferred message is taken out by a receive-and-delete receiver', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message);
    const taker = client.createReceiver('q', { receiveMode: 'receiveAndDelete' });

    expect(bodies(await taker.receiveDeferredMessages(message.sequenceNumber ?? []))).toEqual([1]);
    expect(emulator.queues.counts('q').deferred).toBe(0);
  });

  test('a message that was not deferred cannot be had by its number', async () => {
    const { client } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const { sequenceNumber = [] } = await receiveOne(receiver);

    await expect(receiver.receiveDeferredMessages(sequenceNumber)).rejects.toMatchObject({ code: 'MessageNotFound' });
  });
});

describe('several settlements in one tick', () => {
  test('with different outcomes, settled in turn, each message gets its own', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages([1, 2, 3, 4, 5, 6].map((body) => ({ body })));
    const receiver = client.createReceiver('q');
    const [a, b, c, d, e, f] = await receive(receiver, 6);
    if (!(a && b && c && d && e && f)) throw new Error('six messages expected');
    const settle = settleInTurn(receiver);
    await Promise.all([
      settle.completeMessage(a),
      settle.abandonMessage(b),
      settle.deadLetterMessage(c, { deadLetterReason: 'bad', deadLetterErrorDescription: '' }),
      settle.completeMessage(d),
      settle.deferMessage(e),
      settle.abandonMessage(f),
    ]);

    expect(emulator.queues.counts('q')).toEqual({ queue: 'q', active: 2, deferred: 1, scheduled: 0, deadLettered: 1 });
    expect(bodies(await receive(receiver, 2))).toEqual([2, 6]);
  });

  test('by the SDK alone, a neighbour gets the first one’s outcome: the fault that settling in turn avoids', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('q');
    const [a, b] = await receive(receiver, 2);
    if (!(a && b)) throw new Error('two messages expected');
    await Promise.all([receiver.completeMessage(a), receiver.abandonMessage(b)]);

    // When a new version of the SDK makes this 1, settleInTurn has done its work and can go.
    expect(emulator.queues.counts('q').active).toBe(0);
  });

  test('a settlement that fails does not hold up the next', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q', lockDuration: 'PT10S' });
    await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('q');
    const stale = await receiveOne(receiver);
    clock.advance(5_000);
    const fresh = await receiveOne(receiver);
    clock.advance(5_000);
    const settle = settleInTurn(receiver);

    const results = await Promise.allSettled([settle.completeMessage(stale), settle.completeMessage(fresh)]);

    expect(results).toMatchObject([
      { status: 'rejected', reason: { code: 'MessageLockLost' } },
      { status: 'fulfilled' },
    ]);
  });

  test('the answers to one tick keep apart what succeeded and what came too late', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q', lockDuration: 'PT10S' });
    await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
    const receiver = client.createReceiver('q');
    const messages = await receive(receiver, 3);
    clock.advance(5_000);
    if (messages[0]) await receiver.renewMessageLock(messages[0]);
    clock.advance(5_000);

    // The same outcome for all: this the SDK sends correctly, and as one range.
    const results = await Promise.allSettled(messages.map((message) => receiver.completeMessage(message)));

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(emulator.queues.counts('q').active).toBe(2);
  });
});
