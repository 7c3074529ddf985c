/** The use cases on stores in memory, over a fleet that a test changes as it goes. Time stands still until a test moves it. */
import { memoryAnnouncementStore } from '../../shared/adapters/memory/announcement-store.ts';
import { collectingAnnouncer } from '../../shared/adapters/memory/announcer.ts';
import { memoryChatParts } from '../../shared/adapters/memory/chat-parts.ts';
import { memoryDigestStore } from '../../shared/adapters/memory/digest-store.ts';
import { memoryEvidenceStore } from '../../shared/adapters/memory/evidence-store.ts';
import { memoryExemptionStore } from '../../shared/adapters/memory/exemption-store.ts';
import { memoryFreezeStore } from '../../shared/adapters/memory/freeze-store.ts';
import { memoryInspectionStore } from '../../shared/adapters/memory/inspection-store.ts';
import { memoryLatestImageStore } from '../../shared/adapters/memory/latest-image-store.ts';
import { memoryMigrationNewsStore } from '../../shared/adapters/memory/migration-news-store.ts';
import { memoryMigrationStore } from '../../shared/adapters/memory/migration-store.ts';
import { memoryOwnFindingStore } from '../../shared/adapters/memory/own-finding-store.ts';
import { memoryPlanStore } from '../../shared/adapters/memory/plan-store.ts';
import { type MemoryQueues, memoryQueues } from '../../shared/adapters/memory/queues.ts';
import { memoryReadingStore } from '../../shared/adapters/memory/reading-store.ts';
import { memorySignOffStore } from '../../shared/adapters/memory/sign-off-store.ts';
import { memorySweepStore } from '../../shared/adapters/memory/sweep-store.ts';
import { memoryVerdictStore } from '../../shared/adapters/memory/verdict-store.ts';
import { memoryWatchStore } from '../../shared/adapters/memory/watch-store.ts';
import { fixedPlanning } from '../../shared/adapters/policy/planning-source.ts';
import { bundledPrices } from '../../shared/adapters/prices/bundled-prices.ts';
import { systemDeadline } from '../../shared/adapters/system/deadline.ts';
import { systemIds } from '../../shared/adapters/system/ids.ts';
import { systemPacking } from '../../shared/adapters/system/packing.ts';
import { sha256Hex } from '../../shared/adapters/system/text-hash.ts';
import { plannedThresholds } from '../../shared/app/alerts/thresholds.ts';
import type { Fleet } from '../../shared/app/fleet.ts';
import {
  AdvanceMigration,
  EvaluateAlert,
  InspectCluster,
  Notify,
  PageOnCall,
  PostChat,
  SweepSubscription,
} from '../../shared/app/messages.ts';
import type { Parts, RunLimits, SweepLimits } from '../../shared/app/parts.ts';
import { fleetOf } from '../../shared/app/use-cases.ts';
import type { Announcement } from '../../shared/domain/announcement.ts';
import type { ArmFacts } from '../../shared/domain/cluster/arm-facts.ts';
import type { ClusterFacts } from '../../shared/domain/cluster/facts.ts';
import { DEFAULT_OWNER_KEYS } from '../../shared/domain/cluster/owners.ts';
import type { Cluster } from '../../shared/domain/fleet/cluster.ts';
import type { NodePool } from '../../shared/domain/fleet/node-pool.ts';
import type { Subscription } from '../../shared/domain/fleet/subscription.ts';
import { DEFAULT_LIMITS } from '../../shared/domain/policy/policy-facts.ts';
import type { Instant } from '../../shared/domain/time.ts';
import type { Answer } from '../../shared/ports/cluster-details.ts';
import type { ClusterWithPools, SubscriptionAnswer } from '../../shared/ports/fleet-reader.ts';
import { givenCluster, givenPool, NOW } from '../support/fleet.ts';
import { givenCalendar, givenCatalogue } from '../support/policy.ts';
import { GIVEN_KNOWLEDGE } from '../support/stack.ts';

export const FRESH = 'AKSUbuntu-2404gen2containerd-202611.12.0';
/** 112 days old at NOW. */
export const OLD = 'AKSUbuntu-2404gen2containerd-202607.31.0';

export const LIMITS: SweepLimits = { policy: DEFAULT_LIMITS, latestImageTtlMs: 12 * 3_600_000, aksCallsPerSweep: 40 };

export const RUN_LIMITS: RunLimits = {
  dryRun: false,
  perRegion: 10,
  perSubscription: 5,
  armWritesPerMinute: 1,
  attentionSeconds: 60,
};

/** The fleet as Azure would tell it. Tests write to it directly. */
export interface World {
  now: Instant;
  subscriptions: Subscription[];
  /** By subscription id; a subscription without an entry has no clusters. */
  clusters: Record<string, ClusterWithPools[]>;
  /** Answers that replace the whole reading of a subscription. */
  answers: Record<string, SubscriptionAnswer>;
  notUnderstood: Record<string, { clusterId: string; detail: string }[]>;
  latest: (poolId: string) => Answer<string>;
  maintenance: (clusterId: string) => Answer<NonNullable<Cluster['maintenance']>>;
  machines: (poolId: string) => Answer<readonly string[]>;
  /** What a cluster's own API says. */
  facts: (clusterId: string) => ClusterFacts;
  armFacts: (clusterId: string) => ArmFacts;
  /** Every question to AKS itself, in order. */
  asked: string[];
}

export interface GivenApp {
  readonly world: World;
  readonly parts: Parts;
  readonly queues: MemoryQueues;
  readonly fleet: Fleet;
  readonly announced: () => readonly Announcement[];
  /** One sweep, with everything that follows from it. */
  readonly sweep: () => Promise<string>;
  readonly drain: (fleet?: () => Fleet) => Promise<void>;
}

export function givenWorld(overrides: Partial<World> = {}): World {
  return {
    now: NOW,
    subscriptions: [],
    clusters: {},
    answers: {},
    notUnderstood: {},
    latest: () => ({ kind: 'seen', value: FRESH }),
    maintenance: () => ({ kind: 'seen', value: givenCluster().maintenance ?? [] }),
    machines: () => ({ kind: 'seen', value: [] }),
    facts: (clusterId) => emptyFacts(clusterId, NOW),
    armFacts: (clusterId) => emptyArmFacts(clusterId, NOW),
    asked: [],
    ...overrides,
  };
}

export function givenApp(worldOverrides: Partial<World> = {}, partsOverrides: Partial<Parts> = {}): GivenApp {
  const world = givenWorld(worldOverrides);
  const clock = { now: () => world.now };
  const queues = memoryQueues(clock);
  const announcer = collectingAnnouncer();
  const planning = partsOverrides.planning ?? fixedPlanning();
  const parts: Parts = {
    clock,
    packing: systemPacking,
    ids: { next: nextIds(clock), of: (prefix, text) => systemIds.of(prefix, text) },
    subscriptions: { visible: async () => world.subscriptions, under: async () => world.subscriptions },
    reader: {
      async readSubscription(id) {
        return (
          world.answers[id] ?? {
            kind: 'seen',
            readAt: world.now,
            clusters: world.clusters[id] ?? [],
            notUnderstood: world.notUnderstood[id] ?? [],
          }
        );
      },
    },
    details: {
      latestImage: async (id) => asked(world, `latest ${id}`, world.latest(id)),
      maintenance: async (id) => asked(world, `maintenance ${id}`, world.maintenance(id)),
      machineImages: async (id) => asked(world, `machines ${id}`, world.machines(id)),
    },
    clusterReader: { read: async (id) => asked(world, `facts ${id}`, { ...world.facts(id), readAt: world.now }) },
    armFacts: { read: async ({ id }) => asked(world, `arm ${id}`, world.armFacts(id)) },
    knowledge: { load: async () => GIVEN_KNOWLEDGE },
    inspections: memoryInspectionStore(),
    latestImages: memoryLatestImageStore(),
    readings: memoryReadingStore(),
    sweeps: memorySweepStore(),
    exemptions: memoryExemptionStore(),
    ownFindings: memoryOwnFindingStore(),
    policy: {
      load: async () => ({
        calendar: givenCalendar(),
        catalogue: givenCatalogue(),
        images: { knownBad: [] },
        trouble: [],
      }),
    },
    sender: queues,
    deadLetters: queues,
    announcer,
    scope: { kind: 'visible' },
    limits: LIMITS,
    ownerKeys: DEFAULT_OWNER_KEYS,
    announcements: memoryAnnouncementStore(),
    migrationNews: memoryMigrationNewsStore(),
    digests: memoryDigestStore(),
    plans: memoryPlanStore(),
    planning,
    thresholds: plannedThresholds(planning),
    prices: bundledPrices(),
    hash: sha256Hex,
    plansKeptForDays: 400,
    migrations: memoryMigrationStore(),
    evidence: memoryEvidenceStore(),
    signOffs: memorySignOffStore(),
    verdicts: memoryVerdictStore(),
    freezes: memoryFreezeStore(),
    ...memoryChatParts(),
    watches: memoryWatchStore(),
    alertsOn: false,
    onCall: [],
    deadline: systemDeadline,
    ...untouchable(),
    running: RUN_LIMITS,
    ...partsOverrides,
  };
  const fleet = fleetOf(parts);
  const drain = async (running = () => fleet) => {
    await queues.drain(
      {
        'sweep-subscription': (body) => running().sweepSubscription(SweepSubscription.parse(body)),
        'inspect-cluster': (body) => running().inspectCluster(InspectCluster.parse(body)),
        'advance-migration': (body) => running().advanceMigration(AdvanceMigration.parse(body)),
        notify: (body) => running().notify(Notify.parse(body)),
        'evaluate-alert': (body) => running().evaluateAlert(EvaluateAlert.parse(body)),
        'page-on-call': (body) => running().pageOnCall(PageOnCall.parse(body)),
        'post-chat': (body) => running().postChat(PostChat.parse(body)),
      },
      { concurrency: 1 },
    );
  };
  return {
    world,
    parts,
    queues,
    fleet,
    announced: () => announcer.collected(),
    drain,
    async sweep() {
      const { id } = await fleet.startSweep();
      await drain();
      return id;
    },
  };
}

/** Ids that name their moment. Messages of one moment are told apart by a number; a sweep that begins again in it is the same. */
function nextIds({ now }: { readonly now: () => Instant }): (prefix: string) => string {
  const used = new Map<string, number>();
  return (prefix) => {
    const id = `${prefix}-${now()}`;
    const times = (used.get(id) ?? 0) + 1;
    used.set(id, times);
    return times === 1 || prefix === 'sweep' ? id : `${id}-${times}`;
  };
}

type Touching = Pick<
  Parts,
  | 'signals'
  | 'azureLooker'
  | 'clusterLooker'
  | 'drainWatcher'
  | 'poolWriter'
  | 'poolUpgrader'
  | 'nodeWriter'
  | 'podEvictor'
  | 'workloadScaler'
>;

/** Clusters that nobody may look at for a migration, or change: a test that is about that brings parts of its own. */
export function untouchable(): Touching {
  const no = () => {
    throw new Error('This test gave its app nothing to look at clusters with, or to change them.');
  };
  return {
    signals: { read: no },
    azureLooker: { look: no },
    clusterLooker: { look: no },
    drainWatcher: { watch: no },
    poolWriter: { create: no, update: no, delete: no, deleteMachines: no },
    poolUpgrader: { upgradeImage: no, upgradeControlPlane: no, stopOperation: no, restoreVersion: no },
    nodeWriter: { cordon: no, uncordon: no, taint: no, untaint: no },
    podEvictor: { evict: no },
    workloadScaler: { scale: no, setMinReplicas: no },
  };
}

/** A cluster on which nothing runs. */
export function emptyFacts(clusterId: string, readAt: Instant): ClusterFacts {
  const none = { kind: 'seen', items: [] } as const;
  return {
    clusterId,
    readAt,
    nodes: none,
    pods: none,
    workloads: none,
    budgets: none,
    namespaces: none,
    volumes: none,
    claims: none,
    csiDrivers: none,
    webhooks: none,
    networkPolicies: none,
  };
}

export function emptyArmFacts(clusterId: string, readAt: Instant): ArmFacts {
  const none = { kind: 'seen', items: [] } as const;
  return {
    clusterId,
    readAt,
    networkMode: 'overlay',
    pools: none,
    quotas: none,
    subnets: none,
    vmSizes: none,
    fleets: none,
  };
}

function asked<T>(world: World, question: string, answer: T): T {
  world.asked.push(question);
  return answer;
}

/** A cluster with one pool of this image; Resource Graph does not tell maintenance, so neither does this. */
export function clusterWith(
  name: string,
  imageVersion: string,
  overrides: { cluster?: Partial<Cluster>; pool?: Partial<NodePool> } = {},
): ClusterWithPools {
  const cluster = givenCluster({ name, ...overrides.cluster, maintenance: undefined });
  return { cluster, pools: [givenPool({ imageVersion, machineImages: [imageVersion], ...overrides.pool }, cluster)] };
}

/** What a test compares of announcements: one word for each change. */
export function changesIn(announcements: readonly Announcement[]): string[] {
  return announcements
    .flatMap((news) => (news.kind === 'findings-changed' ? news.changes : []))
    .map(({ kind, finding }) => `${kind} ${finding.clusterId.split('/').at(-1)} ${finding.ruleId}`)
    .toSorted();
}
