import type { WaveBefore } from '../domain/migration/admission-wave.ts';
import type { Migration } from '../domain/migration/migration.ts';
import { migrationId, type Placed, stepsOf } from '../domain/migration/new-migration.ts';
import { isRunnable } from '../domain/migration/runnable.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import { mapLimited } from './map-limited.ts';
import type { Parts } from './parts.ts';

export type ProgressParts = Pick<Parts, 'plans' | 'migrations' | 'hash'>;

const READ_AT_ONCE = 16;

/** Migrations of steps, in their order; `undefined`: not made yet, or its record cannot be read. */
export async function migrationsOf(
  { migrations, hash }: ProgressParts,
  steps: readonly Placed[],
  dryRun: boolean,
): Promise<readonly (Migration | undefined)[]> {
  return mapLimited(steps, READ_AT_ONCE, async ({ plan, cluster, step }) => {
    const found = await migrations.find(migrationId(plan.hash, cluster.clusterId, step, dryRun, hash));
    return found?.kind === 'migration' ? found.migration : undefined;
  });
}

/** What became of the steps that go before this one on its cluster. */
export function earlierSteps(
  parts: ProgressParts,
  plan: MigrationPlan,
  { clusterId, order, dryRun }: Migration,
): Promise<readonly (Migration | undefined)[]> {
  const earlier = stepsOf(plan).filter(
    (placed) => placed.cluster.clusterId === clusterId && placed.order < order && isRunnable(placed.step),
  );
  return migrationsOf(parts, earlier, dryRun);
}

/**
 * What became of the wave before; `undefined`: this is the first. The last wave of the part before counts for the first
 * one of a part; `unknown`: that part is not there.
 */
export async function waveBefore(
  parts: ProgressParts,
  plan: MigrationPlan,
  { wave, dryRun }: Pick<Migration, 'wave' | 'dryRun'>,
): Promise<WaveBefore | undefined | 'unknown'> {
  if (wave <= 1) return undefined;
  const home = plan.waves.some(({ number }) => number === wave - 1) ? plan : await partBefore(parts, plan);
  if (!home) return 'unknown';
  const steps = stepsOf(home).filter((placed) => placed.wave.number === wave - 1 && isRunnable(placed.step));
  return { number: wave - 1, migrations: await migrationsOf(parts, steps, dryRun) };
}

async function partBefore({ plans }: ProgressParts, { scope }: MigrationPlan): Promise<MigrationPlan | undefined> {
  const current = await plans.proposal();
  const before = current?.proposal.plans.find(
    (one) => (one.scope.group ?? '') === (scope.group ?? '') && one.scope.part === scope.part - 1,
  );
  return before && (await plans.find(before.hash))?.plan;
}
