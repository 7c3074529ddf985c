import type { Lock, StoredMessage } from './message.ts';
import type { Refusal } from './refusals.ts';

/** One receiver's link, as a queue sees it. */
export interface Consumer {
  /** `receive-and-delete` messages are gone from the queue as soon as they are sent. */
  readonly mode: 'peek-lock' | 'receive-and-delete';
  /** True while the receiver has asked for more messages than were sent to it. */
  hasRoom(): boolean;
  deliver(message: StoredMessage, lock: Lock | undefined): void;
  /** Ends the link with a reason. */
  drop(reason: Refusal): void;
}

/** How a receiver's link ended. */
export type Departure = 'closed' | 'connection-lost';
