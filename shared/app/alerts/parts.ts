import type { AlertThresholds } from '../../domain/alert/thresholds.ts';
import type { OnCallChannel } from '../../ports/on-call.ts';
import type { SignalSource } from '../../ports/signal-source.ts';
import type { WatchStore } from '../../ports/watch-store.ts';

/** What the alert evaluator needs beside the other parts. */
export interface AlertParts {
  readonly signals: SignalSource;
  readonly watches: WatchStore;
  /** `false`: nobody watches anything, nothing is held for that, and everywhere it is said. */
  readonly alertsOn: boolean;
  /** In the order in which they are tried. */
  readonly onCall: readonly OnCallChannel[];
  /** Of an environment, as planning.json has them. */
  readonly thresholds: (environment: string) => Promise<AlertThresholds>;
}
