import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceBusClient } from '@azure/service-bus';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type EmulatorEvent } from '../../../dev/service-bus/events.ts';
import { loadQueueDefinitions, type QueueDefinition, startServiceBus } from '../../../dev/service-bus/start.ts';

async function givenFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'queues-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'queues.json');
  await writeFile(file, text);
  return file;
}

describe('starting', () => {
  test('a port in use is said in one clear sentence', async () => {
    const first = await startServiceBus({ queues: [{ name: 'q' }] });
    onTestFinished(() => first.close());

    await expect(startServiceBus({ queues: [{ name: 'q' }], port: first.port })).rejects.toThrow(
      `The Service Bus emulator cannot listen on 127.0.0.1:${first.port}: another program uses it.`,
    );
  });

  test('the connection string leads the SDK to the port, without TLS', async () => {
    const emulator = await startServiceBus({ queues: [{ name: 'q' }] });
    onTestFinished(() => emulator.close());

    expect(emulator.connectionString).toBe(
      `Endpoint=sb://127.0.0.1:${emulator.port};SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true;`,
    );
  });

  test('counts are given for each queue, and refused for one that is not there', async () => {
    const emulator = await startServiceBus({ queues: [{ name: 'a' }, { name: 'b' }] });
    onTestFinished(() => emulator.close());

    expect(emulator.queues.all()).toEqual(
      ['a', 'b'].map((queue) => ({ queue, active: 0, deferred: 0, scheduled: 0, deadLettered: 0 })),
    );
    expect(() => emulator.queues.counts('c')).toThrow("no queue 'c'");
  });

  test('without another clock, the machine’s time lets locks expire and the SDK renews them', async () => {
    const seen = Promise.withResolvers<void>();
    const renewed = Promise.withResolvers<void>();
    const onEvent = ({ kind }: EmulatorEvent) => {
      if (kind === 'lock-renewed') renewed.resolve();
      if (kind === 'lock-expired') seen.resolve();
    };
    const queues = [
      { name: 'kept', lockDuration: 'PT2S' },
      { name: 'lost', lockDuration: 'PT1S' },
    ];
    const emulator = await startServiceBus({ queues, onEvent });
    const client = new ServiceBusClient(emulator.connectionString);
    onTestFinished(async () => {
      await client.close();
      await emulator.close();
    });
    await client.createSender('kept').sendMessages({ body: 1 });
    await client.createSender('lost').sendMessages({ body: 1 });
    const errors: unknown[] = [];
    client.createReceiver('kept').subscribe({
      processMessage: () => renewed.promise,
      processError: async ({ error }) => void errors.push(error),
    });
    await client.createReceiver('lost', { maxAutoLockRenewalDurationInMs: 0 }).receiveMessages(1);
    await Promise.all([seen.promise, renewed.promise]);

    expect(errors).toEqual([]);
  });
});

describe('queue definitions', () => {
  test('the project’s own file starts an emulator with its queues', async () => {
    const file = new URL('../../../infra/queues.json', import.meta.url).pathname;
    const queues = await loadQueueDefinitions(file);
    const emulator = await startServiceBus({ queues });
    onTestFinished(() => emulator.close());

    expect(emulator.queues.all().map(({ queue }) => queue)).toEqual(queues.map(({ name }) => name));
    expect(queues.length).toBeGreaterThan(0);
  });

  test('what a definition leaves out has the default of Service Bus', async () => {
    const file = await givenFile('[{ "name": "q" }]');

    expect(await loadQueueDefinitions(file)).toEqual([
      {
        name: 'q',
        requiresSession: false,
        lockDuration: 'PT1M',
        maxDeliveryCount: 10,
        requiresDuplicateDetection: false,
        duplicateDetectionHistoryTimeWindow: 'PT10M',
        defaultMessageTimeToLive: 'P14D',
        deadLetteringOnMessageExpiration: false,
      },
    ]);
  });

  test.each([
    ['a lock of more than five minutes', { lockDuration: 'PT5M1S' }, '[0].lockDuration'],
    ['a duration in words', { lockDuration: '5 minutes' }, '[0].lockDuration'],
    ['a duration in months', { defaultMessageTimeToLive: 'P1M' }, '[0].defaultMessageTimeToLive'],
    ['a window of more than seven days', { duplicateDetectionHistoryTimeWindow: 'P7DT1S' }, 'TimeWindow'],
    ['no delivery at all', { maxDeliveryCount: 0 }, '[0].maxDeliveryCount'],
    ['a misspelled field', { maxDeliveries: 3 }, 'maxDeliveries'],
    ['an empty name', { name: '' }, '[0].name'],
  ])('%s is refused, naming the place', async (_, wrong, place) => {
    const definition = { name: 'q', ...wrong } as QueueDefinition;

    await expect(startServiceBus({ queues: [definition] })).rejects.toThrow(place);
    await expect(loadQueueDefinitions(await givenFile(JSON.stringify([definition])))).rejects.toThrow(place);
  });

  test('the longest lock, five minutes, is taken', async () => {
    const emulator = await startServiceBus({ queues: [{ name: 'q', lockDuration: 'PT5M' }] });
    await emulator.close();
  });

  test('two queues of one name are refused', async () => {
    await expect(startServiceBus({ queues: [{ name: 'q' }, { name: 'Q' }] })).rejects.toThrow('same name');
  });

  test('a file that is missing or is not JSON is named', async () => {
    await expect(loadQueueDefinitions('no/such.json')).rejects.toThrow('no/such.json cannot be read');
    const file = await givenFile('[');
    await expect(loadQueueDefinitions(file)).rejects.toThrow(`${file} are not JSON`);
  });
});
