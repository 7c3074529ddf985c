import type { Consumer } from './consumer.ts';
import type { StoredMessage } from './message.ts';
import { MessageLine } from './message-line.ts';
import type { Session, Sessions } from './sessions.ts';

type Deliver = (message: StoredMessage, consumer: Consumer, session: Session | undefined) => void;

/** Which receivable message of a queue goes to which receiver, and when. */
export class Distribution {
  readonly #sessions: Sessions;
  readonly #deliver: Deliver;
  /** Receivable messages that belong to no session. */
  readonly #line = new MessageLine();
  /** Receivers without a session; the first is next in turn. */
  readonly #consumers = new Set<Consumer>();

  constructor(sessions: Sessions, deliver: Deliver) {
    this.#sessions = sessions;
    this.#deliver = deliver;
  }

  attach(consumer: Consumer): void {
    this.#consumers.add(consumer);
  }

  detach(consumer: Consumer): void {
    this.#consumers.delete(consumer);
  }

  /** Puts a message into its line, at the place of its sequence number. Nobody is woken yet. */
  add(message: StoredMessage): void {
    this.#lineOf(message).add(message);
  }

  remove(message: StoredMessage): void {
    this.#lineOf(message).remove(message);
    if (message.sessionId !== undefined) this.#sessions.update(this.#sessions.open(message.sessionId));
  }

  /** Gives the messages of this session, or of none, to whoever has room for them. */
  wake(sessionId: string | undefined): void {
    if (sessionId !== undefined) {
      const session = this.#sessions.open(sessionId);
      if (session.owner) this.feed(session.owner, session);
      else this.#sessions.update(session);
      return;
    }
    for (const consumer of Array.from(this.#consumers)) {
      if (this.#line.length === 0) break;
      if (!consumer.hasRoom()) continue;
      // To the end, so that the receivers take turns.
      this.#consumers.delete(consumer);
      this.#consumers.add(consumer);
      this.feed(consumer);
    }
  }

  /** Gives the receiver what it has room for: of its session, or of what belongs to none. */
  feed(consumer: Consumer, session?: Session): void {
    const line = session ? session.line : this.#line;
    if (session ? session.owner !== consumer : !this.#consumers.has(consumer)) return;
    while (line.length > 0 && consumer.hasRoom()) {
      const message = line.shift();
      if (message) this.#deliver(message, consumer, session);
    }
  }

  #lineOf({ sessionId }: StoredMessage): MessageLine {
    return sessionId === undefined ? this.#line : this.#sessions.open(sessionId).line;
  }
}
