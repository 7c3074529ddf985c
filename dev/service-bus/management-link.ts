import rhea, { type EventContext, type Receiver } from 'rhea';
import { type ManagementAnswer, manage } from './management.ts';
import type { Queue } from './queue.ts';
import { entityNotFound } from './refusals.ts';
import { linksOf } from './rhea-internals.ts';

const { types } = rhea;

export const AUTHORIZATION_ADDRESS = '$cbs';
export const MANAGEMENT_SUFFIX = '/$management';

const CREDIT = 1000;

/** A link over which a client asks and is answered: `$cbs` (authorization, always granted) or `QUEUE/$management`. */
export class ManagementLink {
  readonly #receiver: Receiver;
  readonly #address: string;
  readonly #queue: Queue | undefined;

  constructor(receiver: Receiver, address: string, queue: Queue | undefined) {
    this.#receiver = receiver;
    this.#address = address;
    this.#queue = queue;
  }

  open(): void {
    this.#receiver.add_credit(CREDIT);
  }

  transfer({ message, delivery }: EventContext): void {
    this.#receiver.add_credit(1);
    delivery?.accept();
    if (!message) return;
    const { status, body, refusal } = this.#answer(
      String(message.application_properties?.operation),
      message.body ?? {},
    );
    const reply = {
      correlation_id: message.message_id,
      body,
      application_properties: {
        statusCode: types.wrap_int(status),
        'status-code': types.wrap_int(status),
        statusDescription: refusal?.description ?? 'OK',
        ...(refusal ? { errorCondition: types.wrap_symbol(refusal.condition) } : {}),
      },
    };
    // Settled when sent: waiting for the client's disposition would stall each request by about 45 ms.
    this.#replyLink(message.reply_to)?.send(reply).update(true);
  }

  #answer(operation: string, body: Record<string, unknown>): ManagementAnswer {
    if (this.#address === AUTHORIZATION_ADDRESS) return { status: 202, body: {} };
    if (this.#queue) return manage(this.#queue, operation, body);
    return { status: 404, body: {}, refusal: entityNotFound(this.#address) };
  }

  #replyLink(replyTo: string | undefined) {
    const fits = (target: string | undefined) =>
      this.#address === AUTHORIZATION_ADDRESS || replyTo === undefined || target === replyTo;
    return linksOf(this.#receiver.session).find(
      (link) => link.is_sender() && link.source?.address === this.#address && fits(link.target?.address),
    );
  }
}
