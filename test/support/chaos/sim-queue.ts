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
  #locked = new Set<string>();
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

  lock({ session }: SimMessage): void {
    this.#locked.add(session);
  }

  complete(message: SimMessage): void {
    this.#locked.delete(message.session);
    this.#waiting = this.#waiting.filter((other) => other !== message);
  }

  /** Not done: it comes again, after as long as its lock still holds. */
  abandon(message: SimMessage, afterMs: number): void {
    this.#locked.delete(message.session);
    message.deliveries += 1;
    message.due = this.#now() + afterMs;
    if (message.deliveries < MOST_DELIVERIES) return;
    this.dead += 1;
    this.#waiting = this.#waiting.filter((other) => other !== message);
  }

  /** The lock of a session ran out while somebody still works: another may begin. */
  unlock(session: string): void {
    this.#locked.delete(session);
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
