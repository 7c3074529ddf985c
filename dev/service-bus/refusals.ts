/** Why the service says no. `condition` is the code on the wire; the SDK turns it into the error's `code`. */
export interface Refusal {
  readonly condition: string;
  readonly description: string;
}

/** The SDK reads this condition as `MessageSizeExceeded`. Limit of the Standard tier, in bytes. */
export const LARGEST_MESSAGE_BYTES = 256 * 1024;

export const messageTooLarge = (bytes: number): Refusal => ({
  condition: 'amqp:link:message-size-exceeded',
  description: `The received message (delivery-id:0, size:${bytes} bytes) exceeds the limit (${LARGEST_MESSAGE_BYTES} bytes) currently allowed on the link.`,
});

export const entityNotFound = (address: string): Refusal => ({
  condition: 'amqp:not-found',
  description: `The messaging entity '${address}' could not be found.`,
});

export const messageLockLost: Refusal = {
  condition: 'com.microsoft:message-lock-lost',
  description:
    'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
};

export const sessionLockLost = (session: string): Refusal => ({
  condition: 'com.microsoft:session-lock-lost',
  description: `The session lock has expired on the session '${session}'. Accept a new session.`,
});

export const sessionCannotBeLocked = (session: string): Refusal => ({
  condition: 'com.microsoft:session-cannot-be-locked',
  description: `The requested session '${session}' cannot be accepted. It may be locked by another receiver.`,
});

export const noSessionInTime: Refusal = {
  condition: 'com.microsoft:timeout',
  description: 'The operation did not complete within the allotted time: no session was free.',
};

export const sessionIdMissing: Refusal = {
  condition: 'amqp:not-allowed',
  description: 'The queue requires sessions, and the message has no session id.',
};

export const sessionRequired: Refusal = {
  condition: 'amqp:not-allowed',
  description: 'It is not possible for an entity that requires sessions to create a non-sessionful message receiver.',
};

export const sessionNotSupported: Refusal = {
  condition: 'amqp:not-allowed',
  description: 'A sessionful message receiver cannot be created on an entity that does not require sessions.',
};

export const messageNotFound = (sequence: number): Refusal => ({
  condition: 'com.microsoft:message-not-found',
  description: `The message with sequence number ${sequence} was not found, or is not in the state that this needs.`,
});

export const unknownOperation = (operation: string): Refusal => ({
  condition: 'amqp:not-implemented',
  description: `The emulator does not know the operation '${operation}'.`,
});

export const unreadableRequest = (operation: string, why: string): Refusal => ({
  condition: 'amqp:decode-error',
  description: `The request '${operation}' cannot be read: ${why}`,
});

export const shuttingDown: Refusal = {
  condition: 'amqp:connection:forced',
  description: 'The Service Bus emulator is shutting down.',
};

/** Narrows an answer that is either a value or a refusal. */
export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'condition' in answer && 'description' in answer;
}
