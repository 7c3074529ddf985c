import type { Instant } from '../../../shared/domain/time.ts';
import type { MessageSender, OutgoingMessage } from '../../../shared/ports/message-sender.ts';

export interface SimMessage {
  readonly id: string;
  readonly session: string;
  /** As text, as on a real queue: what does not survive JSON does not arrive. */
  readonly body: string;
  due: Instant;
  deliveries: number;
}

/** As Service Bus finds duplicates. */
const DETECTION_MS = 10 * 60_000;
const MOST_DELIVERIES = 10;

/**
 * The queue `advance-migration` on virtual time: at least once, sessions one after another, the same id within ten
 * minutes once, dead letters after ten deliveries.
 */
export class SimQueue {
  readonly #now: () => Instant;
  readonly #seen = new Map<string, Instant>();
  #waiting: SimMessage[] = [];
  /** Locks that hold, by session. */
  readonly #locked = new Map<string, number>();
  #locks = 0;
  dead = 0;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  get sender(): MessageSender {
    return {
      send: async (queue, messages) => {
        if (queue === 'advance-migration') for (const message of messages) this.#take(message);
      },
    };
  }

  #take({ id, body, sessionId, notBefore }: OutgoingMessage): void {
    const now = this.#now();
    if (now - (this.#seen.get(id) ?? Number.NEGATIVE_INFINITY) < DETECTION_MS) return;
    this.#seen.set(id, now);
    if (!sessionId) throw new Error('a message without a session');
    const due = Math.max(now, notBefore ?? now);
    this.#waiting.push({ id, session: sessionId, body: JSON.stringify(body), due, deliveries: 0 });
  }

  /** Messages that may be handed out now: the first of every session that nobody works on. */
  ready(): readonly SimMessage[] {
    const now = this.#now();
    const first = new Map<string, SimMessage>();
    for (const message of this.#waiting) {
      if (message.due > now || this.#locked.has(message.session)) continue;
      const other = first.get(message.session);
      if (!other || message.due < other.due) first.set(message.session, message);
    }
    return [...first.values()];
  }

  /** When the next one may be handed out. */
  nextDue(): Instant | undefined {
    let next: Instant | undefined;
    for (const { due } of this.#waiting) if (next === undefined || due < next) next = due;
    return next;
  }

  /** @returns the lock: who does not hold it any more can neither complete nor abandon */
  lock({ session }: SimMessage): number {
    this.#locks += 1;
    this.#locked.set(session, this.#locks);
    return this.#locks;
  }

  complete(message: SimMessage, lock: number): void {
    if (this.#release(message, lock)) this.#waiting = this.#waiting.filter((other) => other !== message);
  }

  /** Not done: it comes again, after as long as its lock still holds. */
  abandon(message: SimMessage, lock: number, afterMs: number): void {
    if (!this.#release(message, lock)) return;
    message.due = this.#now() + afterMs;
    this.#delivered(message);
  }

  /** Whoever works hangs, and nobody renews the locks: every message that is worked on comes again. */
  unlockAll(): void {
    for (const session of this.#locked.keys()) {
      const first = this.#waiting.filter((message) => message.session === session).toSorted((a, b) => a.due - b.due)[0];
      if (first) this.#delivered(first);
    }
    this.#locked.clear();
  }

  #release({ session }: SimMessage, lock: number): boolean {
    if (this.#locked.get(session) !== lock) return false;
    return this.#locked.delete(session);
  }

  #delivered(message: SimMessage): void {
    message.deliveries += 1;
    if (message.deliveries < MOST_DELIVERIES) return;
    this.dead += 1;
    this.#waiting = this.#waiting.filter((other) => other !== message);
  }

  duplicate(pick: number): boolean {
    const message = this.#pick(pick);
    if (message) this.#waiting.push({ ...message, deliveries: 0 });
    return message !== undefined;
  }

  delay(pick: number, ms: number): boolean {
    const message = this.#pick(pick);
    if (message) message.due += ms;
    return message !== undefined;
  }

  /** Not what a queue does, but what a crash between a save and a send looks like: the watchdog has to notice. */
  loseUnseen(): void {
    this.#waiting = this.#waiting.filter(({ deliveries }) => deliveries > 0);
  }

  #pick(pick: number): SimMessage | undefined {
    return this.#waiting[Math.floor(pick * this.#waiting.length)];
  }
}
