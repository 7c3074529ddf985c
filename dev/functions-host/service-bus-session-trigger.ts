import type { ServiceBusSessionReceiver } from '@azure/service-bus';
import { describeError } from './host-log.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { handleMessage, type QueueTrigger, type QueueTriggerOptions } from './service-bus-trigger.ts';

/** After a failure to take a session (the connection is down, say), so that the log does not flood. */
const PAUSE_AFTER_FAILURE_MS = 2000;

/**
 * Runs a function for the messages of a queue with sessions: several sessions side by side, and within
 * a session one message after the other, in order.
 */
export function sessionTrigger(options: QueueTriggerOptions): QueueTrigger {
  const stopping = new AbortController();
  const lanes = Array.from({ length: options.limits.maxConcurrentSessions }, () => lane(options, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(lanes);
    },
  };
}

/** Takes one session after the other until the host stops. */
async function lane(options: QueueTriggerOptions, stopping: AbortSignal): Promise<void> {
  const { client, source, limits, log } = options;
  while (!stopping.aborted) {
    let session: ServiceBusSessionReceiver;
    try {
      session = await client.acceptNextSession(source.queueName, {
        maxAutoLockRenewalDurationInMs: limits.maxAutoLockRenewalDuration,
        abortSignal: stopping,
      });
    } catch (error) {
      if (stopping.aborted) return;
      // No session has messages: the service answers so after a while, and we ask again.
      if ((error as { code?: unknown }).code === 'ServiceTimeout') continue;
      log.warn(`${source.functionName.padEnd(20)}  queue "${source.queueName}": ${describeError(error)}`);
      await pause(stopping);
      continue;
    }
    try {
      await serveSession(options, session, stopping);
    } catch (error) {
      if (!stopping.aborted) {
        log.warn(`${source.functionName.padEnd(20)}  session "${session.sessionId}": ${describeError(error)}`);
      }
    } finally {
      await session.close().catch(() => {});
    }
  }
}

/** Handles a session's messages until none came for the idle time. */
async function serveSession(
  options: QueueTriggerOptions,
  session: ServiceBusSessionReceiver,
  stopping: AbortSignal,
): Promise<void> {
  const settleInTurn = oneAtATime();
  while (!stopping.aborted) {
    const [message] = await session.receiveMessages(1, {
      maxWaitTimeInMs: options.limits.sessionIdleTimeout,
      abortSignal: stopping,
    });
    if (!message) return;
    await handleMessage(options, session, settleInTurn, message);
  }
}

const pause = (stopping: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PAUSE_AFTER_FAILURE_MS);
    stopping.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
