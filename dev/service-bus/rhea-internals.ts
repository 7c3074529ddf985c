import { createRequire } from 'node:module';
import rhea, { type Delivery, type Sender, type Session } from 'rhea';

/**
 * What the emulator needs of rhea 3.0.5 beyond its public interface, in one place. A new version of rhea
 * is checked against this file.
 */
interface SenderInternals {
  readonly credit: number;
  readonly local: { attach: Record<string, unknown> };
  readonly state: { local_open: boolean; open_requests: number };
}
interface SessionInternals {
  readonly outgoing: { readonly next_pending_delivery: number };
  output(frame: unknown): void;
}
interface DeliveryInternals {
  settled: boolean;
  remote_settled: boolean;
}

const frames = createRequire(import.meta.url)('rhea/lib/frames.js') as {
  disposition(fields: Record<string, unknown>): unknown;
};

interface DeliveryState {
  described(): unknown;
}

/** The delivery states with which a settlement is answered; rhea has them, its types do not. */
export const deliveryStates = rhea.message as unknown as {
  accepted(): DeliveryState;
  rejected(fields: { error: { condition: string; description: string } }): DeliveryState;
};

/** For every connection. Sizes are bytes for frames and deliveries for buffers. */
export const CONNECTION_OPTIONS = {
  max_frame_size: 65_536,
  channel_max: 8191,
  idle_time_out: 120_000,
  // Deliveries that a client never settles keep their slot, so there must be plenty.
  session_buffer_size: { incoming: 2048, outgoing: 65_536 },
  sender_options: { treat_modified_as_released: false, autosettle: false },
  receiver_options: { credit_window: 0, autoaccept: false },
};

/** Messages that the peer asked for and rhea has not been given yet. rhea lowers its `credit` only when it writes. */
export function roomOn(sender: Sender, handedOver: Delivery[]): number {
  const { next_pending_delivery: written } = (sender.session as unknown as SessionInternals).outgoing;
  while (handedOver[0] && handedOver[0].id < written) handedOver.shift();
  return (sender as unknown as SenderInternals).credit - handedOver.length;
}

/**
 * Tells the peer how its settlement ended. Written at once and one by one: rhea joins the dispositions of
 * one tick and would send two neighbours with different outcomes as one, with the first one's outcome.
 */
export function answerSettlement(sender: Sender, delivery: Delivery, state: unknown): void {
  const { id } = delivery;
  const session = sender.session as unknown as SessionInternals;
  session.output(frames.disposition({ role: false, first: id, last: id, settled: true, state }));
  const internals = delivery as unknown as DeliveryInternals;
  internals.settled = true;
  // The peer does not send a second disposition; without this rhea would keep the delivery for ever.
  internals.remote_settled = true;
}

/** rhea answers an attach by itself; this takes the answer back until `openLater`. Only valid in the event `sender_open`. */
export function holdBackAttach(sender: Sender): void {
  const { state } = sender as unknown as SenderInternals;
  Object.assign(state, { local_open: false, open_requests: state.open_requests - 1 });
}

/** Sets fields of the attach answer that rhea has no method for. Only before the answer is written. */
export function setAttach(link: unknown, fields: Record<string, unknown>): void {
  Object.assign((link as SenderInternals).local.attach, fields);
}

/** All links of an AMQP session. */
export function linksOf(session: Session): Sender[] {
  return Object.values((session as unknown as { links: Record<string, Sender> }).links);
}
