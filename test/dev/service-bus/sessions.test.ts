import { describe, expect, test } from 'vitest';
import { bodies, givenServiceBus, receive, receiveNothing, receiveOne } from './support.ts';

const queue = { name: 's', requiresSession: true, lockDuration: 'PT30S', maxDeliveryCount: 3 };

/** Locks are renewed by the tests only. */
const options = { maxAutoLockRenewalDurationInMs: 0 };

describe('sessions', () => {
  test('a message without a session is refused, and so is the batch it came in', async () => {
    const { client, emulator } = await givenServiceBus(queue);
    const sender = client.createSender('s');

    await expect(sender.sendMessages({ body: 1 })).rejects.toThrow('no session id');
    await expect(sender.sendMessages([{ body: 1, sessionId: 'a' }, { body: 2 }])).rejects.toThrow('no session id');
    expect(emulator.queues.counts('s').active).toBe(0);
  });

  test('each receiver gets a session of its own, with its messages in order', async () => {
    const { client } = await givenServiceBus(queue);
    const messages = [1, 2, 3].flatMap((n) => ['a', 'b'].map((sessionId) => ({ body: `${sessionId}${n}`, sessionId })));
    await client.createSender('s').sendMessages(messages);

    const first = await client.acceptNextSession('s', options);
    const second = await client.acceptNextSession('s', options);

    expect([first.sessionId, second.sessionId]).toEqual(['a', 'b']);
    expect(bodies(await receive(first, 3))).toEqual(['a1', 'a2', 'a3']);
    expect(bodies(await receive(second, 3))).toEqual(['b1', 'b2', 'b3']);
  });

  test('an abandoned message comes back to its session before the later ones', async () => {
    const { client } = await givenServiceBus(queue);
    await client.createSender('s').sendMessages([1, 2, 3].map((body) => ({ body, sessionId: 'a' })));
    const session = await client.acceptSession('s', 'a', options);
    await session.abandonMessage(await receiveOne(session));

    const again = await receive(session, 3);

    expect(again.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      [1, 1],
      [2, 0],
      [3, 0],
    ]);
  });

  test('a message of a session that is dead-lettered leaves the others where they are', async () => {
    const { client, emulator } = await givenServiceBus(queue);
    await client.createSender('s').sendMessages([1, 2].map((body) => ({ body, sessionId: 'a' })));
    const session = await client.acceptSession('s', 'a', options);
    const message = await receiveOne(session);
    await session.deadLetterMessage(message, { deadLetterReason: 'R', deadLetterErrorDescription: 'D' });

    expect((await receiveOne(session)).body).toBe(2);
    expect(emulator.queues.counts('s')).toMatchObject({ active: 1, deadLettered: 1 });
    expect(await receiveOne(client.createReceiver('s', { subQueueType: 'deadLetter' }))).toMatchObject({
      body: 1,
      sessionId: 'a',
    });
  });

  test('a named session can be accepted before it has messages', async () => {
    const { client } = await givenServiceBus(queue);
    const session = await client.acceptSession('s', 'empty', options);
    expect(await receiveNothing(session)).toEqual([]);
    await client.createSender('s').sendMessages({ body: 1, sessionId: 'empty' });

    expect((await receiveOne(session)).body).toBe(1);
  });

  test('a session locked by another receiver cannot be accepted until that one closes', async () => {
    const { client } = await givenServiceBus(queue);
    const holder = await client.acceptSession('s', 'a', options);
    await expect(client.acceptSession('s', 'a', options)).rejects.toMatchObject({ code: 'SessionCannotBeLocked' });
    await holder.close();

    expect((await client.acceptSession('s', 'a', options)).sessionId).toBe('a');
  });

  test('who waits for the next session gets the next one that has a message', async () => {
    const { client, next } = await givenServiceBus(queue);
    const awaited = next('session-awaited');
    const accepting = client.acceptNextSession('s', options);
    await awaited;
    await client.createSender('s').sendMessages({ body: 1, sessionId: 'new' });
    const session = await accepting;

    expect(session.sessionId).toBe('new');
    expect((await receiveOne(session)).body).toBe(1);
  });

  test('who waits for the next session gets one that another receiver gave up, messages and all', async () => {
    const { client, next } = await givenServiceBus(queue);
    await client.createSender('s').sendMessages([1, 2].map((body) => ({ body, sessionId: 'a' })));
    const holder = await client.acceptNextSession('s', options);
    await receive(holder, 2);
    const awaited = next('session-awaited');
    const accepting = client.acceptNextSession('s', options);
    await awaited;
    await holder.close();

    const again = await receive(await accepting, 2);

    // Closing a session hands its messages back; it is not a failed delivery.
    expect(again.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  test('waiting for the next session ends when the time for it is over', async () => {
    const { client, clock, next } = await givenServiceBus(queue);
    const awaited = next('session-awaited');
    const accepting = expect(client.acceptNextSession('s', options)).rejects.toMatchObject({ code: 'ServiceTimeout' });
    await awaited;
    // The SDK asks again after a timeout: its three retries end like the first try.
    for (let tries = 0; tries < 4; tries += 1) {
      const retried = next('session-awaited');
      clock.advance(65_000);
      if (tries < 3) await Promise.race([retried, accepting]);
    }
    await accepting;
  });

  test('state is kept across receivers, also while the session has no messages, until it is cleared', async () => {
    const { client } = await givenServiceBus(queue);
    const first = await client.acceptSession('s', 'a', options);
    expect(await first.getSessionState()).toBeNull();
    await first.setSessionState({ step: 2 });
    await first.close();
    const second = await client.acceptSession('s', 'a', options);
    expect(await second.getSessionState()).toEqual({ step: 2 });
    await second.setSessionState(null);
    await second.close();

    const third = await client.acceptSession('s', 'a', options);
    expect(await third.getSessionState()).toBeNull();
  });

  test('a renewed session lock covers the messages received before', async () => {
    const { client, clock, emulator } = await givenServiceBus(queue);
    await client.createSender('s').sendMessages({ body: 1, sessionId: 'a' });
    const session = await client.acceptSession('s', 'a', options);
    const message = await receiveOne(session);
    clock.advance(29_000);
    expect(await session.renewSessionLock()).toEqual(new Date(clock.now() + 30_000));
    clock.advance(29_999);
    await session.completeMessage(message);

    expect(emulator.queues.counts('s').active).toBe(0);
  });

  test('an expired session lock is lost for its receiver, and the session goes to another with the delivery counted', async () => {
    const { client, clock, next } = await givenServiceBus(queue);
    await client.createSender('s').sendMessages([1, 2].map((body) => ({ body, sessionId: 'a' })));
    const late = await client.acceptSession('s', 'a', options);
    const message = await receiveOne(late);
    const detached = next('receiver-detached');
    clock.advance(30_000);
    await detached;

    await expect(late.completeMessage(message)).rejects.toMatchObject({ code: 'SessionLockLost' });
    await expect(late.renewSessionLock()).rejects.toMatchObject({ code: 'SessionLockLost' });
    const again = await receive(await client.acceptNextSession('s', options), 2);
    expect(again.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });

  test('a session’s deferred message is received by its number', async () => {
    const { client } = await givenServiceBus(queue);
    await client.createSender('s').sendMessages({ body: 1, sessionId: 'a' });
    const session = await client.acceptSession('s', 'a', options);
    const message = await receiveOne(session);
    await session.deferMessage(message);
    const [deferred] = await session.receiveDeferredMessages(message.sequenceNumber ?? []);

    expect(deferred).toMatchObject({ body: 1, sessionId: 'a' });
    if (deferred) await session.completeMessage(deferred);
  });

  test('peeking through a session shows this session’s messages', async () => {
    const { client } = await givenServiceBus(queue);
    await client.createSender('s').sendMessages(['a', 'b'].map((sessionId) => ({ body: sessionId, sessionId })));
    const session = await client.acceptSession('s', 'b', options);

    expect(bodies(await session.peekMessages(10))).toEqual(['b']);
  });

  test('a scheduled message arrives in its session', async () => {
    const { client, clock } = await givenServiceBus(queue);
    const when = new Date(clock.now() + 10_000);
    await client.createSender('s').scheduleMessages({ body: 1, sessionId: 'a' }, when);
    const session = await client.acceptSession('s', 'a', options);
    expect(await receiveNothing(session)).toEqual([]);
    clock.advance(10_000);

    expect((await receiveOne(session)).body).toBe(1);
  });

  test('receivers with and without a session are kept to the queues that are for them', async () => {
    const { client } = await givenServiceBus(queue, { name: 'q' });

    await expect(receiveNothing(client.createReceiver('s'))).rejects.toThrow('requires sessions');
    await expect(client.acceptNextSession('q')).rejects.toThrow('does not require sessions');
    await expect(client.acceptSession('q', 'a')).rejects.toMatchObject({ code: 'SessionCannotBeLocked' });
  });

  test('many sessions, many receivers: every session’s messages come in order and once', async () => {
    const { client } = await givenServiceBus(queue);
    const sender = client.createSender('s');
    const sessions = Array.from({ length: 40 }, (_, n) => `s${n}`);
    for (const body of [0, 1, 2]) await sender.sendMessages(sessions.map((sessionId) => ({ body, sessionId })));
    const seen = new Map<string, unknown[]>();
    let left = sessions.length;
    const work = async () => {
      while (left > 0) {
        left -= 1;
        const session = await client.acceptNextSession('s', options);
        const messages = await receive(session, 3);
        seen.set(session.sessionId, bodies(messages));
        for (const message of messages) await session.completeMessage(message);
        await session.close();
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));

    expect(seen).toEqual(new Map([...seen.keys()].map((id) => [id, [0, 1, 2]])));
    expect(seen.size).toBe(40);
  });
});
