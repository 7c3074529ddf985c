import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Lock, StoredMessage } from './message.ts';

/** The message locks of one queue, by lock token. */
export class Locks {
  readonly #clock: Clock;
  readonly #lockMs: number;
  readonly #onExpired: (message: StoredMessage) => void;
  readonly #locked = new Map<string, StoredMessage>();

  constructor(clock: Clock, lockMs: number, onExpired: (message: StoredMessage) => void) {
    this.#clock = clock;
    this.#lockMs = lockMs;
    this.#onExpired = onExpired;
  }

  /**
   * @param until given for a message of a session: its lock is the session's and ends with it.
   *   Otherwise the lock ends by itself after the queue's lock duration.
   */
  take(message: StoredMessage, until?: number): Lock {
    const lock: Lock = { tag: randomBytes(16), until: until ?? 0, cancel: undefined };
    message.lock = lock;
    this.#locked.set(tokenOf(lock.tag), message);
    if (until === undefined) this.#start(message, lock);
    return lock;
  }

  find(tag: Buffer): StoredMessage | undefined {
    return this.#locked.get(tokenOf(tag));
  }

  /** The message must be locked. @returns when the renewed lock ends, ms since 1970. */
  renew(message: StoredMessage): number {
    const { lock } = message;
    if (!lock) throw new Error(`message ${message.sequence} is not locked`);
    lock.cancel?.();
    this.#start(message, lock);
    return lock.until;
  }

  release(message: StoredMessage): void {
    const { lock } = message;
    if (!lock) return;
    lock.cancel?.();
    this.#locked.delete(tokenOf(lock.tag));
    message.lock = undefined;
  }

  /** Locked messages of one session, in order. */
  ofSession(sessionId: string): StoredMessage[] {
    return [...this.#locked.values()].filter((message) => message.sessionId === sessionId);
  }

  #start(message: StoredMessage, lock: Lock): void {
    lock.until = this.#clock.now() + this.#lockMs;
    lock.cancel = this.#clock.after(this.#lockMs, () => this.#onExpired(message));
  }
}

function tokenOf(tag: Buffer): string {
  return tag.toString('hex');
}
