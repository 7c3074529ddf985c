import type { ServiceBusSessionReceiver } from '@azure/service-bus';
import { settleInTurn } from '../service-bus/settle-in-turn.ts';
import { describeError } from './host-log.ts';
import { handleMessage, type QueueTrigger, type QueueTriggerOptions } from './service-bus-trigger.ts';

/** After a failure to take a session (the connection is down, say), so that the log does not flood. */
const PAUSE_AFTER_FAILURE_MS = 2000;

/**
 * Runs a function for the messages of a queue with sessions: several sessions side by side, and within
 * a session one message after the other, in order.
 */
export function sessionTrigger(options: QueueTriggerOptions): QueueTrigger {
  const stopping = new AbortController();
  const serving = new Set<Promise<void>>();
  for (let lane = 0; lane < options.limits.maxConcurrentSessions; lane++) {
    void serveSessions(options, serving, stopping.signal);
  }
  return {
    async stop() {
      stopping.abort();
      // A lane that waits for its next session is left alone: the SDK cannot call that off, and closing
      // the connection ends it.
      await Promise.all(serving);
    },
  };
}

/** Takes one session after the other until the host stops. */
async function serveSessions(
  options: QueueTriggerOptions,
  serving: Set<Promise<void>>,
  stopping: AbortSignal,
): Promise<void> {
  const { client, source, limits, log } = options;
  while (!stopping.aborted) {
    let session: ServiceBusSessionReceiver;
    try {
      session = await client.acceptNextSession(source.queueName, {
        maxAutoLockRenewalDurationInMs: limits.maxAutoLockRenewalDuration,
      });
    } catch (error) {
      if (stopping.aborted) return;
      // No session has messages: the service answers so after a while, and we ask again.
      if ((error as { code?: unknown }).code === 'ServiceTimeout') continue;
      log.warn(`${source.functionName.padEnd(20)}  queue "${source.queueName}": ${describeError(error)}`);
      await pause(stopping);
      continue;
    }
    const served = serveSession(options, session, stopping)
      .catch((error: unknown) => {
        if (stopping.aborted) return;
        log.warn(`${source.functionName.padEnd(20)}  session "${session.sessionId}": ${describeError(error)}`);
      })
      .then(() => session.close().catch(() => {}));
    serving.add(served);
    await served;
    serving.delete(served);
  }
}

/** Handles a session's messages until none came for the idle time. */
async function serveSession(
  options: QueueTriggerOptions,
  session: ServiceBusSessionReceiver,
  stopping: AbortSignal,
): Promise<void> {
  const settlements = settleInTurn(session);
  while (!stopping.aborted) {
    const [message] = await session.receiveMessages(1, {
      maxWaitTimeInMs: options.limits.sessionIdleTimeout,
      abortSignal: stopping,
    });
    if (!message) return;
    await handleMessage(options, settlements, message);
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
