import { FleetError } from '../domain/errors.ts';
import type { Admission } from '../domain/migration/admission.ts';
import { capState, writeBudget } from '../domain/migration/admission-caps.ts';
import { type FreezeSeen, freezeGate } from '../domain/migration/admission-freeze.ts';
import { imageGate } from '../domain/migration/admission-image.ts';
import { orderGate, turnOf } from '../domain/migration/admission-turn.ts';
import { waveGate } from '../domain/migration/admission-wave.ts';
import { windowState } from '../domain/migration/admission-window.ts';
import type { Migration } from '../domain/migration/migration.ts';
import { closedSpans, clusterWindows } from '../domain/plan/cluster-windows.ts';
import { requirementOfPlan } from '../domain/sign-off/owners.ts';
import { requirementOf } from '../domain/sign-off/requirement.ts';
import type { Person } from '../domain/sign-off/sign-off.ts';
import { signOffState } from '../domain/sign-off/state.ts';
import type { StoredMigration, UnreadableMigration } from '../ports/migration-store.ts';
import type { StoredPlan } from '../ports/plan-store.ts';
import type { PlanningInForce } from '../ports/planning-source.ts';
import { planStanding } from './admission-plan.ts';
import type { Parts } from './parts.ts';
import { earlierSteps, waveBefore } from './plan-progress.ts';

export type AdmissionParts = Pick<
  Parts,
  'clock' | 'plans' | 'planning' | 'policy' | 'signOffs' | 'migrations' | 'freezes' | 'readings' | 'running' | 'hash'
>;

/**
 * Whether a migration may begin, and may write, as of now. Everything is read fresh; what cannot be read holds it: a plan
 * that is not there any more is changed, a cluster that was not read has no windows but those of the plan.
 *
 * @param askedBy who asked for the start, where somebody did
 * @throws UpstreamError when a store does not answer, or holds a sign-off that cannot be read
 */
export async function admissionOf(parts: AdmissionParts, migration: Migration, askedBy?: Person): Promise<Admission> {
  const [planning, stored, open] = await Promise.all([
    parts.planning.load(),
    parts.plans.find(migration.plan.hash),
    parts.migrations.list('open'),
  ]);
  const waits = migration.status === 'waiting';
  const now = parts.clock.now();
  const alike = readable(open).filter(({ dryRun }) => dryRun === migration.dryRun);
  const [plan, signOffs, window, gates] = await Promise.all([
    waits ? standingOf(parts, stored) : ({ kind: 'as-signed' } as const),
    signOffsOfPlan(parts, migration, stored, planning, askedBy),
    windowOf(parts, migration, planning),
    gatesOf(parts, migration, stored, planning),
  ]);
  return {
    plan,
    signOffs,
    window,
    gates,
    caps: capState(migration, alike, parts.running),
    writes: writeBudget(migration, alike, parts.running, now),
  };
}

export function readable(found: readonly (StoredMigration | UnreadableMigration)[]): readonly Migration[] {
  return found.flatMap((one) => (one.kind === 'migration' ? [one.migration] : []));
}

async function standingOf(parts: AdmissionParts, stored: StoredPlan | undefined): Promise<Admission['plan']> {
  return stored ? planStanding(parts, stored.plan) : { kind: 'changed', why: 'The plan is not kept any more.' };
}

async function signOffsOfPlan(
  { signOffs, clock }: AdmissionParts,
  { plan: { hash }, environment }: Migration,
  stored: StoredPlan | undefined,
  { settings }: PlanningInForce,
  askedBy: Person | undefined,
): Promise<Admission['signOffs']> {
  const requirement = stored
    ? requirementOfPlan(stored.plan, settings.signOffs)
    : requirementOf([environment], settings.signOffs);
  const given = await signOffs.ofPlan(hash);
  return signOffState({ signOffs: given, requirement, now: clock.now(), ...(askedBy && { askedBy }) });
}

async function windowOf(
  { readings, clock }: AdmissionParts,
  { clusterId, region, environment, work }: Migration,
  { settings, regions }: PlanningInForce,
): Promise<Admission['window']> {
  const stored = await readings.byCluster(clusterId).catch(unlessUnreadable);
  const kind = work.kind === 'pool' ? 'nodes' : 'control-plane';
  const timeZone = regions.regions.get(region)?.timeZone ?? 'UTC';
  return windowState({
    now: clock.now(),
    planned: work.windows,
    closed: closedSpans(region, environment, settings, timeZone),
    later:
      stored && !stored.gone ? clusterWindows(stored.reading.cluster, kind, settings, regions, environment) : undefined,
  });
}

/** The first gate that is shut. What concerns only the beginning is not asked once it has begun. */
async function gatesOf(
  parts: AdmissionParts,
  migration: Migration,
  stored: StoredPlan | undefined,
  planning: PlanningInForce,
): Promise<Admission['gates']> {
  const frozen = freezeGate(await freezeSeen(parts));
  if (frozen.kind === 'shut') return frozen;
  const found = await parts.migrations.ofCluster(migration.clusterId);
  const unreadable = found.find((one) => one.kind === 'unreadable');
  if (unreadable) {
    return {
      kind: 'shut',
      why: `The record ${unreadable.id} of this cluster cannot be read: nobody knows what it is at.`,
    };
  }
  const alike = readable(found).filter(({ dryRun }) => dryRun === migration.dryRun);
  const [reading, { images }] = await Promise.all([
    parts.readings.byCluster(migration.clusterId).catch(unlessUnreadable),
    parts.policy.load(),
  ]);
  const always = [turnOf(migration, alike), imageGate(migration, planning.testResults, images, reading?.reading)];
  const shut = always.find(({ kind }) => kind === 'shut');
  if (shut) return shut;
  if (migration.status !== 'waiting' || !stored) return { kind: 'clear' };
  const order = orderGate(await earlierSteps(parts, stored.plan, migration));
  if (order.kind === 'shut') return order;
  const stagger = planning.settings.environments.find(({ name }) => name === migration.environment)?.staggerDays ?? 0;
  const before = await waveBefore(parts, stored.plan, migration);
  if (before === 'unknown')
    return { kind: 'shut', why: `What became of the wave before wave ${migration.wave} is not known.` };
  return waveGate(before, stagger, parts.clock.now());
}

async function freezeSeen({ freezes }: AdmissionParts): Promise<FreezeSeen> {
  try {
    return { kind: 'seen', word: (await freezes.find())?.word };
  } catch (error) {
    unlessUnreadable(error);
    return { kind: 'unreadable' };
  }
}

/** What was stored and cannot be read is not seen; the next sweep writes it anew. */
function unlessUnreadable(error: unknown): undefined {
  if (error instanceof FleetError && error.code === 'STORED_RECORD_UNREADABLE') return undefined;
  throw error;
}
