import type { Migration } from '../domain/migration/migration.ts';
import { stepsOf } from '../domain/migration/new-migration.ts';
import { isRunnable } from '../domain/migration/runnable.ts';
import { hasEnded } from '../domain/migration/status-table.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import { requirementOfPlan } from '../domain/sign-off/owners.ts';
import { signOffState } from '../domain/sign-off/state.ts';
import { readable } from './admission.ts';
import { scopeKey } from './admission-plan.ts';
import type { Parts } from './parts.ts';
import { migrationsOf } from './plan-progress.ts';

export interface UnderWay {
  /** Plans that stay proposed as they were signed, one for a scope at most. */
  readonly pinned: readonly MigrationPlan[];
  /** By what was to be moved (a pool's id, or a cluster's for its control plane): the migration that ended without moving it. */
  readonly retries: ReadonlyMap<string, string>;
}

type UnderWayParts = Pick<Parts, 'migrations' | 'plans' | 'planning' | 'signOffs' | 'clock' | 'hash'>;

const MOST_LOOKED_AT = 1000;

/**
 * Which plans are under way. Such a plan keeps its hash, whatever the fleet looks like by now, until all of it was run, a
 * migration of it did not go through and no other one is open, or somebody gives it up by refusing it. Dry runs hold
 * nothing.
 */
export async function plansUnderWay(parts: UnderWayParts): Promise<UnderWay> {
  const newestFirst = readable(await parts.migrations.list('all', MOST_LOOKED_AT)).filter(({ dryRun }) => !dryRun);
  const byPlan = Map.groupBy(newestFirst, ({ plan }) => plan.hash);
  const pinned = new Map<string, MigrationPlan>();
  const scopesSeen = new Set<string>();
  for (const [hash, migrations] of byPlan) {
    const plan = (await parts.plans.find(hash))?.plan;
    if (!plan) continue;
    const scope = scopeKey(plan.scope);
    // Of plans for one scope only the one that began last can be under way, unless an older one still has open ones.
    const isNewest = !scopesSeen.has(scope);
    scopesSeen.add(scope);
    if (!pinned.has(scope) && (await isUnderWay(parts, plan, migrations, isNewest))) pinned.set(scope, plan);
  }
  return { pinned: [...pinned.values()], retries: retriesIn(newestFirst) };
}

async function isUnderWay(
  parts: UnderWayParts,
  plan: MigrationPlan,
  migrations: readonly Migration[],
  isNewest: boolean,
): Promise<boolean> {
  if (migrations.some(({ status }) => !hasEnded(status))) return true;
  if (!isNewest || migrations.some(({ status }) => status !== 'completed')) return false;
  const steps = stepsOf(plan).filter(({ step }) => isRunnable(step));
  const made = await migrationsOf(parts, steps, false);
  if (made.every((migration) => migration?.status === 'completed')) return false;
  return !(await isGivenUp(parts, plan));
}

async function isGivenUp({ planning, signOffs, clock }: UnderWayParts, plan: MigrationPlan): Promise<boolean> {
  const { settings } = await planning.load();
  const requirement = requirementOfPlan(plan, settings.signOffs);
  const given = await signOffs.ofPlan(plan.hash);
  return signOffState({ signOffs: given, requirement, now: clock.now() }).kind === 'refused';
}

/** What a migration ended without moving is planned anew, as another plan: nobody's yes to the first try counts for it. */
function retriesIn(newestFirst: readonly Migration[]): ReadonlyMap<string, string> {
  const retries = new Map<string, string>();
  const seen = new Set<string>();
  for (const { id, clusterId, work, status } of newestFirst) {
    const what = work.kind === 'pool' ? work.poolId : clusterId;
    if (seen.has(what)) continue;
    seen.add(what);
    if (status === 'rolled-back' || status === 'aborted') retries.set(what, id);
  }
  return retries;
}
