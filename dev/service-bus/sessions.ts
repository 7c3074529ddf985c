import type { Clock } from './clock.ts';
import type { Consumer } from './consumer.ts';
import { MessageLine } from './message-line.ts';
import { noSessionInTime, type Refusal, sessionCannotBeLocked } from './refusals.ts';

/** Messages with one session id; at most one receiver at a time holds its lock. */
export interface Session {
  readonly id: string;
  readonly line: MessageLine;
  owner: Consumer | undefined;
  /** End of the lock, ms since 1970; meaningless without an owner. */
  lockedUntil: number;
  cancelExpiry: (() => void) | undefined;
  /** What receivers left for each other; outlives locks and messages. */
  state: Buffer | undefined;
}

interface Waiting {
  readonly consumer: Consumer;
  readonly answer: (session: Session | Refusal) => void;
  readonly cancelTimeout: () => void;
}

/** The sessions of one queue: who holds which, and who waits for the next. */
export class Sessions {
  readonly #clock: Clock;
  readonly #lockMs: number;
  readonly #onLockExpired: (session: Session, owner: Consumer) => void;
  readonly #sessions = new Map<string, Session>();
  /** Sessions with messages and without an owner, longest ready first. */
  readonly #ready = new Set<Session>();
  #waiting: Waiting[] = [];

  constructor(clock: Clock, lockMs: number, onLockExpired: (session: Session, owner: Consumer) => void) {
    this.#clock = clock;
    this.#lockMs = lockMs;
    this.#onLockExpired = onLockExpired;
  }

  open(id: string): Session {
    let session = this.#sessions.get(id);
    if (!session) {
      session = {
        id,
        line: new MessageLine(),
        owner: undefined,
        lockedUntil: 0,
        cancelExpiry: undefined,
        state: undefined,
      };
      this.#sessions.set(id, session);
    }
    return session;
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  ownedBy(consumer: Consumer): Session | undefined {
    for (const session of this.#sessions.values()) if (session.owner === consumer) return session;
    return undefined;
  }

  ids(): string[] {
    return [...this.#sessions.keys()];
  }

  /** Locks the named session for the consumer, empty or not. */
  acceptNamed(consumer: Consumer, id: string): Session | Refusal {
    const session = this.open(id);
    if (session.owner) return sessionCannotBeLocked(id);
    this.#lock(session, consumer);
    return session;
  }

  /** Locks the next session that has messages; answers later, within `timeoutMs`, when there is none. */
  acceptNext(
    consumer: Consumer,
    timeoutMs: number,
    answer: (session: Session | Refusal) => void,
  ): 'answered' | 'waiting' {
    const [next] = this.#ready;
    if (next) {
      this.#lock(next, consumer);
      answer(next);
      return 'answered';
    }
    const cancelTimeout = this.#clock.after(timeoutMs, () => {
      this.withdraw(consumer);
      answer(noSessionInTime);
    });
    this.#waiting.push({ consumer, answer, cancelTimeout });
    return 'waiting';
  }

  /** The consumer no longer waits for a session. */
  withdraw(consumer: Consumer): void {
    this.#waiting = this.#waiting.filter((waiting) => {
      if (waiting.consumer !== consumer) return true;
      waiting.cancelTimeout();
      return false;
    });
  }

  /** @returns when the renewed lock ends, ms since 1970. */
  renew(session: Session): number {
    session.cancelExpiry?.();
    session.lockedUntil = this.#clock.now() + this.#lockMs;
    session.cancelExpiry = this.#clock.after(this.#lockMs, () => {
      if (session.owner) this.#onLockExpired(session, session.owner);
    });
    return session.lockedUntil;
  }

  release(session: Session): void {
    session.cancelExpiry?.();
    session.owner = undefined;
    this.update(session);
  }

  /** To be called when a session's line or owner has changed: hands it to who waits, or forgets it when nothing is left. */
  update(session: Session): void {
    this.#ready.delete(session);
    if (session.owner) return;
    if (session.line.length === 0) {
      if (session.state === undefined) this.#sessions.delete(session.id);
      return;
    }
    const first = this.#waiting.shift();
    if (first) {
      first.cancelTimeout();
      this.#lock(session, first.consumer);
      first.answer(session);
    } else {
      this.#ready.add(session);
    }
  }

  /** Calls off all timers. */
  stop(): void {
    for (const session of this.#sessions.values()) session.cancelExpiry?.();
    for (const waiting of this.#waiting) waiting.cancelTimeout();
    this.#waiting = [];
  }

  #lock(session: Session, consumer: Consumer): void {
    this.#ready.delete(session);
    session.owner = consumer;
    this.renew(session);
  }
}
