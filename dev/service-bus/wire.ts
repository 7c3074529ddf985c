import rhea, { type Message, type Typed } from 'rhea';
import type { MessageContent, Outcome, StoredMessage } from './message.ts';

const { types } = rhea;

/** .NET counts 100 ns ticks from year 1. */
const TICKS_PER_MS = 10_000n;
const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;

const MESSAGE_STATES = { active: 0, deferred: 1, scheduled: 2 };

export function longBytes(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

export const wrapLong = (value: number | bigint): Typed => types.wrap_long(longBytes(value));

export const wrapInstant = (ms: number): Typed => types.wrap_timestamp(ms);

export const ticksOf = (ms: number): Typed => wrapLong(BigInt(ms) * TICKS_PER_MS + UNIX_EPOCH_TICKS);

/** rhea hands over a long as a number when it fits and as its eight bytes when it does not (or was sent as bytes). */
export function numberOf(value: unknown): number {
  return Buffer.isBuffer(value) ? Number(value.readBigInt64BE()) : Number(value);
}

/** A .NET GUID has its first three groups in little-endian order; AMQP has none. The same step leads both ways. */
export function swapGuid(bytes: Uint8Array): Buffer {
  const guid = Buffer.from(bytes);
  guid.subarray(0, 4).reverse();
  guid.subarray(4, 6).reverse();
  guid.subarray(6, 8).reverse();
  return guid;
}

/** The message with the annotations that the service adds. */
export function withAnnotations(message: StoredMessage, lockedUntil?: number): Message {
  const { content, sequence, enqueuedAt, deliveryCount, state } = message;
  return {
    ...content,
    delivery_count: deliveryCount,
    message_annotations: {
      ...content.message_annotations,
      'x-opt-sequence-number': wrapLong(sequence),
      'x-opt-enqueue-sequence-number': wrapLong(sequence),
      'x-opt-enqueued-time': wrapInstant(enqueuedAt),
      'x-opt-message-state': types.wrap_int(MESSAGE_STATES[state]),
      ...(lockedUntil === undefined ? {} : { 'x-opt-locked-until': wrapInstant(lockedUntil) }),
    },
  };
}

export const encodeMessage = (message: StoredMessage, lockedUntil?: number): Buffer =>
  rhea.message.encode(withAnnotations(message, lockedUntil));

export const decodeMessage = (bytes: Buffer): MessageContent => rhea.message.decode(bytes) as unknown as MessageContent;

/** The messages of a batch, which travels as one message with a data section for each. */
export function splitBatch(bytes: Buffer): MessageContent[] {
  const { body } = decodeMessage(bytes);
  const parts: Buffer[] = body.multiple ? body.content : [body.content];
  return parts.map(decodeMessage);
}

interface WireOutcome {
  readonly error?: {
    readonly condition?: string;
    readonly description?: string;
    readonly info?: Record<string, unknown>;
  };
  readonly message_annotations?: Record<string, unknown>;
  readonly undeliverable_here?: boolean;
}

/** What a delivery state of the peer means for the message. */
export function outcomeOf(kind: 'accepted' | 'rejected' | 'released' | 'modified', state: WireOutcome): Outcome {
  switch (kind) {
    case 'accepted':
      return { kind: 'complete' };
    case 'released':
      return { kind: 'release' };
    case 'modified':
      return {
        kind: state.undeliverable_here ? 'defer' : 'abandon',
        ...(state.message_annotations ? { properties: state.message_annotations } : {}),
      };
    case 'rejected': {
      const { DeadLetterReason, DeadLetterErrorDescription, ...properties } = state.error?.info ?? {};
      return deadLetterOutcome(
        DeadLetterReason ?? state.error?.condition,
        DeadLetterErrorDescription ?? state.error?.description,
        properties,
      );
    }
  }
}

export function deadLetterOutcome(
  reason: unknown,
  description: unknown,
  properties: Record<string, unknown> | undefined,
): Outcome {
  return {
    kind: 'dead-letter',
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(properties ? { properties } : {}),
  };
}
