import { expect, onTestFinished, test } from 'vitest';
import { startServiceBus } from '../../../dev/service-bus/start.ts';
import { connectToServiceBus, serviceBusError } from '../../../shared/adapters/service-bus/client.ts';
import { serviceBusDeadLetters } from '../../../shared/adapters/service-bus/dead-letters.ts';
import { serviceBusMessageSender } from '../../../shared/adapters/service-bus/message-sender.ts';

async function given(queue: string, timeoutMs?: number) {
  const emulator = await startServiceBus({ queues: [{ name: queue, lockDuration: 'PT1M', maxDeliveryCount: 2 }] });
  const client = connectToServiceBus({ connectionString: emulator.connectionString }, timeoutMs);
  onTestFinished(async () => {
    await client.close();
    await emulator.close();
  });
  return { emulator, client };
}

test('a message larger than the queue takes is refused by its id, and says the limit', async () => {
  const { emulator, client } = await given('notify');
  const sending = serviceBusMessageSender(client).send('notify', [
    { id: 'n-1', body: {} },
    { id: 'n-2', body: { text: 'x'.repeat(2_000_000) } },
  ]);
  await expect(sending).rejects.toMatchObject({
    code: 'MESSAGE_TOO_LARGE',
    remedy: 'fix-input',
    facts: { queue: 'notify', messageId: 'n-2', limitBytes: expect.any(Number) },
  });
  expect(emulator.queues.counts('notify').active).toBe(1);
});

test('a queue that is not there is an error that names it', async () => {
  const { client } = await given('notify');
  await expect(
    serviceBusMessageSender(client).send('sweep-subscription', [{ id: 's-1', body: {} }]),
  ).rejects.toMatchObject({ code: 'UPSTREAM_SERVICE_BUS', facts: { queue: 'sweep-subscription' } });
  await expect(serviceBusDeadLetters(client).peek('sweep-subscription')).rejects.toMatchObject({
    code: 'UPSTREAM_SERVICE_BUS',
  });
});

test('after the connection was cut, the next messages are sent', async () => {
  const { emulator, client } = await given('notify', 500);
  const sender = serviceBusMessageSender(client);
  await sender.send('notify', [{ id: 'n-1', body: {} }]);
  emulator.cutConnections();
  await sender.send('notify', [{ id: 'n-2', body: {} }]);
  expect(emulator.queues.counts('notify').active).toBe(2);
});

test('a refusal for want of a role says where roles are explained', () => {
  const error = serviceBusError('notify', 'sending to', { code: 'UnauthorizedAccess' });
  expect(error.message).toContain('docs/permissions.md');
});
