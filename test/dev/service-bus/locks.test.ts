import { describe, expect, test } from 'vitest';
import { givenServiceBus, receiveNothing, receiveOne } from './support.ts';

describe('message locks', () => {
  test('a locked message is nobody else’s until the lock expires; then it counts as a delivery', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q', lockDuration: 'PT30S' });
    await client.createSender('q').sendMessages({ body: 1 });
    await receiveOne(client.createReceiver('q'));
    const other = client.createReceiver('q');
    clock.advance(29_999);
    expect(await receiveNothing(other)).toEqual([]);

    clock.advance(1);

    expect(await receiveOne(other)).toMatchObject({ body: 1, deliveryCount: 1 });
  });

  test('settling after the lock expired is refused and changes nothing', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q', lockDuration: 'PT30S' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    clock.advance(30_000);

    await expect(receiver.completeMessage(message)).rejects.toMatchObject({ code: 'MessageLockLost' });
    expect(emulator.queues.counts('q').active).toBe(1);
  });

  test('a receiver that lost a message to another cannot settle it for the other', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q', lockDuration: 'PT30S' });
    await client.createSender('q').sendMessages({ body: 1 });
    const slow = client.createReceiver('q');
    const late = await receiveOne(slow);
    clock.advance(30_000);
    const quick = client.createReceiver('q');
    const again = await receiveOne(quick);

    await expect(slow.completeMessage(late)).rejects.toMatchObject({ code: 'MessageLockLost' });
    await expect(quick.completeMessage(again)).resolves.toBeUndefined();
  });

  test('a renewed lock lasts for the whole duration again', async () => {
    const { client, clock, emulator } = await givenServiceBus({ name: 'q', lockDuration: 'PT30S' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    clock.advance(29_000);

    expect(await receiver.renewMessageLock(message)).toEqual(new Date(clock.now() + 30_000));

    clock.advance(29_999);
    await receiver.completeMessage(message);
    expect(emulator.queues.counts('q').active).toBe(0);
  });

  test('an expired lock cannot be renewed', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q', lockDuration: 'PT30S' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    clock.advance(30_000);

    await expect(receiver.renewMessageLock(message)).rejects.toMatchObject({ code: 'MessageLockLost' });
  });

  test('locks that expire as often as the queue allows lead to the dead letters', async () => {
    const { client, clock, emulator } = await givenServiceBus({
      name: 'q',
      lockDuration: 'PT30S',
      maxDeliveryCount: 2,
    });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    for (let tries = 0; tries < 2; tries += 1) {
      await receiveOne(receiver);
      clock.advance(30_000);
    }

    expect(emulator.queues.counts('q')).toMatchObject({ active: 0, deadLettered: 1 });
  });

  test('the lock of a deferred message fetched by its number expires and is renewed like any other', async () => {
    const { client, clock } = await givenServiceBus({ name: 'q', lockDuration: 'PT30S' });
    await client.createSender('q').sendMessages({ body: 1 });
    const receiver = client.createReceiver('q');
    const message = await receiveOne(receiver);
    const sequence = message.sequenceNumber ?? [];
    await receiver.deferMessage(message);
    const [deferred] = await receiver.receiveDeferredMessages(sequence);
    if (!deferred) throw new Error('a deferred message expected');
    clock.advance(20_000);
    await receiver.renewMessageLock(deferred);
    clock.advance(20_000);
    await expect(receiver.receiveDeferredMessages(sequence)).rejects.toMatchObject({ code: 'MessageNotFound' });

    clock.advance(10_000);

    expect(await receiver.receiveDeferredMessages(sequence)).toMatchObject([{ body: 1, deliveryCount: 1 }]);
  });
});
