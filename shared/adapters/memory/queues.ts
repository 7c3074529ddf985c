import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeadLetter, DeadLetters } from '../../ports/dead-letters.ts';
import type { MessageSender, OutgoingMessage, QueueName } from '../../ports/message-sender.ts';

export interface MemoryQueues extends MessageSender, DeadLetters {
  /** Messages that wait on the queue now, those that are not due yet among them. */
  waiting(queue: QueueName): number;
  /** When the next message that is not due yet becomes so; `undefined`: there is none. */
  nextDue(): Instant | undefined;
  /**
   * Hands out messages until no queue that has a handler has one that is due, those included that handlers send
   * meanwhile. Messages of one session are handed out one after another. A handler that throws gets its message again, up to `maxDeliveries`; then it is a dead
   * letter and the others go on. Never throws for a handler.
   */
  drain(handlers: Handlers, options?: DrainOptions): Promise<Drained>;
}

export type Handlers = Partial<Record<QueueName, (body: unknown, delivery: Delivery) => Promise<unknown>>>;

export interface Delivery {
  readonly messageId: string;
  /** 1 the first time. */
  readonly deliveryCount: number;
}

export interface DrainOptions {
  /** Messages handled at the same time, over all queues. */
  readonly concurrency?: number;
  /** Told of every failed delivery; for a log line. */
  readonly onFailure?: (queue: QueueName, delivery: Delivery, error: unknown) => void;
}

export interface Drained {
  readonly completed: number;
  readonly deadLettered: number;
}

interface Waiting {
  readonly queue: QueueName;
  readonly id: string;
  /** As text, as on a real queue: what does not survive JSON does not arrive. */
  readonly body: string;
  readonly sessionId: string | undefined;
  readonly notBefore: Instant;
  deliveries: number;
}

const BODY_LIMIT = 4096;

/** Queues in this process's memory: at least once, first in first out, the same id once. */
export function memoryQueues(clock: Clock, maxDeliveries = 5): MemoryQueues {
  const waiting = new Map<QueueName, Waiting[]>();
  const dead = new Map<QueueName, DeadLetter[]>();
  const idsSeen = new Map<QueueName, Set<string>>();

  /** @param busy sessions of which a message is being handled */
  function take(handlers: Handlers, busy: ReadonlySet<string>): Waiting | undefined {
    const now = clock.now();
    const isFree = ({ sessionId, notBefore }: Waiting) =>
      notBefore <= now && (sessionId === undefined || !busy.has(sessionId));
    for (const [queue, messages] of waiting) {
      const at = handlers[queue] ? messages.findIndex(isFree) : -1;
      if (at >= 0) return messages.splice(at, 1)[0];
    }
    return undefined;
  }

  function bury(message: Waiting, error: unknown): void {
    const letter: DeadLetter = {
      messageId: message.id,
      reason: 'MaxDeliveryCountExceeded',
      description: error instanceof Error ? error.message : String(error),
      deadLetteredAt: clock.now(),
      body: message.body.slice(0, BODY_LIMIT),
    };
    dead.set(message.queue, [...(dead.get(message.queue) ?? []), letter]);
  }

  return {
    async send(queue, messages: readonly OutgoingMessage[]) {
      const seen = idsSeen.get(queue) ?? new Set<string>();
      idsSeen.set(queue, seen);
      const line = waiting.get(queue) ?? [];
      waiting.set(queue, line);
      for (const { id, body, sessionId, notBefore = Number.NEGATIVE_INFINITY } of messages) {
        if (seen.has(id)) continue;
        seen.add(id);
        line.push({ queue, id, body: JSON.stringify(body), sessionId, notBefore, deliveries: 0 });
      }
    },
    async peek(queue) {
      return dead.get(queue) ?? [];
    },
    waiting: (queue) => waiting.get(queue)?.length ?? 0,
    nextDue() {
      const now = clock.now();
      const later = [...waiting.values()].flat().filter(({ notBefore }) => notBefore > now);
      return later.length > 0 ? Math.min(...later.map(({ notBefore }) => notBefore)) : undefined;
    },
    async drain(handlers, { concurrency = 8, onFailure } = {}) {
      let completed = 0;
      let deadLettered = 0;

      async function handle(message: Waiting): Promise<void> {
        message.deliveries += 1;
        const delivery = { messageId: message.id, deliveryCount: message.deliveries };
        try {
          await handlers[message.queue]?.(JSON.parse(message.body), delivery);
          completed += 1;
        } catch (error) {
          onFailure?.(message.queue, delivery, error);
          if (message.deliveries < maxDeliveries) waiting.get(message.queue)?.push(message);
          else {
            deadLettered += 1;
            bury(message, error);
          }
        }
      }

      const running = new Set<Promise<void>>();
      const busy = new Set<string>();
      for (;;) {
        const message = running.size < concurrency ? take(handlers, busy) : undefined;
        if (message) {
          const { sessionId } = message;
          if (sessionId !== undefined) busy.add(sessionId);
          const handling = handle(message).finally(() => {
            if (sessionId !== undefined) busy.delete(sessionId);
            running.delete(handling);
          });
          running.add(handling);
        } else if (running.size > 0) await Promise.race(running);
        else return { completed, deadLettered };
      }
    },
  };
}
