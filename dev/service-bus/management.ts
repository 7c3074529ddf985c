import rhea, { type Typed } from 'rhea';
import type { Outcome } from './message.ts';
import type { Queue } from './queue.ts';
import {
  isRefusal,
  LARGEST_MESSAGE_BYTES,
  messageLockLost,
  messageNotFound,
  messageTooLarge,
  type Refusal,
  sessionLockLost,
  unknownOperation,
  unreadableRequest,
} from './refusals.ts';
import type { Session } from './sessions.ts';
import { deadLetterOutcome, decodeMessage, encodeMessage, longBytes, numberOf, swapGuid, wrapInstant } from './wire.ts';

const { types } = rhea;

/** Type codes of array elements in AMQP 1.0. */
const TIMESTAMP = 0x83;
const LONG = 0x81;

/** `receiver-settle-mode` of a receive-and-delete receiver. */
const SETTLED_ON_RECEIPT = 0;

type Fields = Record<string, unknown>;
type Operation = (queue: Queue, body: Fields) => Fields | Refusal;

export interface ManagementAnswer {
  /** As HTTP has them. */
  readonly status: number;
  readonly body: Fields;
  readonly refusal?: Refusal;
}

/**
 * Answers a request to `QUEUE/$management`.
 * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response (names and fields)
 */
export function manage(queue: Queue, operation: string, body: Fields): ManagementAnswer {
  const run = OPERATIONS[operation.replace(/^com\.microsoft:/, '')];
  const answer = run ? attempt(operation, () => run(queue, body)) : unknownOperation(operation);
  if (isRefusal(answer)) return { status: statusOf(answer), body: {}, refusal: answer };
  const empty = Array.isArray(answer.messages) && answer.messages.length === 0;
  return { status: empty ? 204 : 200, body: answer };
}

/** A request without the fields that it needs is refused; it must not cost the client its connection. */
function attempt(operation: string, run: () => Fields | Refusal): Fields | Refusal {
  try {
    return run();
  } catch (error) {
    return unreadableRequest(operation, String(error));
  }
}

const OPERATIONS: Record<string, Operation> = {
  'renew-lock': (queue, body) => {
    const expirations = queue.renewLocks(tags(body));
    return isRefusal(expirations) ? expirations : { expirations: types.wrap_array(expirations, TIMESTAMP, undefined) };
  },

  'renew-session-lock': (queue, body) => {
    const session = lockedSession(queue, body);
    return isRefusal(session) ? session : { expiration: wrapInstant(queue.renewSession(session)) };
  },

  'get-session-state': (queue, body) => {
    const session = lockedSession(queue, body);
    if (isRefusal(session)) return session;
    return { 'session-state': session.state === undefined ? null : types.wrap_binary(session.state) };
  },

  'set-session-state': (queue, body) => {
    const session = lockedSession(queue, body);
    if (isRefusal(session)) return session;
    const state = body['session-state'];
    session.state = Buffer.isBuffer(state) ? state : undefined;
    return {};
  },

  'get-message-sessions': (queue) => ({ 'sessions-ids': queue.sessions.ids() }),

  'schedule-message': (queue, body) => {
    const encoded = (body.messages as { message: Buffer }[]).map(({ message }) => message);
    const tooLarge = encoded.find(({ length }) => length > LARGEST_MESSAGE_BYTES);
    if (tooLarge) return messageTooLarge(tooLarge.length);
    const sequences = queue.sendAll(encoded.map(decodeMessage));
    if (isRefusal(sequences)) return sequences;
    return { 'sequence-numbers': types.wrap_array(sequences.map(longBytes), LONG, undefined) };
  },

  'cancel-scheduled-message': (queue, body) => {
    for (const sequence of sequenceNumbers(body)) {
      if (!queue.cancelScheduled(sequence)) return messageNotFound(sequence);
    }
    return {};
  },

  'peek-message': (queue, body) => {
    const most = Number(body['message-count']);
    const session = body['session-id'];
    const messages: Typed[] = [];
    for (const message of queue.messages.from(numberOf(body['from-sequence-number']))) {
      if (messages.length >= most) break;
      if (session !== undefined && session !== null && message.sessionId !== session) continue;
      messages.push(types.wrap_map({ message: types.wrap_binary(encodeMessage(message)) }));
    }
    return { messages };
  },

  'receive-by-sequence-number': (queue, body) => {
    const remove = numberOf(body['receiver-settle-mode']) === SETTLED_ON_RECEIPT;
    const messages: Typed[] = [];
    for (const sequence of sequenceNumbers(body)) {
      const taken = queue.takeDeferred(sequence, remove);
      if (!taken) return messageNotFound(sequence);
      const { message, lock } = taken;
      messages.push(
        types.wrap_map({
          message: types.wrap_binary(encodeMessage(message, lock?.until)),
          ...(lock ? { 'lock-token': types.wrap_uuid(swapGuid(lock.tag)) } : {}),
        }),
      );
    }
    return { messages };
  },

  'update-disposition': (queue, body) => {
    const outcome = dispositionOf(body);
    if (!outcome) return unknownOperation(`update-disposition ${String(body['disposition-status'])}`);
    for (const tag of tags(body)) {
      if (!queue.settle(tag, outcome)) return messageLockLost;
    }
    return {};
  },
};

/** A session's lock and state are for its owner only. */
function lockedSession(queue: Queue, body: Fields): Session | Refusal {
  const id = String(body['session-id']);
  const session = queue.sessions.find(id);
  return session?.owner ? session : sessionLockLost(id);
}

function dispositionOf(body: Fields): Outcome | undefined {
  const changes = body['properties-to-modify'];
  const properties = changes && typeof changes === 'object' ? (changes as Record<string, unknown>) : undefined;
  switch (body['disposition-status']) {
    case 'completed':
      return { kind: 'complete' };
    case 'abandoned':
      return { kind: 'abandon', ...(properties ? { properties } : {}) };
    // Spelled so by the service.
    case 'defered':
      return { kind: 'defer', ...(properties ? { properties } : {}) };
    case 'suspended':
      return deadLetterOutcome(body['deadletter-reason'], body['deadletter-description'], properties);
    default:
      return undefined;
  }
}

function tags(body: Fields): Buffer[] {
  return (body['lock-tokens'] as Uint8Array[]).map(swapGuid);
}

function sequenceNumbers(body: Fields): number[] {
  return (body['sequence-numbers'] as unknown[]).map(numberOf);
}

function statusOf({ condition }: Refusal): number {
  if (condition.endsWith('lock-lost')) return 410;
  if (condition.endsWith('not-found')) return 404;
  return condition === 'amqp:not-implemented' ? 501 : 400;
}
