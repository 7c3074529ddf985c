import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Consumer, Departure } from './consumer.ts';
import { Distribution } from './distribution.ts';
import { DuplicateHistory } from './duplicates.ts';
import type { OnEmulatorEvent } from './events.ts';
import { Locks } from './locks.ts';
import { addProperties, type Lock, type MessageContent, type Outcome, type StoredMessage } from './message.ts';
import { MessageStore } from './message-store.ts';
import type { QueueSettings } from './queue-definitions.ts';
import { isRefusal, messageLockLost, type Refusal, sessionIdMissing, sessionLockLost } from './refusals.ts';
import { type Session, Sessions } from './sessions.ts';

interface QueueParts {
  readonly settings: QueueSettings;
  readonly clock: Clock;
  readonly onEvent: OnEmulatorEvent;
  /** `undefined` for a dead-letter queue, which has none of its own. */
  readonly deadLetters: Queue | undefined;
}

/** One queue: takes messages, gives them to receivers under a lock, follows their decisions. Knows nothing of AMQP links. */
export class Queue {
  readonly settings: QueueSettings;
  readonly deadLetters: Queue | undefined;
  readonly messages: MessageStore;
  readonly locks: Locks;
  readonly sessions: Sessions;
  readonly distribution: Distribution;
  readonly #clock: Clock;
  readonly #onEvent: OnEmulatorEvent;
  readonly #duplicates: DuplicateHistory;

  constructor({ settings, clock, onEvent, deadLetters }: QueueParts) {
    this.settings = settings;
    this.deadLetters = deadLetters;
    this.#clock = clock;
    this.#onEvent = onEvent;
    this.messages = new MessageStore(clock);
    this.#duplicates = new DuplicateHistory(clock, settings.duplicateWindowMs);
    this.locks = new Locks(clock, settings.lockMs, (message) => this.#lockExpired(message));
    this.sessions = new Sessions(clock, settings.lockMs, (session, owner) => this.#sessionLockExpired(session, owner));
    this.distribution = new Distribution(this.sessions, (message, consumer, session) =>
      this.#deliver(message, consumer, session),
    );
  }

  get name(): string {
    return this.settings.name;
  }

  /**
   * Takes all of these messages, or none when one of them is refused.
   * @returns their sequence numbers; for a duplicate that of the first message with its id.
   */
  sendAll(contents: MessageContent[]): number[] | Refusal {
    const lacksSession = ({ group_id }: MessageContent) => typeof group_id !== 'string';
    if (this.settings.requiresSession && contents.some(lacksSession)) return sessionIdMissing;
    return contents.map((content) => this.#send(content));
  }

  /** @returns false when no message with this number is scheduled. */
  cancelScheduled(sequence: number): boolean {
    const message = this.messages.find(sequence);
    if (message?.state !== 'scheduled') return false;
    this.messages.remove(message);
    return true;
  }

  /** A receiver without a session starts to take messages. */
  attach(consumer: Consumer): void {
    this.distribution.attach(consumer);
    this.#onEvent({ kind: 'receiver-attached', queue: this.name });
  }

  /**
   * A receiver asks for a session: the `wanted` one, or the next that has messages. `answer` is called at once, or
   * (for the next one only) within `timeoutMs`.
   * @returns 'waiting' when `answer` is yet to come.
   */
  acceptSession(
    consumer: Consumer,
    wanted: string | undefined,
    timeoutMs: number,
    answer: (session: Session | Refusal) => void,
  ): 'answered' | 'waiting' {
    const tell = (session: Session | Refusal) => {
      if (!isRefusal(session)) this.#onEvent({ kind: 'session-locked', queue: this.name, session: session.id });
      answer(session);
    };
    if (wanted !== undefined) {
      tell(this.sessions.acceptNamed(consumer, wanted));
      return 'answered';
    }
    const when = this.sessions.acceptNext(consumer, timeoutMs, tell);
    if (when === 'waiting') this.#onEvent({ kind: 'session-awaited', queue: this.name });
    return when;
  }

  /**
   * A receiver has gone. Message locks stay until they expire, as in the service. A session is free at once
   * when its receiver closed it, and without counting a delivery; after a lost connection its lock runs out.
   */
  detach(consumer: Consumer, departure: Departure): void {
    this.sessions.withdraw(consumer);
    this.distribution.detach(consumer);
    const session = this.sessions.ownedBy(consumer);
    if (session && departure === 'closed') this.#releaseSession(session, { countDelivery: false });
    this.#onEvent({ kind: 'receiver-detached', queue: this.name });
  }

  /** Locks a deferred message for whoever asks by number; `remove` takes it out of the queue instead. */
  takeDeferred(sequence: number, remove: boolean): { message: StoredMessage; lock: Lock | undefined } | undefined {
    const message = this.messages.find(sequence);
    if (message?.state !== 'deferred' || message.lock) return undefined;
    if (remove) {
      this.messages.remove(message);
      return { message, lock: undefined };
    }
    const session = message.sessionId === undefined ? undefined : this.sessions.find(message.sessionId);
    return { message, lock: this.locks.take(message, session?.owner ? session.lockedUntil : undefined) };
  }

  /** @returns false when the lock is not held any more; then nothing has changed. */
  settle(tag: Buffer, outcome: Outcome): boolean {
    const message = this.locks.find(tag);
    if (!message) return false;
    this.locks.release(message);
    if ('properties' in outcome) addProperties(message, outcome.properties);
    switch (outcome.kind) {
      case 'complete':
        this.messages.remove(message);
        this.#onEvent({ kind: 'message-completed', queue: this.name, sequence: message.sequence });
        break;
      case 'abandon':
      case 'release':
        this.#putBack(message, { countDelivery: outcome.kind === 'abandon' });
        this.distribution.wake(message.sessionId);
        break;
      case 'defer':
        message.state = 'deferred';
        break;
      case 'dead-letter':
        this.#deadLetter(message, outcome.reason, outcome.description);
        break;
    }
    return true;
  }

  /** Renews all of these locks, or none when one of them is not held any more. @returns when they end, ms since 1970. */
  renewLocks(tags: Buffer[]): number[] | Refusal {
    const held = tags.map((tag) => this.locks.find(tag)).filter((message) => message !== undefined);
    if (held.length < tags.length) return messageLockLost;
    return held.map((message) => {
      this.#onEvent({ kind: 'lock-renewed', queue: this.name, sequence: message.sequence });
      return this.locks.renew(message);
    });
  }

  /** Renews the session's lock, and with it the locks of its messages. */
  renewSession(session: Session): number {
    const until = this.sessions.renew(session);
    for (const message of this.locks.ofSession(session.id)) if (message.lock) message.lock.until = until;
    return until;
  }

  /** Calls off all timers; the queue is not usable any more. */
  stop(): void {
    this.sessions.stop();
    for (const message of this.messages.from(0)) {
      this.locks.release(message);
      this.messages.remove(message);
    }
  }

  #send(content: MessageContent): number {
    // The SDK's lock renewal cannot follow a message without an id.
    content.message_id ??= randomUUID();
    const first = this.#duplicates.find(String(content.message_id));
    if (first !== undefined) {
      this.#onEvent({ kind: 'duplicate-dropped', queue: this.name, sequence: first });
      return first;
    }
    const now = this.#clock.now();
    const due = Math.max(now, Number(content.message_annotations?.['x-opt-scheduled-enqueue-time'] ?? 0));
    const message = this.messages.add(content, {
      sessionId: this.settings.requiresSession ? content.group_id : undefined,
      enqueuedAt: due,
      expiresAt: due + Math.min(content.ttl ?? Number.POSITIVE_INFINITY, this.settings.timeToLiveMs),
    });
    this.#duplicates.remember(String(content.message_id), message.sequence);
    if (due > now) {
      message.state = 'scheduled';
      this.messages.wakeAt(message, due, () => this.#arrive(message));
    } else {
      this.#arrive(message);
    }
    return message.sequence;
  }

  #arrive(message: StoredMessage): void {
    message.state = 'active';
    this.messages.wakeAt(message, message.expiresAt, () => this.#expire(message));
    this.#onEvent({ kind: 'message-arrived', queue: this.name, sequence: message.sequence });
    this.distribution.add(message);
    this.distribution.wake(message.sessionId);
  }

  #deliver(message: StoredMessage, consumer: Consumer, session: Session | undefined): void {
    const { sequence, deliveryCount } = message;
    this.#onEvent({ kind: 'message-delivered', queue: this.name, sequence, deliveryCount });
    if (consumer.mode === 'receive-and-delete') {
      this.messages.remove(message);
      consumer.deliver(message, undefined);
    } else {
      consumer.deliver(message, this.locks.take(message, session?.lockedUntil));
    }
  }

  /** An unlocked message goes back to its place, or to the dead letters when it was tried often enough or is too old. */
  #putBack(message: StoredMessage, { countDelivery }: { countDelivery: boolean }): void {
    if (countDelivery) message.deliveryCount += 1;
    if (message.deliveryCount >= this.settings.maxDeliveryCount) {
      const tries = `Message could not be consumed after ${message.deliveryCount} delivery attempts.`;
      this.#deadLetter(message, 'MaxDeliveryCountExceeded', tries);
    } else if (message.state === 'active') {
      if (message.expiresAt <= this.#clock.now()) this.#dropExpired(message);
      else this.distribution.add(message);
    }
  }

  #lockExpired(message: StoredMessage): void {
    this.locks.release(message);
    this.#onEvent({ kind: 'lock-expired', queue: this.name, sequence: message.sequence });
    this.#putBack(message, { countDelivery: true });
    this.distribution.wake(message.sessionId);
  }

  #sessionLockExpired(session: Session, owner: Consumer): void {
    owner.drop(sessionLockLost(session.id));
    this.#releaseSession(session, { countDelivery: true });
  }

  #releaseSession(session: Session, { countDelivery }: { countDelivery: boolean }): void {
    // Its messages first, so that the next owner gets all of them in order.
    for (const message of this.locks.ofSession(session.id)) {
      this.locks.release(message);
      this.#putBack(message, { countDelivery });
    }
    this.sessions.release(session);
    this.#onEvent({ kind: 'session-released', queue: this.name, session: session.id });
  }

  /** A message's time is over. A locked one may still be settled; a deferred one stays, as in the service. */
  #expire(message: StoredMessage): void {
    if (message.lock || message.state !== 'active') return;
    this.distribution.remove(message);
    this.#dropExpired(message);
  }

  #dropExpired(message: StoredMessage): void {
    this.#onEvent({ kind: 'message-expired', queue: this.name, sequence: message.sequence });
    if (!this.settings.deadLetterExpired) this.messages.remove(message);
    else this.#deadLetter(message, 'TTLExpiredException', 'The message expired and was dead lettered.');
  }

  #deadLetter(message: StoredMessage, reason: string | undefined, description: string | undefined): void {
    this.messages.remove(message);
    addProperties(message, {
      ...(reason === undefined ? {} : { DeadLetterReason: reason }),
      ...(description === undefined ? {} : { DeadLetterErrorDescription: description }),
    });
    this.deadLetters?.takeDeadLetter(message);
    const { name: queue } = this;
    this.#onEvent({ kind: 'message-dead-lettered', queue, sequence: message.sequence, reason: reason ?? '' });
  }

  /** A dead letter keeps its content, its time of arrival and its count of deliveries. It gets a new number and does not expire. */
  takeDeadLetter({ content, enqueuedAt, deliveryCount }: StoredMessage): void {
    const kept = { sessionId: undefined, enqueuedAt, deliveryCount, expiresAt: Number.POSITIVE_INFINITY };
    this.#arrive(this.messages.add(content, kept));
  }
}
