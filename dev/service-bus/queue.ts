import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Consumer, Departure } from './consumer.ts';
import { DuplicateHistory } from './duplicates.ts';
import type { OnEmulatorEvent } from './events.ts';
import { type Lock, Locks } from './locks.ts';
import { addProperties, type MessageContent, type Outcome, type StoredMessage } from './message.ts';
import { MessageLine } from './message-line.ts';
import type { QueueSettings } from './queue-definitions.ts';
import { messageLockLost, type Refusal, sessionIdMissing, sessionLockLost } from './refusals.ts';
import { type Session, Sessions } from './sessions.ts';

interface QueueParts {
  readonly settings: QueueSettings;
  readonly clock: Clock;
  readonly onEvent: OnEmulatorEvent;
  /** `undefined` for a dead-letter queue, which has none of its own. */
  readonly deadLetters: Queue | undefined;
}

/** One queue: takes messages in, gives them to receivers under a lock, and follows their decisions. Knows nothing of AMQP links. */
export class Queue {
  readonly settings: QueueSettings;
  readonly deadLetters: Queue | undefined;
  readonly locks: Locks;
  readonly sessions: Sessions;
  readonly #clock: Clock;
  readonly #onEvent: OnEmulatorEvent;
  readonly #duplicates: DuplicateHistory;
  /** Everything that is in the queue, in the order of arrival. */
  readonly #messages = new Map<number, StoredMessage>();
  /** Receivable messages of a queue without sessions. */
  readonly #line = new MessageLine();
  /** Receivers without a session; the first is next in turn. */
  readonly #consumers = new Set<Consumer>();
  #lastSequence = 0;

  constructor({ settings, clock, onEvent, deadLetters }: QueueParts) {
    this.settings = settings;
    this.deadLetters = deadLetters;
    this.#clock = clock;
    this.#onEvent = onEvent;
    this.#duplicates = new DuplicateHistory(clock, settings.duplicateWindowMs);
    this.locks = new Locks(clock, settings.lockMs, (message) => this.#lockExpired(message));
    this.sessions = new Sessions(clock, settings.lockMs, (session, owner) => this.#sessionLockExpired(session, owner));
  }

  get name(): string {
    return this.settings.name;
  }

  /** All messages from this sequence number on, in order. */
  *messagesFrom(sequence: number): Generator<StoredMessage> {
    for (const message of this.#messages.values()) if (message.sequence >= sequence) yield message;
  }

  find(sequence: number): StoredMessage | undefined {
    return this.#messages.get(sequence);
  }

  /** @returns why the queue does not take this message, if it does not. */
  refusalOf(content: MessageContent): Refusal | undefined {
    return this.settings.requiresSession && typeof content.group_id !== 'string' ? sessionIdMissing : undefined;
  }

  /** @returns the message's sequence number; that of the first one when it is a duplicate. */
  send(content: MessageContent): number | Refusal {
    const refusal = this.refusalOf(content);
    if (refusal) return refusal;
    const sessionId = this.settings.requiresSession ? String(content.group_id) : undefined;
    // The SDK's lock renewal cannot follow a message without an id.
    content.message_id ??= randomUUID();
    const first = this.#duplicates.find(String(content.message_id));
    if (first !== undefined) {
      this.#onEvent({ kind: 'duplicate-dropped', queue: this.name, sequence: first });
      return first;
    }
    const now = this.#clock.now();
    const due = Math.max(now, Number(content.message_annotations?.['x-opt-scheduled-enqueue-time'] ?? 0));
    const message = this.#store(content, sessionId, due);
    this.#duplicates.remember(String(content.message_id), message.sequence);
    if (due > now) {
      message.state = 'scheduled';
      message.cancelAlarm = this.#clock.after(due - now, () => this.#arrive(message));
    } else {
      this.#arrive(message);
    }
    return message.sequence;
  }

  /** @returns false when no message with this number is scheduled. */
  cancelScheduled(sequence: number): boolean {
    const message = this.#messages.get(sequence);
    if (message?.state !== 'scheduled') return false;
    this.#forget(message);
    return true;
  }

  /** A receiver without a session starts to take messages. */
  attach(consumer: Consumer): void {
    this.#consumers.add(consumer);
    this.#onEvent({ kind: 'receiver-attached', queue: this.name });
  }

  /**
   * A receiver has gone. Message locks stay until they expire, as in the service. A session is free at once
   * when its receiver closed it, and without counting a delivery; after a lost connection its lock runs out.
   */
  detach(consumer: Consumer, departure: Departure): void {
    this.sessions.withdraw(consumer);
    this.#consumers.delete(consumer);
    const session = this.sessions.ownedBy(consumer);
    if (session && departure === 'closed') this.#giveBackSession(session, { countDelivery: false });
    this.#onEvent({ kind: 'receiver-detached', queue: this.name });
  }

  /** Gives the receiver what it has room for. */
  feed(consumer: Consumer, session?: Session): void {
    const line = session ? session.line : this.#line;
    if (session ? session.owner !== consumer : !this.#consumers.has(consumer)) return;
    while (line.length > 0 && consumer.hasRoom()) {
      const message = line.shift();
      if (message) this.#deliver(message, consumer, session);
    }
    if (line.length === 0) consumer.ranDry();
  }

  /** Locks a deferred message for whoever asks by number; `remove` takes it out of the queue instead. */
  takeDeferred(sequence: number, remove: boolean): { message: StoredMessage; lock: Lock | undefined } | undefined {
    const message = this.#messages.get(sequence);
    if (message?.state !== 'deferred' || message.lock) return undefined;
    if (remove) {
      this.#forget(message);
      return { message, lock: undefined };
    }
    const session = message.sessionId === undefined ? undefined : this.sessions.find(message.sessionId);
    return { message, lock: this.locks.take(message, undefined, session?.owner ? session.lockedUntil : undefined) };
  }

  /** @returns the reason when the lock is not held any more; then nothing has changed. */
  settle(tag: Buffer, outcome: Outcome): Refusal | undefined {
    const message = this.locks.find(tag);
    if (!message) return messageLockLost;
    this.locks.release(message);
    switch (outcome.kind) {
      case 'complete':
        this.#forget(message);
        this.#onEvent({ kind: 'message-completed', queue: this.name, sequence: message.sequence });
        break;
      case 'abandon':
        addProperties(message, outcome.properties);
        this.#giveBack(message, { countDelivery: true });
        break;
      case 'release':
        this.#giveBack(message, { countDelivery: false });
        break;
      case 'defer':
        addProperties(message, outcome.properties);
        message.state = 'deferred';
        break;
      case 'dead-letter':
        addProperties(message, outcome.properties);
        this.#deadLetter(message, outcome.reason, outcome.description);
        break;
    }
    return undefined;
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
    for (const message of this.#messages.values()) {
      message.cancelAlarm?.();
      this.locks.release(message);
    }
  }

  #store(content: MessageContent, sessionId: string | undefined, enqueuedAt: number): StoredMessage {
    this.#lastSequence += 1;
    // Nothing expires among the dead letters, whatever the message says.
    const ownTtl = this.deadLetters ? (content.ttl ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    const timeToLive = Math.min(ownTtl, this.settings.timeToLiveMs);
    const message: StoredMessage = {
      sequence: this.#lastSequence,
      content,
      sessionId,
      state: 'active',
      deliveryCount: 0,
      enqueuedAt,
      expiresAt: enqueuedAt + timeToLive,
      lock: undefined,
      cancelAlarm: undefined,
    };
    this.#messages.set(message.sequence, message);
    return message;
  }

  #arrive(message: StoredMessage): void {
    message.state = 'active';
    message.cancelAlarm = undefined;
    if (Number.isFinite(message.expiresAt)) {
      message.cancelAlarm = this.#clock.after(message.expiresAt - this.#clock.now(), () => this.#expire(message));
    }
    this.#onEvent({ kind: 'message-arrived', queue: this.name, sequence: message.sequence });
    this.#offer(message);
  }

  /** Puts a message into its line and wakes a receiver. */
  #offer(message: StoredMessage): void {
    if (message.sessionId !== undefined) {
      const session = this.sessions.open(message.sessionId);
      session.line.add(message);
      if (session.owner) this.feed(session.owner, session);
      else this.sessions.update(session);
      return;
    }
    this.#line.add(message);
    for (const consumer of this.#consumers) {
      if (!consumer.hasRoom()) continue;
      // To the end, so that the receivers take turns.
      this.#consumers.delete(consumer);
      this.#consumers.add(consumer);
      this.feed(consumer);
      break;
    }
  }

  #deliver(message: StoredMessage, consumer: Consumer, session: Session | undefined): void {
    const { sequence, deliveryCount } = message;
    this.#onEvent({ kind: 'message-delivered', queue: this.name, sequence, deliveryCount });
    if (consumer.mode === 'receive-and-delete') {
      this.#forget(message);
      consumer.deliver(message, undefined);
    } else {
      consumer.deliver(message, this.locks.take(message, consumer, session?.lockedUntil));
    }
  }

  /** An unlocked message goes back into its line, or on to the dead letters when it was tried often enough or is too old. */
  #giveBack(message: StoredMessage, { countDelivery }: { countDelivery: boolean }): void {
    if (countDelivery) message.deliveryCount += 1;
    if (message.deliveryCount >= this.settings.maxDeliveryCount) {
      const tries = `Message could not be consumed after ${message.deliveryCount} delivery attempts.`;
      this.#deadLetter(message, 'MaxDeliveryCountExceeded', tries);
    } else if (message.state === 'active') {
      if (message.expiresAt <= this.#clock.now()) this.#dropExpired(message);
      else this.#offer(message);
    }
  }

  #lockExpired(message: StoredMessage): void {
    this.locks.release(message);
    this.#onEvent({ kind: 'lock-expired', queue: this.name, sequence: message.sequence });
    this.#giveBack(message, { countDelivery: true });
  }

  #sessionLockExpired(session: Session, owner: Consumer): void {
    owner.drop(sessionLockLost(session.id));
    this.#giveBackSession(session, { countDelivery: true });
  }

  #giveBackSession(session: Session, { countDelivery }: { countDelivery: boolean }): void {
    // Messages first, then the lock: nobody gets the session while a part of it is missing.
    const owner = session.owner;
    for (const message of this.locks.ofSession(session.id)) {
      this.locks.release(message);
      this.#giveBackToSession(message, session, countDelivery);
    }
    if (session.owner === owner) this.sessions.release(session);
    this.#onEvent({ kind: 'session-released', queue: this.name, session: session.id });
  }

  #giveBackToSession(message: StoredMessage, session: Session, countDelivery: boolean): void {
    if (countDelivery) message.deliveryCount += 1;
    if (message.deliveryCount >= this.settings.maxDeliveryCount) {
      const tries = `Message could not be consumed after ${message.deliveryCount} delivery attempts.`;
      this.#deadLetter(message, 'MaxDeliveryCountExceeded', tries);
    } else if (message.state === 'active') {
      session.line.add(message);
    }
  }

  /** A message's time is over. A locked one may still be settled; a deferred one stays, as in the service. */
  #expire(message: StoredMessage): void {
    message.cancelAlarm = undefined;
    if (message.lock || message.state !== 'active') return;
    if (message.sessionId === undefined) {
      this.#line.remove(message);
    } else {
      const session = this.sessions.open(message.sessionId);
      session.line.remove(message);
      this.sessions.update(session);
    }
    this.#dropExpired(message);
  }

  #dropExpired(message: StoredMessage): void {
    this.#onEvent({ kind: 'message-expired', queue: this.name, sequence: message.sequence });
    if (!this.settings.deadLetterExpired) this.#forget(message);
    else this.#deadLetter(message, 'TTLExpiredException', 'The message expired and was dead lettered.');
  }

  #deadLetter(message: StoredMessage, reason: string | undefined, description: string | undefined): void {
    this.#forget(message);
    addProperties(message, {
      ...(reason === undefined ? {} : { DeadLetterReason: reason }),
      ...(description === undefined ? {} : { DeadLetterErrorDescription: description }),
    });
    this.#onEvent({
      kind: 'message-dead-lettered',
      queue: this.name,
      sequence: message.sequence,
      reason: reason ?? '',
    });
    this.deadLetters?.takeDeadLetter(message);
  }

  /** A dead letter keeps its content, its time of arrival and its count of deliveries, and gets a new number. */
  takeDeadLetter({ content, enqueuedAt, deliveryCount }: StoredMessage): void {
    const message = this.#store(content, undefined, enqueuedAt);
    message.deliveryCount = deliveryCount;
    this.#arrive(message);
  }

  #forget(message: StoredMessage): void {
    message.cancelAlarm?.();
    message.cancelAlarm = undefined;
    this.#messages.delete(message.sequence);
  }
}
