import type { Signals } from '../../domain/alert/signals.ts';
import type { SignalQuestion } from '../../ports/signal-source.ts';

export type SignalName = Exclude<keyof Signals, 'clusterId' | 'readAt'>;

/** A source beside the cluster's own API. */
export interface MoreSignals {
  /** Signals that it can tell. */
  readonly tells: ReadonlySet<SignalName>;
  /**
   * Only what is wanted is asked, and only what is told is there: what is absent is nothing that this source is set up for.
   * Throws for nothing that is expected.
   */
  read(clusterId: string, asked: SignalQuestion, wanted: ReadonlySet<SignalName>): Promise<Partial<Signals>>;
}
