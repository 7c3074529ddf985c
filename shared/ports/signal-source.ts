import type { Signals } from '../domain/alert/signals.ts';
import type { Instant } from '../domain/time.ts';

/** Reads the signals of one cluster. What cannot be read is `unknown` in its signal; it throws for nothing that is expected. */
export interface SignalSource {
  read(clusterId: string, asked: SignalQuestion): Promise<Signals>;
}

export interface SignalQuestion {
  /** Events and logs from here on. */
  readonly since: Instant;
  /** Pools that take part; node signals are of these. */
  readonly pools: readonly string[];
  /** What came after this may be a migration's doing; absent: nothing was written yet. */
  readonly untouchedUntil?: Instant;
}
