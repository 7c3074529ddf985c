import { memoryAnnouncementStore } from '../adapters/memory/announcement-store.ts';
import { silentAnnouncer } from '../adapters/memory/announcer.ts';
import { memoryChatParts } from '../adapters/memory/chat-parts.ts';
import { memoryDigestStore } from '../adapters/memory/digest-store.ts';
import { memoryEvidenceStore } from '../adapters/memory/evidence-store.ts';
import { memoryExemptionStore } from '../adapters/memory/exemption-store.ts';
import { memoryFreezeStore } from '../adapters/memory/freeze-store.ts';
import { memoryInspectionStore } from '../adapters/memory/inspection-store.ts';
import { memoryLatestImageStore } from '../adapters/memory/latest-image-store.ts';
import { memoryMigrationNewsStore } from '../adapters/memory/migration-news-store.ts';
import { memoryMigrationStore } from '../adapters/memory/migration-store.ts';
import { memoryOwnFindingStore } from '../adapters/memory/own-finding-store.ts';
import { memoryPlanStore } from '../adapters/memory/plan-store.ts';
import { type MemoryQueues, memoryQueues } from '../adapters/memory/queues.ts';
import { memoryReadingStore } from '../adapters/memory/reading-store.ts';
import { memorySignOffStore } from '../adapters/memory/sign-off-store.ts';
import { memorySweepStore } from '../adapters/memory/sweep-store.ts';
import { memoryVerdictStore } from '../adapters/memory/verdict-store.ts';
import { memoryWatchStore } from '../adapters/memory/watch-store.ts';
import { fixedPlanning } from '../adapters/policy/planning-source.ts';
import { fixedPolicy, type OwnPolicy } from '../adapters/policy/policy-source.ts';
import { exemptionFile } from '../adapters/system/exemption-file.ts';
import { plannedThresholds } from '../app/alerts/thresholds.ts';
import type { Fleet } from '../app/fleet.ts';
import { InspectCluster, Notify, SweepSubscription } from '../app/messages.ts';
import { fleetOf } from '../app/use-cases.ts';
import { readSweepConfig, type Settings } from '../config/read-config.ts';
import type { Sweep } from '../domain/fleet/sweep.ts';
import type { Clock } from '../ports/clock.ts';
import { azureParts } from './compose-azure.ts';
import { errorFields, logLine } from './log.ts';

export type { OwnPolicy };

export interface LaptopOptions {
  /** What the command line says, under the settings' names (`SWEEP_SUBSCRIPTIONS`...); wins over the environment. */
  readonly settings?: Settings;
  /** Where exemptions are kept from run to run; in memory only when absent. */
  readonly exemptionsFile?: string;
  /** The texts of a `calendar.json` and an `image-policy.json`; what ships when absent. */
  readonly policy?: OwnPolicy;
  /** The text of a `planning.json`; what ships when absent. */
  readonly planning?: string;
}

export interface LaptopFleet {
  readonly fleet: Fleet;
  readonly clock: Clock;
  /** Sweeps once, whole, and comes back when every subscription was seen or given up. */
  sweep(options?: SweepOptions): Promise<Sweep>;
  /** Looks into every running cluster that the sweep had findings about; one that cannot be read is said to be unknown. */
  inspect(options?: InspectOptions): Promise<void>;
}

export interface InspectOptions {
  /** Called at the start and after every cluster. */
  readonly onProgress?: (progress: { readonly clusters: number; readonly done: number }) => void;
  /** One line of JSON for each cluster that could not be inspected. */
  readonly onTrouble?: (line: string) => void;
}

export interface SweepOptions {
  /** Subscriptions read at the same time; they share queries, so more of them need fewer. */
  readonly concurrency?: number;
  /** Called at the start and after every subscription. */
  readonly onProgress?: (progress: SweepProgress) => void;
  /** One line of JSON for each delivery that failed. */
  readonly onTrouble?: (line: string) => void;
}

export interface SweepProgress {
  readonly subscriptions: number;
  readonly subscriptionsDone: number;
  readonly clusters: number;
  readonly pools: number;
}

const AT_ONCE = 64;
/** Nothing outlives the process anyway. */
const KEPT_FOR_DAYS = 1;

/**
 * The use cases of the deployed app on one machine, with nothing deployed: stores in memory, and
 * Azure (or its simulator) read with the person's own sign-in. Nobody is told of changes.
 *
 * @throws ConfigError with a line for every setting that is wrong
 */
export async function laptopFleet(options: LaptopOptions = {}): Promise<LaptopFleet> {
  const { settings, exemptionsFile, policy, planning } = options;
  const azure = azureParts(readSweepConfig(settings));
  const queues = memoryQueues(azure.clock);
  const ownPlanning = fixedPlanning(planning);
  const fleet = fleetOf({
    ...azure,
    inspections: memoryInspectionStore(),
    latestImages: memoryLatestImageStore(),
    readings: memoryReadingStore(),
    sweeps: memorySweepStore(),
    exemptions: exemptionsFile ? exemptionFile(exemptionsFile) : memoryExemptionStore(),
    ownFindings: memoryOwnFindingStore(),
    policy: fixedPolicy(policy),
    announcements: memoryAnnouncementStore(),
    migrationNews: memoryMigrationNewsStore(),
    digests: memoryDigestStore(),
    plans: memoryPlanStore(),
    planning: ownPlanning,
    plansKeptForDays: KEPT_FOR_DAYS,
    sender: queues,
    deadLetters: queues,
    announcer: silentAnnouncer,
    migrations: memoryMigrationStore(),
    evidence: memoryEvidenceStore(),
    signOffs: memorySignOffStore(),
    verdicts: memoryVerdictStore(),
    freezes: memoryFreezeStore(),
    ...memoryChatParts(),
    watches: memoryWatchStore(),
    alertsOn: false,
    onCall: [],
    thresholds: plannedThresholds(ownPlanning),
  });
  return {
    fleet,
    clock: azure.clock,
    sweep: (how) => sweepOnce(fleet, queues, how),
    inspect: (how) => inspectAll(fleet, queues, how),
  };
}

/** Each holds a list of up to 500 objects at a time. */
const INSPECTED_AT_ONCE = 6;

async function inspectAll(fleet: Fleet, queues: MemoryQueues, { onProgress, onTrouble }: InspectOptions = {}) {
  const clusters = queues.waiting('inspect-cluster');
  let done = 0;
  onProgress?.({ clusters, done });
  const look = async (body: unknown) => {
    await fleet.inspectCluster(InspectCluster.parse(body));
    done += 1;
    onProgress?.({ clusters, done });
  };
  await queues.drain(
    { 'inspect-cluster': look },
    {
      concurrency: INSPECTED_AT_ONCE,
      onFailure: (queue, { deliveryCount }, error) =>
        onTrouble?.(logLine('cluster not inspected', { queue, deliveryCount, ...errorFields(error) })),
    },
  );
}

async function sweepOnce(fleet: Fleet, queues: MemoryQueues, options: SweepOptions = {}): Promise<Sweep> {
  const { concurrency = AT_ONCE, onProgress, onTrouble } = options;
  const sweep = await fleet.startSweep();
  let progress = {
    subscriptions: sweep.subscriptions.length,
    subscriptionsDone: sweep.subscriptions.length - queues.waiting('sweep-subscription'),
    clusters: 0,
    pools: 0,
  };
  onProgress?.(progress);
  const read = async (body: unknown) => {
    const outcome = await fleet.sweepSubscription(SweepSubscription.parse(body));
    progress = {
      ...progress,
      subscriptionsDone: progress.subscriptionsDone + 1,
      clusters: progress.clusters + outcome.clusters,
      pools: progress.pools + outcome.pools,
    };
    onProgress?.(progress);
  };
  const tell = (body: unknown) => fleet.notify(Notify.parse(body));
  const { deadLettered } = await queues.drain(
    { 'sweep-subscription': read, notify: tell },
    {
      concurrency,
      onFailure: (queue, { deliveryCount }, error) =>
        onTrouble?.(logLine('message not handled', { queue, deliveryCount, ...errorFields(error) })),
    },
  );
  // What was given up must not look as if it were still to come.
  if (deadLettered > 0) await fleet.reportDeadLetters();
  return sweep;
}
