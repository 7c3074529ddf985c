import { expect, test } from 'vitest';
import { memoryQueues } from '../../shared/adapters/memory/queues.ts';

const clock = { now: () => 100 };
const message = (id: string) => ({ id, body: { id } });

test('messages that a handler sends are handed out too, before draining ends', async () => {
  const queues = memoryQueues(clock);
  const told: unknown[] = [];
  await queues.send('sweep-subscription', [message('s-1')]);
  const drained = await queues.drain({
    'sweep-subscription': () => queues.send('notify', [message('n-1')]),
    notify: async (body) => told.push(body),
  });
  expect(told).toEqual([{ id: 'n-1' }]);
  expect(drained).toEqual({ completed: 2, deadLettered: 0 });
});

test('a message is handed out until it is handled, with a count, and a poison message does not hold up the others', async () => {
  const queues = memoryQueues(clock, 3);
  const deliveries: string[] = [];
  const failures: string[] = [];
  await queues.send('notify', [message('poison'), message('late'), message('fine')]);
  const drained = await queues.drain(
    {
      async notify(_body, { messageId, deliveryCount }) {
        deliveries.push(`${messageId} ${deliveryCount}`);
        if (messageId === 'poison' || (messageId === 'late' && deliveryCount < 3)) throw new Error(`no ${messageId}`);
      },
    },
    {
      concurrency: 1,
      onFailure: (queue, delivery, error) => failures.push(`${queue} ${delivery.messageId} ${String(error)}`),
    },
  );
  expect(deliveries).toEqual(['poison 1', 'late 1', 'fine 1', 'poison 2', 'late 2', 'poison 3', 'late 3']);
  expect(drained).toEqual({ completed: 2, deadLettered: 1 });
  expect(failures).toHaveLength(5);
  expect(await queues.peek('notify')).toEqual([
    {
      messageId: 'poison',
      reason: 'MaxDeliveryCountExceeded',
      description: 'no poison',
      deadLetteredAt: 100,
      body: '{"id":"poison"}',
    },
  ]);
});

test('a queue without a handler is left as it is', async () => {
  const queues = memoryQueues(clock);
  await queues.send('notify', [message('n-1')]);
  expect(await queues.drain({})).toEqual({ completed: 0, deadLettered: 0 });
  expect(queues.waiting('notify')).toBe(1);
});

test.each([1, 3])('at most %i messages are handled at the same time', async (concurrency) => {
  const queues = memoryQueues(clock);
  let now = 0;
  let most = 0;
  await queues.send(
    'notify',
    Array.from({ length: 10 }, (_, n) => message(`n-${n}`)),
  );
  await queues.drain(
    {
      async notify() {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
      },
    },
    { concurrency },
  );
  expect(most).toBe(concurrency);
});

test('messages of one session are handed out one after another in their order, sessions side by side', async () => {
  const queues = memoryQueues(clock);
  const seen: string[] = [];
  const busy = new Set<string>();
  await queues.send(
    'advance-migration',
    ['a-1', 'a-2', 'b-1', 'a-3', 'b-2'].map((id) => ({ ...message(id), sessionId: id.charAt(0) })),
  );
  let most = 0;
  await queues.drain({
    async 'advance-migration'(_body, { messageId }) {
      const session = messageId.charAt(0);
      expect(busy.has(session)).toBe(false);
      busy.add(session);
      most = Math.max(most, busy.size);
      seen.push(messageId);
      await new Promise((resolve) => setImmediate(resolve));
      busy.delete(session);
    },
  });
  expect(most).toBe(2);
  expect(seen.filter((id) => id.startsWith('a'))).toEqual(['a-1', 'a-2', 'a-3']);
});

test('a message for later is handed out when its moment has come, and not before', async () => {
  let now = 100;
  const queues = memoryQueues({ now: () => now });
  const told: string[] = [];
  await queues.send('notify', [{ ...message('late'), notBefore: 201 }, message('now')]);
  const hear = { notify: async (_body: unknown, { messageId }: { messageId: string }) => told.push(messageId) };
  await queues.drain(hear);
  expect([told, queues.nextDue(), queues.waiting('notify')]).toEqual([['now'], 201, 1]);
  now = 200;
  await queues.drain(hear);
  expect(told).toEqual(['now']);
  now = 201;
  expect(queues.nextDue()).toBeUndefined();
  await queues.drain(hear);
  expect(told).toEqual(['now', 'late']);
});
