import type { Message } from 'rhea';

/** Decoded AMQP sections: properties, annotations, application properties and body. */
export type MessageContent = Message;

export type MessageState = 'active' | 'deferred' | 'scheduled';

/** One message in a queue. */
export interface StoredMessage {
  /** Given by the queue when the message arrives; it never changes and orders the queue. */
  readonly sequence: number;
  readonly content: MessageContent;
  readonly sessionId: string | undefined;
  state: MessageState;
  /** Deliveries that ended without success. */
  deliveryCount: number;
  /** When it became (or will become) receivable, ms since 1970. */
  enqueuedAt: number;
  /** ms since 1970; `Infinity` in a dead-letter queue. */
  expiresAt: number;
  lock: Lock | undefined;
  /** Calls off whatever waits for this message's schedule or expiry. */
  cancelAlarm: (() => void) | undefined;
}

/** A receiver's time-limited right to settle one message. */
export interface Lock {
  /** The AMQP delivery tag; the SDK shows it as the lock token, a GUID. */
  readonly tag: Buffer;
  /** ms since 1970. */
  until: number;
  cancel: (() => void) | undefined;
}

/** What a receiver decided about a message that it holds the lock of. */
export type Outcome =
  | { kind: 'complete' }
  | { kind: 'abandon'; properties?: Record<string, unknown> }
  | { kind: 'defer'; properties?: Record<string, unknown> }
  | { kind: 'dead-letter'; reason?: string; description?: string; properties?: Record<string, unknown> }
  /** Handed back unread: does not count as a delivery. */
  | { kind: 'release' };

/** Adds to, or replaces, the application properties of a message. */
export function addProperties(message: StoredMessage, properties: Record<string, unknown> | undefined): void {
  if (!properties) return;
  message.content.application_properties = { ...message.content.application_properties, ...properties };
}
