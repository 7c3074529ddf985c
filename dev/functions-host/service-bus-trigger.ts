import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus';
import { settleInTurn } from '../service-bus/settle-in-turn.ts';
import type { Binding } from './core-api.ts';
import { HostError } from './host-error.ts';
import type { HostJson } from './host-json.ts';
import { describeError, type HostLog } from './host-log.ts';
import type { TriggerInput } from './invoke.ts';
import { messageInput } from './service-bus-message.ts';
import { expandSettings, type Settings } from './settings.ts';

/** Where a function's messages come from, with settings filled in. */
export interface QueueSource {
  readonly functionName: string;
  readonly queueName: string;
  readonly connection: string;
  readonly sessions: boolean;
  readonly autoComplete: boolean;
}

export interface QueueTrigger {
  /** Takes no further message. Messages under way are run to their end and settled. */
  stop(): Promise<void>;
}

export interface QueueTriggerOptions {
  readonly source: QueueSource;
  readonly client: ServiceBusClient;
  readonly limits: HostJson['extensions']['serviceBus'];
  readonly log: HostLog;
  readonly run: (input: TriggerInput, note: string) => Promise<{ ok: boolean; error?: unknown }>;
}

/** @throws HostError for a topic, or for batches: the local host does not have them. */
export function readQueueSource(
  functionName: string,
  binding: Binding,
  settings: Settings,
  limits: HostJson['extensions']['serviceBus'],
): QueueSource {
  const where = `function "${functionName}"`;
  if (typeof binding.queueName !== 'string') {
    throw new HostError('HOST_UNSUPPORTED', `${where} listens to a topic; the local host has queues only`);
  }
  if (binding.cardinality === 'many') {
    throw new HostError('HOST_UNSUPPORTED', `${where} takes messages in batches; the local host gives one at a time`);
  }
  return {
    functionName,
    queueName: expandSettings(binding.queueName, settings, where),
    connection: String(binding.connection),
    sessions: binding.isSessionsEnabled === true,
    autoComplete: (binding.autoCompleteMessages as boolean | undefined) ?? limits.autoCompleteMessages,
  };
}

/** Runs a function for each message of a queue without sessions, several at a time. */
export function queueTrigger(options: QueueTriggerOptions): QueueTrigger {
  const { source, client, limits, log } = options;
  const receiver = client.createReceiver(source.queueName, {
    receiveMode: 'peekLock',
    maxAutoLockRenewalDurationInMs: limits.maxAutoLockRenewalDuration,
  });
  const settlements = settleInTurn(receiver);
  const underWay = new Set<Promise<void>>();
  const subscription = receiver.subscribe(
    {
      processMessage: async (message) => {
        const handled = handleMessage(options, settlements, message);
        underWay.add(handled);
        await handled.finally(() => underWay.delete(handled));
      },
      processError: async ({ error }) => {
        log.warn(`${source.functionName.padEnd(20)}  queue "${source.queueName}": ${describeError(error)}`);
      },
    },
    { maxConcurrentCalls: limits.maxConcurrentCalls, autoCompleteMessages: false },
  );
  return {
    async stop() {
      await subscription.close();
      await Promise.all(underWay);
      await receiver.close();
    },
  };
}

/**
 * Runs the function for one message and settles it: completed when it went well, else given back, so
 * that Service Bus delivers it again or moves it to the dead-letter queue after its last delivery.
 */
export async function handleMessage(
  { source, log, run }: QueueTriggerOptions,
  settlements: ReturnType<typeof settleInTurn>,
  message: ServiceBusReceivedMessage,
): Promise<void> {
  const delivery = (message.deliveryCount ?? 0) + 1;
  const { ok } = await run(messageInput(message), delivery > 1 ? `delivery ${delivery}` : '');
  if (ok && !source.autoComplete) return;
  try {
    await (ok ? settlements.completeMessage(message) : settlements.abandonMessage(message));
  } catch (error) {
    // Its lock was lost: Service Bus delivers the message again by itself.
    log.warn(`${source.functionName.padEnd(20)}  message was not settled: ${describeError(error)}`);
  }
}
