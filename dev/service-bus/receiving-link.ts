import type { Delivery, Sender } from 'rhea';
import type { Consumer, Departure } from './consumer.ts';
import type { Lock, StoredMessage } from './message.ts';
import type { Queue } from './queue.ts';
import { isRefusal, messageLockLost, type Refusal, sessionLockLost } from './refusals.ts';
import { answerSettlement, deliveryStates, holdBackAttach, roomOn, setAttach } from './rhea-internals.ts';
import type { Session } from './sessions.ts';
import { outcomeOf, ticksOf, withAnnotations } from './wire.ts';

const SESSION_FILTER = 'com.microsoft:session-filter';
/** AMQP's `settled` sender settle mode, which the SDK asks for to receive and delete. */
const PRESETTLED = 1;

/** How long a receiver waits for "the next session" when it does not say, and at most. */
const SESSION_WAIT_MS = 60_000;
const LONGEST_SESSION_WAIT_MS = 65_000;

/** A link over which a client receives from a queue (the emulator is AMQP's sender on it). */
export class ReceivingLink implements Consumer {
  readonly mode: Consumer['mode'];
  readonly #sender: Sender;
  readonly #queue: Queue;
  #session: Session | undefined;
  /** Given to rhea and perhaps not written yet. */
  readonly #handedOver: Delivery[] = [];
  readonly #lockTags = new WeakMap<Delivery, Buffer>();

  constructor(sender: Sender, queue: Queue) {
    this.#sender = sender;
    this.#queue = queue;
    this.mode = sender.snd_settle_mode === PRESETTLED ? 'receive-and-delete' : 'peek-lock';
  }

  /** Answers the attach of a receiver without a session. */
  open(): void {
    this.#queue.attach(this);
  }

  /** Answers the attach of a session receiver: at once, or when a session is there to be locked. */
  openSession(wanted: string | undefined): void {
    const asked = Number(this.#sender.properties?.['com.microsoft:timeout'] ?? SESSION_WAIT_MS);
    const timeoutMs = Math.min(asked, LONGEST_SESSION_WAIT_MS);
    const when = this.#queue.acceptSession(this, wanted, timeoutMs, (session) => this.#answerAttach(session));
    if (when === 'waiting') holdBackAttach(this.#sender);
  }

  hasRoom(): boolean {
    return this.#sender.is_open() && roomOn(this.#sender, this.#handedOver) > 0 && this.#sender.sendable();
  }

  deliver(message: StoredMessage, lock: Lock | undefined): void {
    const delivery = this.#sender.send(withAnnotations(message, lock?.until), lock?.tag);
    this.#handedOver.push(delivery);
    if (lock) this.#lockTags.set(delivery, lock.tag);
    else delivery.update(true);
  }

  drop(reason: Refusal): void {
    this.#sender.close({ ...reason });
  }

  /** The client asks for more messages, or wants its unused room back. */
  flow(): void {
    this.#queue.distribution.feed(this, this.#session);
    // Has an effect only when the client wants its room back: then there is none left.
    this.#sender.set_drained(true);
  }

  /** The client decided about a message. */
  settle(kind: 'accepted' | 'rejected' | 'released' | 'modified', delivery: Delivery): void {
    if (delivery.remote_settled) return;
    const tag = this.#lockTags.get(delivery);
    this.#lockTags.delete(delivery);
    const lost = this.#session ? sessionLockLost(this.#session.id) : messageLockLost;
    const settled = tag !== undefined && this.#queue.settle(tag, outcomeOf(kind, delivery.remote_state ?? {}));
    const state = settled ? deliveryStates.accepted() : deliveryStates.rejected({ error: { ...lost } });
    answerSettlement(this.#sender, delivery, state.described());
  }

  gone(departure: Departure): void {
    this.#queue.detach(this, departure);
  }

  #answerAttach(session: Session | Refusal): void {
    if (isRefusal(session)) return refuse(this.#sender, session);
    this.#session = session;
    this.#sender.set_source({ address: this.#sender.source.address, filter: { [SESSION_FILTER]: session.id } });
    setAttach(this.#sender, { properties: { 'com.microsoft:locked-until-utc': ticksOf(session.lockedUntil) } });
    // Only has an effect when the answer was held back.
    this.#sender.open();
  }
}

/** Answers an attach with no. The answer names no session: the SDK would take it for one that was accepted. */
export function refuse(sender: Sender, refusal: Refusal): void {
  sender.set_source({ address: sender.source?.address });
  sender.open();
  sender.close({ ...refusal });
}

/** The session that a receiver's attach asks for: `none` for a receiver without one, `next`, or a named one. */
export function sessionAskedFor(sender: Sender): 'none' | 'next' | { id: string } {
  const filter: Record<string, unknown> = sender.source?.filter ?? {};
  if (!(SESSION_FILTER in filter)) return 'none';
  const described = filter[SESSION_FILTER] as { value?: unknown } | string | null | undefined;
  const id = described !== null && typeof described === 'object' ? described.value : described;
  return id === undefined || id === null ? 'next' : { id: String(id) };
}
