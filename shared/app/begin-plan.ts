import type { Admission } from '../domain/migration/admission.ts';
import { capState } from '../domain/migration/admission-caps.ts';
import type { Migration } from '../domain/migration/migration.ts';
import { newMigration, type Placed, stepsOf } from '../domain/migration/new-migration.ts';
import { isRunnable } from '../domain/migration/runnable.ts';
import type { MigrationPlan, PlanStep, Wave } from '../domain/plan/migration-plan.ts';
import { requirementOfPlan } from '../domain/sign-off/owners.ts';
import type { Person, SignOffState } from '../domain/sign-off/sign-off.ts';
import { type SignOffFacts, signOffState } from '../domain/sign-off/state.ts';
import { awaitedText, voiceText } from '../domain/sign-off/words.ts';
import { type Instant, momentText } from '../domain/time.ts';
import { admissionOf, readable } from './admission.ts';
import { passMessage } from './advance-migration/pass-message.ts';
import type { Parts } from './parts.ts';
import { migrationsOf } from './plan-progress.ts';

/** What became of an attempt to begin a plan. */
export interface Began {
  readonly made: readonly Migration[];
  /** Why something else did not begin, one sentence each. */
  readonly held: readonly string[];
}

/**
 * Makes a migration of every step of a plan that may begin now, wave by wave, and no further than the first wave that is
 * not through: what comes after it cannot begin.
 *
 * @param askedBy who asked for the start, where somebody did: that person alone cannot have approved it
 */
export async function beginPlan(parts: Parts, plan: MigrationPlan, askedBy?: Person): Promise<Began> {
  const signed = await whoCompleted(parts, plan, askedBy);
  if (signed.kind === 'not') return { made: [], held: [signed.why] };
  const all: Migration[] = [];
  const held: string[] = [];
  for (const wave of plan.waves) {
    const steps = stepsOf(plan).filter((placed) => placed.wave.number === wave.number && isRunnable(placed.step));
    if (steps.length > 0 && !steps.some((placed) => isDue(placed, parts.clock.now()))) {
      held.push(opensText(wave, steps));
      break;
    }
    const there = await migrationsOf(parts, steps, parts.running.dryRun);
    const missing = steps.filter((_, index) => there[index] === undefined);
    const began = await beginSteps(parts, missing, signed.startedBy, askedBy);
    all.push(...began.made);
    held.push(...began.held);
    if (!there.every((migration) => migration?.status === 'completed')) {
      if (wave !== plan.waves.at(-1)) held.push(`Wave ${wave.number} is not through: what comes after it waits.`);
      break;
    }
  }
  return { made: all, held };
}

/** Whose word made the sign-offs complete. */
async function whoCompleted(
  { planning, signOffs, clock }: Parts,
  plan: MigrationPlan,
  askedBy: Person | undefined,
): Promise<{ readonly kind: 'by'; readonly startedBy: string } | { readonly kind: 'not'; readonly why: string }> {
  const { settings } = await planning.load();
  const facts: SignOffFacts = {
    signOffs: await signOffs.ofPlan(plan.hash),
    requirement: requirementOfPlan(plan, settings.signOffs),
    now: clock.now(),
  };
  const state = signOffState({ ...facts, ...(askedBy && { askedBy }) });
  if (state.kind === 'complete') {
    const last = state.by.toSorted((a, b) => a.at - b.at).at(-1);
    return { kind: 'by', startedBy: askedBy?.name ?? last?.person.name ?? '' };
  }
  return { kind: 'not', why: signOffState(facts).kind === 'complete' ? ONLY_APPROVER : missingText(state) };
}

const ONLY_APPROVER =
  'You are the only one who has said yes to it, and who asks for the start cannot be its only approver: a yes of somebody else is awaited.';

function missingText(state: Exclude<SignOffState, { kind: 'complete' }>): string {
  if (state.kind === 'awaited') return `Sign-offs are missing: ${awaitedText(state.roles)}.`;
  const { reason } = state.by;
  return `${voiceText(state.by)} has refused the plan${reason ? `: ${reason}` : '.'}`;
}

async function beginSteps(
  parts: Parts,
  steps: readonly Placed[],
  startedBy: string,
  askedBy: Person | undefined,
): Promise<Began> {
  const { clock, hash, migrations, running } = parts;
  const due = steps.filter((placed) => isDue(placed, clock.now()));
  if (due.length === 0) return { made: [], held: [] };
  let open = readable(await migrations.list('open')).filter(({ dryRun }) => dryRun === running.dryRun);
  const made: Migration[] = [];
  const held: string[] = [];
  for (const placed of due) {
    const migration = newMigration(placed, { dryRun: running.dryRun, now: clock.now(), startedBy, hash });
    if (!migration) continue;
    // Of a large wave most have no place yet: the costly questions are asked for the others only.
    const caps = capState(asLast(migration), open, running);
    const why = caps.kind === 'full' ? caps.why : barOf(await admissionOf(parts, migration, askedBy));
    if (why !== undefined) held.push(`${placed.cluster.name}/${stepName(placed.step)}: ${why}`);
    else if (await make(parts, migration)) {
      open = [...open, migration];
      made.push(migration);
    }
  }
  return { made, held };
}

function isDue({ step: { windows } }: Placed, now: Instant): boolean {
  return windows[0] !== undefined && windows[0].opens <= now;
}

function opensText({ number }: Wave, steps: readonly Placed[]): string {
  const opens = Math.min(...steps.flatMap(({ step: { windows } }) => windows.map((window) => window.opens)));
  return `The first window of wave ${number} opens at ${momentText(opens)}.`;
}

function stepName(step: PlanStep): string {
  return step.kind === 'pool' ? step.name : 'control plane';
}

/** Whatever is there already goes before it, also what was made in this very moment. */
function asLast(migration: Migration): Migration {
  return { ...migration, createdAt: Number.POSITIVE_INFINITY };
}

/** Why it may not begin; `undefined`: it may. */
function barOf({ plan, signOffs, window, gates, caps }: Admission): string | undefined {
  if (plan.kind === 'changed') return plan.why;
  if (signOffs.kind !== 'complete') return missingText(signOffs);
  if (window.kind === 'closed') return window.why;
  if (gates.kind === 'shut') return gates.why;
  return caps.kind === 'full' ? caps.why : undefined;
}

async function make({ migrations, sender, ids }: Parts, migration: Migration): Promise<boolean> {
  if ((await migrations.create(migration)) === 'exists') return false;
  await sender.send('advance-migration', [passMessage(ids, migration)]);
  return true;
}
