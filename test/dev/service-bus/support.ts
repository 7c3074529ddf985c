import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  ServiceBusClient,
  type ServiceBusClientOptions,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from '@azure/service-bus';
import { onTestFinished } from 'vitest';
import { ControlledClock } from '../../../dev/service-bus/controlled-clock.ts';
import type { EmulatorEvent } from '../../../dev/service-bus/events.ts';
import { type QueueDefinition, type ServiceBusEmulator, startServiceBus } from '../../../dev/service-bus/start.ts';

/** How long a receiver asks a queue in which it expects nothing, ms. */
const NOTHING_MS = 60;

/** An emulator, a client of the real SDK, and a clock that only the test moves; all are closed when the test ends. */
export interface GivenServiceBus {
  readonly emulator: ServiceBusEmulator;
  readonly client: ServiceBusClient;
  readonly clock: ControlledClock;
  readonly events: EmulatorEvent[];
  /** Resolves with the first event of this kind that comes after the call. */
  readonly next: <K extends EmulatorEvent['kind']>(kind: K) => Promise<Extract<EmulatorEvent, { kind: K }>>;
  /** Breaks all connections; resolves when the emulator and the clients have noticed. */
  readonly cutConnections: () => Promise<void>;
  readonly newClient: (options?: ServiceBusClientOptions) => ServiceBusClient;
}

export async function givenServiceBus(...queues: QueueDefinition[]): Promise<GivenServiceBus> {
  const clock = new ControlledClock();
  const events: EmulatorEvent[] = [];
  const waiting: { kind: string; resolve: (event: never) => void }[] = [];
  const onEvent = (event: EmulatorEvent) => {
    events.push(event);
    for (const { resolve } of waiting.filter(({ kind }) => kind === event.kind)) resolve(event as never);
  };
  const emulator = await startServiceBus({ queues, clock, onEvent });
  const clients: ServiceBusClient[] = [];
  const newClient = (options: ServiceBusClientOptions = {}) => {
    const retryOptions = { maxRetries: 3, retryDelayInMs: 20, timeoutInMs: 5000, ...options.retryOptions };
    const client = new ServiceBusClient(emulator.connectionString, { ...options, retryOptions });
    clients.push(client);
    return client;
  };
  onTestFinished(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await emulator.close();
  });
  const next: GivenServiceBus['next'] = (kind) => new Promise((resolve) => waiting.push({ kind, resolve }));
  const cutConnections = async () => {
    const closed = next('connection-closed');
    emulator.cutConnections();
    await closed;
    // The client lives in this process: it reads the end of its connection in one of the next turns.
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  };
  return { emulator, client: newClient(), clock, events, next, cutConnections, newClient };
}

/** Receives exactly `count` messages, in one go or several. */
export async function receive(receiver: ServiceBusReceiver, count: number): Promise<ServiceBusReceivedMessage[]> {
  const received: ServiceBusReceivedMessage[] = [];
  while (received.length < count) {
    const some = await receiver.receiveMessages(count - received.length, { maxWaitTimeInMs: 5000 });
    if (some.length === 0) throw new Error(`${received.length} of ${count} messages came`);
    received.push(...some);
  }
  return received;
}

export async function receiveOne(receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> {
  const [message] = await receive(receiver, 1);
  if (!message) throw new Error('no message came');
  return message;
}

/** What a receiver gets from a queue in which there should be nothing to receive. */
export function receiveNothing(receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage[]> {
  return receiver.receiveMessages(1, { maxWaitTimeInMs: NOTHING_MS });
}

export const bodies = (messages: readonly { body: unknown }[]) => messages.map(({ body }) => body);
