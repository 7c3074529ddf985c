/** What a simulation plays on: the world, the app's stores, and what only the world knows of alerts and sign-offs. */
import { memoryEvidenceStore } from '../../../shared/adapters/memory/evidence-store.ts';
import { memoryFreezeStore } from '../../../shared/adapters/memory/freeze-store.ts';
import { memoryOwnFindingStore } from '../../../shared/adapters/memory/own-finding-store.ts';
import { memorySignOffStore } from '../../../shared/adapters/memory/sign-off-store.ts';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import type { AlertVerdict } from '../../../shared/domain/alert/verdict.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import type { FreezeStore } from '../../../shared/ports/freeze-store.ts';
import { givenApp } from '../../app/given-app.ts';
import { worldAzureLooker } from '../world/look-azure.ts';
import { worldClusterLooker, worldDrainWatcher } from '../world/look-cluster.ts';
import type { World } from '../world/world.ts';
import { worldNodeWriter, worldPodEvictor, worldWorkloadScaler } from '../world/write-nodes.ts';
import { worldPoolUpgrader, worldPoolWriter } from '../world/write-pools.ts';
import { quickMigrationStore, quickPlanStore, type RecordSpoiler } from './quick-stores.ts';
import { SimQueue } from './sim-queue.ts';
import { approvals, type Story } from './story.ts';

/** Read once: a run must not wait for a disk. */
const PLANNING = await fixedPlanning().load();

export interface AlertState {
  readonly kind: AlertVerdict['kind'];
  readonly since: Instant;
}

export interface Stage {
  readonly story: Story;
  readonly world: World;
  readonly queue: SimQueue;
  /** As they are without any fault. */
  readonly parts: Parts;
  /** By migration; who is not in it is well. */
  readonly alerts: Map<string, AlertState>;
  /** Sign-offs that the plan needs and does not have, by what became of them. */
  readonly signOffsMissing: Map<'withdrawn' | 'of-another-plan' | 'expired', Instant>;
  /** Records that cannot be read, and since when. */
  readonly spoiled: Map<string, Instant>;
  readonly records: RecordSpoiler;
  /** Since when the fleet is frozen; absent: it is not. */
  readonly frozen: { since?: Instant };
}

export async function setStage(story: Story): Promise<Stage> {
  const { world, plan } = story;
  const queue = new SimQueue(() => world.now);
  const alerts = new Map<string, AlertState>();
  const plans = quickPlanStore([plan], world.now);
  const signOffs = memorySignOffStore();
  const records = quickMigrationStore();
  const frozen: Stage['frozen'] = {};
  const { parts } = givenApp(
    {},
    {
      clock: { now: () => world.now },
      migrations: records,
      evidence: memoryEvidenceStore(),
      ownFindings: memoryOwnFindingStore(),
      plans,
      planning: { load: async () => PLANNING },
      signOffs,
      freezes: watchedFreezes(world, frozen),
      alertsOn: true,
      verdicts: {
        save: async () => {},
        async of(migrationId) {
          const state = alerts.get(migrationId) ?? { kind: 'healthy', since: story.world.now };
          return { migrationId, ...state, why: `It was drawn to be ${state.kind}.`, evaluatedAt: world.now };
        },
      },
      sender: queue.sender,
      azureLooker: worldAzureLooker(world),
      clusterLooker: worldClusterLooker(world),
      drainWatcher: worldDrainWatcher(world),
      poolWriter: worldPoolWriter(world),
      poolUpgrader: worldPoolUpgrader(world),
      nodeWriter: worldNodeWriter(world),
      podEvictor: worldPodEvictor(world),
      workloadScaler: worldWorkloadScaler(world),
      deadline: (milliseconds) => {
        const controller = new AbortController();
        world.time.after(milliseconds, () => controller.abort());
        return controller.signal;
      },
      running: { dryRun: story.dryRun, perRegion: 4, perSubscription: 4, armWritesPerMinute: 10, attentionSeconds: 20 },
    },
  );
  for (const signOff of story.signOffs) await signOffs.add(signOff);
  if (story.aloneUntil !== undefined) {
    world.time.after(story.aloneUntil - world.now, () => {
      const second = approvals(plan, world.now).filter(({ role }) => role === 'application');
      for (const signOff of second) void signOffs.add(signOff);
    });
  }
  const signOffsMissing: Stage['signOffsMissing'] = new Map();
  for (const { why, from, until } of story.lapses) {
    const begins = (): void => {
      signOffsMissing.set(why, world.now);
    };
    if (from <= world.now) begins();
    else world.time.after(from - world.now, begins);
    world.time.after(until - world.now, () => {
      signOffsMissing.delete(why);
      const again = approvals(plan, world.now).filter(({ role }) => why !== 'expired' || role === 'platform');
      for (const signOff of again) void signOffs.add({ ...signOff, id: `${signOff.id}-${why}` });
    });
  }
  return { story, world, queue, parts, alerts, signOffsMissing, spoiled: new Map(), records, frozen };
}

/** Whatever was told of it: what is stored is what holds. */
function watchedFreezes(world: World, frozen: Stage['frozen']): FreezeStore {
  const store = memoryFreezeStore();
  return {
    ...store,
    async save(word, basedOn) {
      const saved = await store.save(word, basedOn);
      if (saved.kind === 'conflict') return saved;
      if (word.what === 'lifted') delete frozen.since;
      else frozen.since ??= world.now;
      return saved;
    },
  };
}

/** Every record as it is stored. */
export async function storedMigrations({ parts }: Stage): Promise<readonly Migration[]> {
  const found = await parts.migrations.list('all');
  return found.flatMap((one) => (one.kind === 'migration' ? [one.migration] : []));
}
