import rhea, { type EventContext, type Receiver } from 'rhea';
import type { MessageContent } from './message.ts';
import type { Queue } from './queue.ts';
import { isRefusal, LARGEST_MESSAGE_BYTES, messageTooLarge, type Refusal } from './refusals.ts';
import { setAttach } from './rhea-internals.ts';
import { splitBatch } from './wire.ts';

/** Transfers that a client may send before it waits for an answer. */
const CREDIT = 1000;

/** A link over which a client sends to a queue (the emulator is AMQP's receiver on it). */
export class SendingLink {
  readonly #receiver: Receiver;
  readonly #queue: Queue;

  constructor(receiver: Receiver, queue: Queue) {
    this.#receiver = receiver;
    this.#queue = queue;
  }

  open(): void {
    setAttach(this.#receiver, { max_message_size: LARGEST_MESSAGE_BYTES });
    this.#receiver.add_credit(CREDIT);
  }

  /** All messages of a transfer are taken, or none is. */
  transfer({ message, delivery, format }: EventContext & { format?: number }): void {
    this.#receiver.add_credit(1);
    const refusal = this.#take(message as unknown as MessageContent | Buffer, format);
    if (refusal) delivery?.reject({ ...refusal });
    else delivery?.accept();
  }

  #take(message: MessageContent | Buffer, format: number | undefined): Refusal | undefined {
    const bytes = Buffer.isBuffer(message) ? message.length : rhea.message.encode(message).length;
    if (bytes > LARGEST_MESSAGE_BYTES) return messageTooLarge(bytes);
    const contents = Buffer.isBuffer(message) && format ? splitBatch(message) : [message as MessageContent];
    const sequences = this.#queue.sendAll(contents);
    return isRefusal(sequences) ? sequences : undefined;
  }
}
