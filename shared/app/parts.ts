import type { PolicyLimits } from '../domain/policy/policy-facts.ts';
import type { Announcer } from '../ports/announcer.ts';
import type { ArmFactsReader } from '../ports/arm-facts-reader.ts';
import type { Clock, IdMaker } from '../ports/clock.ts';
import type { ClusterDetails } from '../ports/cluster-details.ts';
import type { ClusterReader } from '../ports/cluster-reader.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import type { ExemptionStore } from '../ports/exemption-store.ts';
import type { FleetReader } from '../ports/fleet-reader.ts';
import type { InspectionStore } from '../ports/inspection-store.ts';
import type { LatestImageStore } from '../ports/latest-image-store.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import type { NodeKnowledge } from '../ports/node-knowledge.ts';
import type { OwnFindingStore } from '../ports/own-finding-store.ts';
import type { Packing } from '../ports/packing.ts';
import type { PlanStore } from '../ports/plan-store.ts';
import type { PlanningSource } from '../ports/planning-source.ts';
import type { PolicySource } from '../ports/policy-source.ts';
import type { PriceSource } from '../ports/price-source.ts';
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
  readonly clusterReader: ClusterReader;
  readonly armFacts: ArmFactsReader;
  readonly knowledge: NodeKnowledge;
  readonly inspections: InspectionStore;
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
  /** Labels and annotations that name an owner, in order of preference. */
  readonly ownerKeys: readonly string[];
  readonly plans: PlanStore;
  readonly planning: PlanningSource;
  readonly prices: PriceSource;
  /** SHA-256 of a text, as lower-case hex. */
  readonly hash: (text: string) => string;
  /** How long plans are kept that are not proposed any more. */
  readonly plansKeptForDays: number;
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
