import type { PolicyLimits } from '../domain/policy/policy-facts.ts';
import type { Announcer } from '../ports/announcer.ts';
import type { Clock, IdMaker } from '../ports/clock.ts';
import type { ClusterDetails } from '../ports/cluster-details.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import type { ExemptionStore } from '../ports/exemption-store.ts';
import type { FleetReader } from '../ports/fleet-reader.ts';
import type { LatestImageStore } from '../ports/latest-image-store.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import type { OwnFindingStore } from '../ports/own-finding-store.ts';
import type { Packing } from '../ports/packing.ts';
import type { PolicySource } from '../ports/policy-source.ts';
import type { ReadingStore } from '../ports/reading-store.ts';
import type { SubscriptionSource } from '../ports/subscription-source.ts';
import type { SweepStore } from '../ports/sweep-store.ts';

/** Everything the use cases need from the world, built once per process. */
export interface Parts {
  readonly clock: Clock;
  readonly ids: IdMaker;
  readonly subscriptions: SubscriptionSource;
  readonly reader: FleetReader;
  readonly details: ClusterDetails;
  readonly latestImages: LatestImageStore;
  readonly readings: ReadingStore;
  readonly sweeps: SweepStore;
  readonly exemptions: ExemptionStore;
  readonly ownFindings: OwnFindingStore;
  readonly policy: PolicySource;
  readonly sender: MessageSender;
  readonly deadLetters: DeadLetters;
  readonly announcer: Announcer;
  readonly packing: Packing;
  readonly scope: SweepScope;
  readonly limits: SweepLimits;
}

/** Which subscriptions a sweep is about. */
export type SweepScope =
  | { readonly kind: 'visible' }
  | { readonly kind: 'listed'; readonly subscriptionIds: readonly string[] }
  | { readonly kind: 'management-group'; readonly id: string };

export interface SweepLimits {
  readonly policy: PolicyLimits;
  readonly latestImageTtlMs: number;
  /** Calls to AKS itself in one sweep, for each subscription and region. */
  readonly aksCallsPerSweep: number;
}
