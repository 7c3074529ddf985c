import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadQueueDefinitions, type ServiceBusEmulator, startServiceBus } from '../../dev/service-bus/start.ts';
import { type Simulator, startSimulator } from '../../dev/simulator/index.ts';
import { loadFleetFile } from '../../dev/simulator/model/fleet-file.ts';
import { Notify, SweepSubscription } from '../../shared/app/messages.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { composeApp } from '../../shared/host/compose.ts';
import { type Azurite, startAzurite } from '../contracts/azurite.ts';

/** The whole app without the Functions host: real stores and queues, a simulated Azure, and a receiver of news. */
let azurite: Azurite;
let simulator: Simulator;
let bus: ServiceBusEmulator;
let client: ServiceBusClient;
let receiver: Server;
const news: { headers: IncomingHttpHeaders; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      news.push({ headers: request.headers, body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(202).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  [azurite, simulator, bus] = await Promise.all([
    startAzurite(),
    loadFleetFile('dev/fleets/demo.json').then((fleet) => startSimulator({ fleet })),
    loadQueueDefinitions('infra/queues.json').then((queues) => startServiceBus({ queues, port: 0 })),
  ]);
  client = new ServiceBusClient(bus.connectionString);
});

afterAll(async () => {
  await client.close();
  receiver.close();
  await Promise.all([azurite.stop(), simulator.close(), bus.close()]);
});

function givenApp(storage: string) {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const app = composeApp(
    readConfig({
      Storage: storage,
      ServiceBus: bus.connectionString,
      WEBHOOK_URL: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/news`,
      WEBHOOK_SECRET: '0123456789abcdef0123456789abcdef',
      HTTP_AUTH: 'open',
      ARM_ENDPOINT: simulator.armEndpoint,
      ARM_CA_FILE: simulator.caFile,
      FLEET_CLOCK: simulator.fleetClock,
    }),
    { info: log, warn: log, error: log },
  );
  return { ...app, lines };
}

/** Takes that many messages off a queue, one after the other. */
async function take(queue: string, count: number, handle: (message: ServiceBusReceivedMessage) => Promise<unknown>) {
  const from = client.createReceiver(queue);
  for (let taken = 0; taken < count; taken += 1) {
    const [message] = await from.receiveMessages(1, { maxWaitTimeInMs: 10_000 });
    if (!message) throw new Error(`${queue} has ${taken} messages, not ${count}`);
    await handle(message);
    await from.completeMessage(message);
  }
  expect(await from.peekMessages(1)).toEqual([]);
  await from.close();
}

test('a sweep goes from the timer over the queues and tables to the receiver of news, and another process shows it', async () => {
  const storage = azurite.freshAccount();
  const { fleet, lines } = givenApp(storage);
  const startedAt = Math.floor(Date.now() / 1000);

  const sweep = await fleet.startSweep();
  await take('sweep-subscription', 3, ({ body }) => fleet.sweepSubscription(SweepSubscription.parse(body)));
  await take('notify', 3, ({ body }) => fleet.notify(Notify.parse(body)));

  expect(news.map(({ body }) => (body['data'] as { sweepId: string }).sweepId)).toEqual([sweep.id, sweep.id, sweep.id]);
  // The fleet lives on a clock of its own; the receiver does not.
  const signedAt = news.map(({ headers }) =>
    Number(/^t=(\d+),v1=[\da-f]{64}$/.exec(String(headers['steward-signature']))?.[1]),
  );
  expect(signedAt.every((seconds) => seconds >= startedAt && seconds <= Date.now() / 1000)).toBe(true);
  await fleet.reportDeadLetters();
  await fleet.reviewExemptions();

  const elsewhere = givenApp(storage).fleet;
  const view = await elsewhere.latestSweep();
  expect(view?.coverage).toMatchObject({ whole: true, sweepId: sweep.id, subscriptionsSeen: 3, clustersSeen: 12 });
  expect(view?.ourselves).toEqual([]);
  expect((await elsewhere.findings({ limit: 1 }))?.total).toBeGreaterThan(0);
  expect(lines).toEqual([]);
  expect(simulator.control.counts().writes).toBe(0);
});
