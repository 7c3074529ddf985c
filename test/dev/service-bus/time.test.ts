import { describe, expect, test } from 'vitest';
import { bodies, givenServiceBus, receiveNothing, receiveOne } from './support.ts';

const inSeconds = (clock: { now(): number }, seconds: number) => new Date(clock.now() + seconds * 1000);

describe('scheduled messages', () => {
  test('a scheduled message arrives at its time and not before', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q' });
    const when = inSeconds(clock, 60);
    await client.createSender('q').scheduleMessages({ body: 'later' }, when);
    const receiver = client.createReceiver('q');
    clock.advance(59_999);
    expect(await receiveNothing(receiver)).toEqual([]);
    expect(emulator.queues.counts('q')).toMatchObject({ active: 0, scheduled: 1 });

    clock.advance(1);

    expect(await receiveOne(receiver)).toMatchObject({ body: 'later', state: 'active', enqueuedTimeUtc: when });
    expect(emulator.queues.counts('q')).toMatchObject({ active: 1, scheduled: 0 });
  });

  test('a message sent with a time to be enqueued at waits for it', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q' });
    const sender = client.createSender('q');
    await sender.sendMessages([{ body: 'later', scheduledEnqueueTimeUtc: inSeconds(clock, 60) }, { body: 'now' }]);
    const receiver = client.createReceiver('q');
    expect((await receiveOne(receiver)).body).toBe('now');
    clock.advance(60_000);

    expect((await receiveOne(receiver)).body).toBe('later');
  });

  test('a message that is too large cannot be scheduled either', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q' });
    const messages = [{ body: 'small' }, { body: Buffer.alloc(256 * 1024) }];

    await expect(client.createSender('q').scheduleMessages(messages, inSeconds(clock, 60))).rejects.toMatchObject({
      code: 'MessageSizeExceeded',
    });
    expect(emulator.queues.counts('q').scheduled).toBe(0);
  });

  test('a time that has passed means at once', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').scheduleMessages({ body: 1 }, inSeconds(clock, -60));

    expect((await receiveOne(client.createReceiver('q'))).body).toBe(1);
  });

  test('a cancelled message never arrives; the others do', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q' });
    const sender = client.createSender('q');
    const [, second] = await sender.scheduleMessages([{ body: 1 }, { body: 2 }, { body: 3 }], inSeconds(clock, 60));
    await sender.cancelScheduledMessages(second ?? []);
    clock.advance(60_000);

    expect(emulator.queues.counts('q')).toMatchObject({ active: 2, scheduled: 0 });
    expect(bodies(await client.createReceiver('q').peekMessages(5))).toEqual([1, 3]);
  });

  test('a message that has arrived cannot be cancelled any more', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q' });
    const sender = client.createSender('q');
    const numbers = await sender.scheduleMessages({ body: 1 }, inSeconds(clock, 60));
    clock.advance(60_000);

    await expect(sender.cancelScheduledMessages(numbers)).rejects.toMatchObject({ code: 'MessageNotFound' });
  });
});

describe('time to live', () => {
  test('an expired message is dead-lettered where the queue says so', async () => {
    const queue = { name: 'q', defaultMessageTimeToLive: 'PT1H', deadLetteringOnMessageExpiration: true };
    const { client, clock, emulator } = await givenServiceBus(queue);
    await client.createSender('q').sendMessages({ body: 1 });
    clock.advance(3_599_999);
    expect(emulator.queues.counts('q')).toMatchObject({ active: 1, deadLettered: 0 });
    clock.advance(1);

    expect(emulator.queues.counts('q')).toMatchObject({ active: 0, deadLettered: 1 });
    expect(await receiveOne(client.createReceiver('q', { subQueueType: 'deadLetter' }))).toMatchObject({
      body: 1,
      deadLetterReason: 'TTLExpiredException',
    });
  });

  test('an expired message is dropped where the queue does not say so', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q', defaultMessageTimeToLive: 'PT1H' });
    await client.createSender('q').sendMessages({ body: 1 });
    clock.advance(3_600_000);

    expect(emulator.queues.counts('q')).toMatchObject({ active: 0, deadLettered: 0 });
  });

  test('the shorter of the message’s and the queue’s time to live counts', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q', defaultMessageTimeToLive: 'PT1H' });
    await client.createSender('q').sendMessages([
      { body: 'short', timeToLive: 60_000 },
      { body: 'long', timeToLive: 7_200_000 },
    ]);
    clock.advance(60_000);
    expect(bodies(await client.createReceiver('q').peekMessages(5))).toEqual(['long']);
    clock.advance(3_540_000);

    expect(emulator.queues.counts('q').active).toBe(0);
  });

  test('a scheduled message lives from its arrival on', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q', defaultMessageTimeToLive: 'PT1H' });
    await client.createSender('q').scheduleMessages({ body: 1 }, inSeconds(clock, 7200));
    clock.advance(7_200_000 + 3_599_999);
    expect(emulator.queues.counts('q').active).toBe(1);
    clock.advance(1);

    expect(emulator.queues.counts('q').active).toBe(0);
  });

  test('a locked message does not expire under its receiver, but does when it is abandoned', async () => {
    const queue = { name: 'q', defaultMessageTimeToLive: 'PT10S', deadLetteringOnMessageExpiration: true };
    const { client, clock, emulator } = await givenServiceBus(queue);
    await client.createSender('q').sendMessages([{ body: 1 }, { body: 2 }]);
    const receiver = client.createReceiver('q');
    const first = await receiveOne(receiver);
    const second = await receiveOne(receiver);
    clock.advance(20_000);
    await receiver.completeMessage(first);
    await receiver.abandonMessage(second);

    expect(emulator.queues.counts('q')).toMatchObject({ active: 0, deadLettered: 1 });
  });

  test('a dead letter does not expire', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q', maxDeliveryCount: 1 });
    await client.createSender('q').sendMessages({ body: 1, timeToLive: 60_000 });
    const receiver = client.createReceiver('q');
    await receiver.abandonMessage(await receiveOne(receiver));
    clock.advance(30 * 86_400_000);

    expect(emulator.queues.counts('q').deadLettered).toBe(1);
  });
});

describe('duplicate detection', () => {
  const queue = {
    name: 'q',
    requiresDuplicateDetection: true,
    duplicateDetectionHistoryTimeWindow: 'PT1M',
  };

  test('a message id counts once within the window, in one batch or over several sends', async () => {
    const { client } = await givenServiceBus(queue);
    const sender = client.createSender('q');
    await sender.sendMessages([
      { body: 1, messageId: 'A' },
      { body: 2, messageId: 'A' },
      { body: 3, messageId: 'B' },
    ]);
    await sender.sendMessages({ body: 4, messageId: 'A' });

    expect(bodies(await client.createReceiver('q').peekMessages(9))).toEqual([1, 3]);
  });

  test('a message that was completed is still remembered, until the window ends', async () => {
    const { client, clock, emulator } = await givenServiceBus(queue);
    const sender = client.createSender('q');
    const receiver = client.createReceiver('q');
    await sender.sendMessages({ body: 1, messageId: 'A' });
    await receiver.completeMessage(await receiveOne(receiver));
    clock.advance(59_999);
    await sender.sendMessages({ body: 2, messageId: 'A' });
    expect(emulator.queues.counts('q').active).toBe(0);
    clock.advance(1);
    await sender.sendMessages({ body: 3, messageId: 'A' });

    expect((await receiveOne(receiver)).body).toBe(3);
  });

  test('a scheduled message counts from when it was scheduled', async () => {
    const { client, clock, emulator } = await givenServiceBus(queue);
    const sender = client.createSender('q');
    await sender.scheduleMessages({ body: 1, messageId: 'A' }, inSeconds(clock, 30));
    await sender.sendMessages({ body: 2, messageId: 'A' });

    expect(emulator.queues.counts('q')).toMatchObject({ active: 0, scheduled: 1 });
  });

  test('a queue without duplicate detection takes everything', async () => {
    const { client, emulator } = await givenServiceBus({ name: 'q' });
    const message = { body: 1, messageId: 'A' };
    await client.createSender('q').sendMessages([message, message]);

    expect(emulator.queues.counts('q').active).toBe(2);
  });
});

describe('peeking', () => {
  test('shows active, locked, deferred and scheduled messages in order, and locks nothing', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q' });
    const sender = client.createSender('q');
    await sender.sendMessages([{ body: 'deferred' }, { body: 'locked' }, { body: 'active' }]);
    await sender.scheduleMessages({ body: 'scheduled' }, inSeconds(clock, 60));
    const receiver = client.createReceiver('q');
    await receiver.deferMessage(await receiveOne(receiver));
    await receiveOne(receiver);

    const peeked = await client.createReceiver('q').peekMessages(10);

    expect(peeked.map(({ body, state }) => [body, state])).toEqual([
      ['deferred', 'deferred'],
      ['locked', 'active'],
      ['active', 'active'],
      ['scheduled', 'scheduled'],
    ]);
    expect((await receiveOne(receiver)).body).toBe('active');
  });

  test('goes on where it stopped, and starts where it is told', async () => {
    const { client, newClient } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages([1, 2, 3, 4].map((body) => ({ body })));
    const receiver = client.createReceiver('q');
    expect(bodies(await receiver.peekMessages(2))).toEqual([1, 2]);
    const [third] = await receiver.peekMessages(1);
    expect(third?.body).toBe(3);

    expect(bodies(await receiver.peekMessages(9, { fromSequenceNumber: third?.sequenceNumber }))).toEqual([3, 4]);
    expect(bodies(await newClient().createReceiver('q').peekMessages(9))).toEqual([1, 2, 3, 4]);
  });

  test('shows the dead letters with their reasons', async () => {
    const { client } = await givenServiceBus({ name: 'q' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    await receiver.deadLetterMessage(await receiveOne(receiver), {
      deadLetterReason: 'R',
      deadLetterErrorDescription: 'D',
    });

    const peeked = await client.createReceiver('q', { subQueueType: 'deadLetter' }).peekMessages(10);

    expect(peeked).toMatchObject([{ body: 1, deadLetterReason: 'R' }]);
  });

  test('an empty queue shows nothing', async () => {
    const { client } = await givenServiceBus({ name: 'q' });

    expect(await client.createReceiver('q').peekMessages(10)).toEqual([]);
  });
});
