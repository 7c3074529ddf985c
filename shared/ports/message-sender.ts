import type { Instant } from '../domain/time.ts';

/** Puts messages on a queue. At-least-once: the reader must not mind a message that comes twice. */
export interface MessageSender {
  /** @param queue a name from `infra/queues.json` */
  send(queue: QueueName, messages: readonly OutgoingMessage[]): Promise<void>;
}

export type QueueName =
  | 'sweep-subscription'
  | 'inspect-cluster'
  | 'advance-migration'
  | 'evaluate-alert'
  | 'notify'
  | 'page-on-call'
  | 'post-chat';

export interface OutgoingMessage {
  /** Starts with a letter; the same id within the queue's detection window is delivered once. */
  readonly id: string;
  readonly body: unknown;
  /** Messages of one session are handled one after another. Required by `advance-migration` and `post-chat`. */
  readonly sessionId?: string;
  /** Not before this moment, by the fleet's clock; at once when absent. */
  readonly notBefore?: Instant;
}
