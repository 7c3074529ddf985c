import type { Instant } from '../domain/time.ts';
import type { QueueName } from './message-sender.ts';

/** Looks at dead-lettered messages and leaves them where they are, for a person to mend and send again. */
export interface DeadLetters {
  peek(queue: QueueName): Promise<readonly DeadLetter[]>;
}

export interface DeadLetter {
  readonly messageId: string;
  readonly reason: string;
  readonly description?: string;
  readonly deadLetteredAt: Instant;
  /** The body as text, cut at 4 KB. Hostile text: never shown unescaped. */
  readonly body: string;
}
