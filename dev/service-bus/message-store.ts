import type { Clock } from './clock.ts';
import type { MessageContent, StoredMessage } from './message.ts';

interface Arrival {
  readonly sessionId: string | undefined;
  readonly enqueuedAt: number;
  readonly expiresAt: number;
  readonly deliveryCount?: number;
}

/** Everything that is in one queue, whatever its state, in the order of sequence numbers. */
export class MessageStore {
  readonly #clock: Clock;
  readonly #messages = new Map<number, StoredMessage>();
  #lastSequence = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(content: MessageContent, { sessionId, enqueuedAt, expiresAt, deliveryCount = 0 }: Arrival): StoredMessage {
    this.#lastSequence += 1;
    const message: StoredMessage = {
      sequence: this.#lastSequence,
      content,
      sessionId,
      state: 'active',
      deliveryCount,
      enqueuedAt,
      expiresAt,
      lock: undefined,
      cancelAlarm: undefined,
    };
    this.#messages.set(message.sequence, message);
    return message;
  }

  get size(): number {
    return this.#messages.size;
  }

  find(sequence: number): StoredMessage | undefined {
    return this.#messages.get(sequence);
  }

  *from(sequence: number): Generator<StoredMessage> {
    for (const message of this.#messages.values()) if (message.sequence >= sequence) yield message;
  }

  /** Runs `action` at an instant if the message is still here then. A message has one alarm; a new one replaces it. */
  wakeAt(message: StoredMessage, instant: number, action: () => void): void {
    message.cancelAlarm?.();
    message.cancelAlarm = Number.isFinite(instant) ? this.#clock.after(instant - this.#clock.now(), action) : undefined;
  }

  remove(message: StoredMessage): void {
    message.cancelAlarm?.();
    message.cancelAlarm = undefined;
    this.#messages.delete(message.sequence);
  }
}
