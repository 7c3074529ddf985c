import type { PolicyLimits } from '../domain/policy/policy-facts.ts';
import type { AnnouncementStore } from '../ports/announcement-store.ts';
import type { Announcer } from '../ports/announcer.ts';
import type { ArmFactsReader } from '../ports/arm-facts-reader.ts';
import type { AzureLooker } from '../ports/azure-looker.ts';
import type { Clock, IdMaker } from '../ports/clock.ts';
import type { ClusterDetails } from '../ports/cluster-details.ts';
import type { ClusterLooker } from '../ports/cluster-looker.ts';
import type { ClusterReader } from '../ports/cluster-reader.ts';
import type { DeadLetters } from '../ports/dead-letters.ts';
import type { Deadline } from '../ports/deadline.ts';
import type { DigestStore } from '../ports/digest-store.ts';
import type { DrainWatcher } from '../ports/drain-watcher.ts';
import type { EvidenceStore } from '../ports/evidence-store.ts';
import type { ExemptionStore } from '../ports/exemption-store.ts';
import type { FleetReader } from '../ports/fleet-reader.ts';
import type { FreezeStore } from '../ports/freeze-store.ts';
import type { HealthGates } from '../ports/health-gates.ts';
import type { InspectionStore } from '../ports/inspection-store.ts';
import type { LatestImageStore } from '../ports/latest-image-store.ts';
import type { MessageSender } from '../ports/message-sender.ts';
import type { MigrationNewsStore } from '../ports/migration-news-store.ts';
import type { MigrationStore } from '../ports/migration-store.ts';
import type { NodeKnowledge } from '../ports/node-knowledge.ts';
import type { NodeWriter } from '../ports/node-writer.ts';
import type { OwnFindingStore } from '../ports/own-finding-store.ts';
import type { Packing } from '../ports/packing.ts';
import type { PlanStore } from '../ports/plan-store.ts';
import type { PlanningSource } from '../ports/planning-source.ts';
import type { PodEvictor } from '../ports/pod-evictor.ts';
import type { PolicySource } from '../ports/policy-source.ts';
import type { PoolUpgrader, PoolWriter } from '../ports/pool-writer.ts';
import type { PriceSource } from '../ports/price-source.ts';
import type { ReadingStore } from '../ports/reading-store.ts';
import type { SignOffStore } from '../ports/sign-off-store.ts';
import type { SubscriptionSource } from '../ports/subscription-source.ts';
import type { SweepStore } from '../ports/sweep-store.ts';
import type { VerdictStore } from '../ports/verdict-store.ts';
import type { WorkloadScaler } from '../ports/workload-scaler.ts';
import type { AlertParts } from './alerts/parts.ts';
import type { ChatParts } from './chat/parts.ts';

/** Everything the use cases need from the world, built once per process. */
export interface Parts extends AlertParts, ChatParts {
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
  readonly announcements: AnnouncementStore;
  readonly migrationNews: MigrationNewsStore;
  readonly digests: DigestStore;
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

  readonly migrations: MigrationStore;
  readonly evidence: EvidenceStore;
  readonly signOffs: SignOffStore;
  readonly verdicts: VerdictStore;
  readonly freezes: FreezeStore;
  readonly azureLooker: AzureLooker;
  readonly clusterLooker: ClusterLooker;
  readonly drainWatcher: DrainWatcher;
  /** How long one pass may follow something; real time. */
  readonly deadline: Deadline;
  readonly poolWriter: PoolWriter;
  readonly poolUpgrader: PoolUpgrader;
  readonly nodeWriter: NodeWriter;
  readonly podEvictor: PodEvictor;
  readonly workloadScaler: WorkloadScaler;
  /** Absent: AKS is not told how its upgrades go. */
  readonly healthGates?: HealthGates;
  readonly running: RunLimits;
}

/** What holds for every migration of this app, whatever its plan says. */
export interface RunLimits {
  /** `true`: migrations that are made now run the whole story and write nothing. */
  readonly dryRun: boolean;
  /** Migrations at once, those in hold and watch left out. */
  readonly perRegion: number;
  readonly perSubscription: number;
  /** Pool writes a minute and subscription; AKS lets a pool be changed about once a minute. */
  readonly armWritesPerMinute: number;
  /** Seconds for which one pass may follow a drain. */
  readonly attentionSeconds: number;
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
