import type { Admission } from '../domain/migration/admission.ts';
import { capState } from '../domain/migration/admission-caps.ts';
import type { Migration } from '../domain/migration/migration.ts';
import { newMigration, type Placed, stepsOf } from '../domain/migration/new-migration.ts';
import { isRunnable } from '../domain/migration/runnable.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import { requirementOfPlan } from '../domain/sign-off/owners.ts';
import type { Person } from '../domain/sign-off/sign-off.ts';
import { signOffState } from '../domain/sign-off/state.ts';
import type { Instant } from '../domain/time.ts';
import { admissionOf, readable } from './admission.ts';
import { passMessage } from './advance-migration/pass-message.ts';
import type { Parts } from './parts.ts';
import { migrationsOf } from './plan-progress.ts';

/**
 * Makes a migration of every step of a proposed plan that may begin now, and has its first pass made. A crash between
 * the two leaves a record whose pass is overdue: the watchdog sends it. The same step of the same plan is made once.
 *
 * @param askedBy who asked for the start, where somebody did: that person alone cannot have approved it
 * @throws UpstreamError when a store does not answer
 */
export async function startMigrations(parts: Parts, askedBy?: Person): Promise<void> {
  const current = await parts.plans.proposal();
  for (const { hash } of current?.proposal.plans ?? []) {
    const found = await parts.plans.find(hash);
    const startedBy = found && (await whoCompleted(parts, found.plan, askedBy));
    if (found && startedBy !== undefined) await startPlan(parts, found.plan, startedBy, askedBy);
  }
}

/** Whose word made the sign-offs complete; `undefined`: they are not. */
async function whoCompleted(
  { planning, signOffs, clock }: Parts,
  plan: MigrationPlan,
  askedBy: Person | undefined,
): Promise<string | undefined> {
  const { settings } = await planning.load();
  const state = signOffState({
    signOffs: await signOffs.ofPlan(plan.hash),
    requirement: requirementOfPlan(plan, settings.signOffs),
    now: clock.now(),
    ...(askedBy && { askedBy }),
  });
  if (state.kind !== 'complete') return undefined;
  return askedBy?.name ?? state.by.toSorted((a, b) => a.at - b.at).at(-1)?.person.name;
}

/** Wave by wave, and no further than the first that is not through: what comes after it cannot begin. */
async function startPlan(
  parts: Parts,
  plan: MigrationPlan,
  startedBy: string,
  askedBy: Person | undefined,
): Promise<void> {
  const { dryRun } = parts.running;
  for (const wave of plan.waves) {
    const steps = stepsOf(plan).filter((placed) => placed.wave.number === wave.number && isRunnable(placed.step));
    if (steps.length > 0 && !steps.some((placed) => isDue(placed, parts.clock.now()))) return;
    const made = await migrationsOf(parts, steps, dryRun);
    const missing = steps.filter((_, index) => made[index] === undefined);
    await startSteps(parts, missing, startedBy, askedBy);
    if (!made.every((migration) => migration?.status === 'completed')) return;
  }
}

async function startSteps(
  parts: Parts,
  steps: readonly Placed[],
  startedBy: string,
  askedBy: Person | undefined,
): Promise<void> {
  const { clock, hash, migrations, running } = parts;
  const due = steps.filter((placed) => isDue(placed, clock.now()));
  if (due.length === 0) return;
  let open = readable(await migrations.list('open')).filter(({ dryRun }) => dryRun === running.dryRun);
  for (const placed of due) {
    const migration = newMigration(placed, { dryRun: running.dryRun, now: clock.now(), startedBy, hash });
    // Of a large wave most have no place yet: the costly questions are asked for the others only.
    if (!migration || capState(asLast(migration), open, running).kind === 'full') continue;
    if (!mayBegin(await admissionOf(parts, migration, askedBy))) continue;
    if (await make(parts, migration)) open = [...open, migration];
  }
}

function isDue({ step: { windows } }: Placed, now: Instant): boolean {
  return windows[0] !== undefined && windows[0].opens <= now;
}

/** Whatever is there already goes before it, also what was made in this very moment. */
function asLast(migration: Migration): Migration {
  return { ...migration, createdAt: Number.POSITIVE_INFINITY };
}

function mayBegin({ plan, signOffs, window, gates, caps }: Admission): boolean {
  return (
    plan.kind === 'as-signed' &&
    signOffs.kind === 'complete' &&
    window.kind === 'open' &&
    gates.kind === 'clear' &&
    caps.kind === 'room'
  );
}

async function make({ migrations, sender, ids }: Parts, migration: Migration): Promise<boolean> {
  if ((await migrations.create(migration)) === 'exists') return false;
  await sender.send('advance-migration', [passMessage(ids, migration)]);
  return true;
}
