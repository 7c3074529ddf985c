import { type Clock, systemClock } from './clock.ts';
import type { OnEmulatorEvent } from './events.ts';
import { Queue } from './queue.ts';
import { type QueueDefinition, type QueueSettings, queueSettings } from './queue-definitions.ts';
import { Transport } from './transport.ts';

export { loadQueueDefinitions, type QueueDefinition } from './queue-definitions.ts';

const DEAD_LETTER_SUFFIX = '/$deadletterqueue';

export interface ServiceBusOptions {
  readonly queues: readonly QueueDefinition[];
  /** 0 or none: any free port. */
  readonly port?: number;
  readonly onEvent?: OnEmulatorEvent;
  /** For tests that do not want to wait; default: the machine's time. */
  readonly clock?: Clock;
}

/** Messages in a queue by state; a locked message counts as active (or deferred), as in the service. */
export interface QueueCounts {
  readonly queue: string;
  readonly active: number;
  readonly deferred: number;
  readonly scheduled: number;
  readonly deadLettered: number;
}

export interface ServiceBusEmulator {
  readonly port: number;
  readonly connectionString: string;
  readonly queues: {
    /** @throws Error when there is no such queue. */
    counts(queue: string): QueueCounts;
    all(): QueueCounts[];
  };
  /** Cuts all TCP connections, as a broken network does. Clients may connect again at once. */
  cutConnections(): void;
  /** Resolves when the port is free and no connection and no timer is left. */
  close(): Promise<void>;
}

/**
 * Starts a Service Bus emulator on 127.0.0.1. Messages live in memory and end with it.
 * @throws Error when a definition is wrong or the port cannot be had.
 */
export async function startServiceBus(options: ServiceBusOptions): Promise<ServiceBusEmulator> {
  const { queues: definitions, port: wantedPort = 0, onEvent = () => {}, clock = systemClock } = options;
  const queues = queueSettings(definitions).map((settings) => createQueue(settings, clock, onEvent));
  const byAddress = new Map<string, Queue>();
  for (const queue of queues) {
    byAddress.set(queue.name.toLowerCase(), queue);
    if (queue.deadLetters) byAddress.set(queue.deadLetters.name.toLowerCase(), queue.deadLetters);
  }
  const transport = new Transport((address) => byAddress.get(address.replace(/^\/+/, '').toLowerCase()), onEvent);
  const port = await transport.listen(wantedPort);
  return {
    port,
    connectionString: `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true;`,
    queues: {
      counts(name) {
        const queue = byAddress.get(name.toLowerCase());
        if (!queue) throw new Error(`The Service Bus emulator has no queue '${name}'.`);
        return countsOf(queue);
      },
      all: () => queues.map(countsOf),
    },
    cutConnections: () => transport.cutConnections(),
    async close() {
      await transport.close();
      for (const queue of byAddress.values()) queue.stop();
    },
  };
}

/** A queue with its dead-letter queue, in which nothing expires and nothing is tried too often. */
function createQueue(settings: QueueSettings, clock: Clock, onEvent: OnEmulatorEvent): Queue {
  const deadLetters = new Queue({
    settings: {
      name: `${settings.name}${DEAD_LETTER_SUFFIX}`,
      requiresSession: false,
      lockMs: settings.lockMs,
      maxDeliveryCount: Number.POSITIVE_INFINITY,
      duplicateWindowMs: 0,
      timeToLiveMs: Number.POSITIVE_INFINITY,
      deadLetterExpired: false,
    },
    clock,
    onEvent,
    deadLetters: undefined,
  });
  return new Queue({ settings, clock, onEvent, deadLetters });
}

function countsOf(queue: Queue): QueueCounts {
  const counts = { active: 0, deferred: 0, scheduled: 0 };
  for (const { state } of queue.messages.from(0)) counts[state] += 1;
  return { queue: queue.name, ...counts, deadLettered: queue.deadLetters?.messages.size ?? 0 };
}
