/** A small fleet with an approved plan for it, drawn from a seed. */
import { sha256Hex } from '../../../shared/adapters/system/text-hash.ts';
import type { MigrationPlan, PlannedWindow, PlanStep } from '../../../shared/domain/plan/migration-plan.ts';
import { sealPlan } from '../../../shared/domain/plan/plan-hash.ts';
import type { SignOff } from '../../../shared/domain/sign-off/sign-off.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import { NOW } from '../fleet.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../plan.ts';
import type { ModelCluster } from '../world/cluster.ts';
import { addBudget, addCluster, addPool, addWorkload, NEW_IMAGE, OLD_IMAGE } from '../world/given-world.ts';
import type { ModelPool } from '../world/model.ts';
import { Dice } from '../world/random.ts';
import { World } from '../world/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Story {
  readonly world: World;
  readonly plan: MigrationPlan;
  readonly signOffs: readonly SignOff[];
  /** When the plan does not have the sign-offs that it needs. */
  readonly lapses: readonly Lapse[];
  /** Until then only one person has said yes, which its environment is content with. */
  readonly aloneUntil?: Instant;
  readonly dryRun: boolean;
}

export interface Lapse {
  /** `of-another-plan`: the plan changed after it was signed. */
  readonly why: 'of-another-plan' | 'expired';
  readonly from: Instant;
  readonly until: Instant;
}

/** What a story is about; what is absent is drawn. */
export interface StoryWish {
  readonly route?: RouteWish;
  readonly dryRun?: boolean;
  /** One person signs for a long time. */
  readonly alone?: true;
  /** Everything as it is in a textbook: budgets with room, no autoscalers. */
  readonly plain?: boolean;
}

export type RouteWish = 'pool-replacement' | 'in-place' | 'control-plane' | 'all';

export function storyOf(seed: number, wish: StoryWish = {}): Story {
  const dice = new Dice(seed, 100);
  const world = new World(NOW);
  const route = wish.route ?? drawRoute(dice);
  const dryRun = wish.dryRun ?? dice.chance(0.05);
  const names = !wish.plain && dice.chance(0.12) ? ['payments', 'orders'] : ['payments'];
  const windows = windowsFrom(NOW, dice, wish.plain === true);
  const clusters = names.map((name) => {
    const cluster = addCluster(world, name, {
      joinMs: dice.between(30, 240) * 1000,
      operationMs: dice.between(20, 300) * 1000,
    });
    return { cluster, steps: fill(cluster, dice, route, windows, wish.plain === true) };
  });
  world.advance(60_000);
  const lonely = new Dice(seed, 102);
  const isAlone = wish.alone ?? (!wish.plain && lonely.chance(0.12));
  const plan = sealedPlan(clusters, dice, isAlone ? 'development' : 'production');
  const words = isAlone
    ? signedAlone(plan, world.now, lonely)
    : signed(plan, world.now, new Dice(seed, 101), wish.plain === true);
  return { world, plan, dryRun, ...words };
}

function signedAlone(plan: MigrationPlan, now: Instant, dice: Dice): Pick<Story, 'signOffs' | 'lapses' | 'aloneUntil'> {
  const signOffs = approvals(plan, now).filter(({ role }) => role === 'platform');
  return { signOffs, lapses: [], aloneUntil: now + dice.between(100, 480) * 60_000 };
}

/** Most plans are signed and stay so; some changed after they were signed, and of some a sign-off expires on the way. */
function signed(plan: MigrationPlan, now: Instant, dice: Dice, plain: boolean): Pick<Story, 'signOffs' | 'lapses'> {
  const given = approvals(plan, now);
  const drawn = plain ? 1 : dice.next();
  if (drawn < 0.1) {
    const until = now + dice.between(10, 300) * 60_000;
    const other = sha256Hex(`as it was before ${plan.hash}`);
    return {
      signOffs: given.map((signOff) => ({ ...signOff, planHash: other })),
      lapses: [{ why: 'of-another-plan', from: now, until }],
    };
  }
  if (drawn > 0.25) return { signOffs: given, lapses: [] };
  const from = now + dice.between(2, 200) * 60_000;
  const [platform, ...others] = given;
  return {
    signOffs: [...(platform ? [{ ...platform, expiresAt: from }] : []), ...others],
    lapses: [{ why: 'expired', from, until: from + dice.between(10, 240) * 60_000 }],
  };
}

function drawRoute(dice: Dice): RouteWish {
  const drawn = dice.next();
  if (drawn < 0.55) return 'pool-replacement';
  if (drawn < 0.8) return 'in-place';
  return drawn < 0.9 ? 'control-plane' : 'all';
}

/** The first is open soon; one a day follows. */
function windowsFrom(start: Instant, dice: Dice, plain: boolean): PlannedWindow[] {
  const first = start + (plain ? 0 : dice.between(0, 90) * 60_000);
  const hours = plain ? 20 : dice.between(1, 10);
  return Array.from({ length: 14 }, (_, day) => ({
    opens: first + day * DAY,
    closes: first + day * DAY + hours * HOUR,
  }));
}

function fill(
  cluster: ModelCluster,
  dice: Dice,
  route: RouteWish,
  windows: readonly PlannedWindow[],
  plain: boolean,
): PlanStep[] {
  const nodes = dice.between(2, 3);
  const scaling =
    !plain && dice.chance(0.4) ? { enableAutoScaling: true, minCount: nodes - 1, maxCount: nodes + 1 } : {};
  const system = addPool(cluster, 'system', 1, { mode: 'System' });
  const apps = addPool(cluster, 'apps', nodes, scaling);
  fillWithPods(cluster, dice, plain);
  const control: PlanStep = {
    kind: 'control-plane',
    from: cluster.kubernetes,
    path: dice.chance(0.5) ? ['1.35.6'] : ['1.35.6', '1.36.2'],
    reasons: ['The target image needs it.'],
    windows,
    minutes: { minutes: 20, atLeast: false, basis: 'One minor version.' },
    gate: 'The control plane answers.',
  };
  const moved = (pool: ModelPool, strategy: 'pool-replacement' | 'image-upgrade'): PlanStep =>
    givenStep({
      poolId: pool.id,
      name: pool.name,
      mode: pool === system ? 'system' : 'user',
      nodes: cluster.nodesOf(pool.name).length,
      strategy,
      source: { osSku: 'Ubuntu2404', image: OLD_IMAGE },
      target: { osSku: 'Ubuntu2404', image: NEW_IMAGE, reasons: ['It is the newest that Azure offers.'] },
      windows,
    });
  if (route === 'control-plane') return [control];
  if (route === 'in-place') return [moved(apps, 'image-upgrade')];
  if (route === 'pool-replacement') return [moved(apps, 'pool-replacement')];
  return [control, moved(system, 'image-upgrade'), moved(apps, 'pool-replacement')];
}

function fillWithPods(cluster: ModelCluster, dice: Dice, plain: boolean): void {
  addWorkload(cluster, 'agent', { kind: 'DaemonSet', namespace: 'kube-system' });
  for (const name of ['cart', 'search', 'mail'].slice(0, dice.between(1, 3))) {
    const stateful = !plain && dice.chance(0.25);
    const replicas = dice.between(1, 3);
    const workload = addWorkload(cluster, name, {
      kind: stateful ? 'StatefulSet' : 'Deployment',
      replicas,
      startSeconds: dice.between(1, 30),
      stopSeconds: dice.between(1, 40),
      graceSeconds: dice.between(5, 60),
    });
    if (replicas > 1 && (plain || dice.chance(0.7))) {
      addBudget(cluster, name, !plain && dice.chance(0.3) ? { minAvailable: '50%' } : {});
    }
    if (!plain && dice.chance(0.2)) {
      const { namespace } = workload;
      cluster.scalers.push({ namespace, name, workload, min: replicas, max: replicas + 3, wish: replicas });
    }
  }
}

function sealedPlan(
  clusters: readonly { readonly cluster: ModelCluster; readonly steps: readonly PlanStep[] }[],
  dice: Dice,
  environment: string,
): MigrationPlan {
  const plan = givenPlan();
  return sealPlan(
    {
      ...plan,
      caps: { ...plan.caps, maxNodesOut: dice.between(1, 2) },
      running: { ...plan.running, holdHours: dice.between(1, 2), graceSeconds: 60, drainTimeoutMinutes: 5 },
      waves: [
        givenWave({
          environment,
          clusters: clusters.map(({ cluster, steps }) =>
            givenClusterPlan({ clusterId: cluster.id, name: cluster.id.split('/').at(-1) ?? '', environment, steps }),
          ),
        }),
      ],
    },
    sha256Hex,
  );
}

/** By one person of each role that production asks for. */
export function approvals({ hash }: MigrationPlan, at: Instant, round = 1): SignOff[] {
  return (['platform', 'application'] as const).map((role) => ({
    id: `so-${role}-${round}`,
    planHash: hash,
    person: { id: `${role}-lead`, name: `Lead of ${role}` },
    role,
    kind: 'approve',
    at,
    expiresAt: at + 30 * DAY,
    via: 'cli',
  }));
}
