import type { Clock } from '../../ports/clock.ts';
import type { ExemptionStore } from '../../ports/exemption-store.ts';
import type { OwnFindingStore } from '../../ports/own-finding-store.ts';
import type { Packing } from '../../ports/packing.ts';
import type { PolicySource } from '../../ports/policy-source.ts';
import type { ReadingStore } from '../../ports/reading-store.ts';
import type { SweepStore } from '../../ports/sweep-store.ts';

/** What the questions about the fleet are answered from. None of them asks Azure anything. */
export interface ReadPorts {
  readonly clock: Clock;
  readonly readings: ReadingStore;
  readonly sweeps: SweepStore;
  readonly policy: PolicySource;
  readonly exemptions: ExemptionStore;
  readonly ownFindings: OwnFindingStore;
  /** For what is kept of the fleet between two questions. */
  readonly packing: Packing;
}
