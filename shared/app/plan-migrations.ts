import { coverageOf, isWhole, sweepFinishedAt } from '../domain/fleet/coverage-of.ts';
import { diffPlans } from '../domain/plan/diff-plans.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import { planFleet } from '../domain/plan/plan-fleet.ts';
import type { PlanInput } from '../domain/plan/plan-input.ts';
import { dayOf, type Instant, MS_PER_DAY } from '../domain/time.ts';
import type { PlanChange, PlanSummary, Proposal } from '../ports/plan-store.ts';
import type { PlanningInForce } from '../ports/planning-source.ts';
import { scopeKey } from './admission-plan.ts';
import { syncOwnFindings } from './own-findings.ts';
import type { Parts } from './parts.ts';
import { gatherPlanInput } from './plan-inputs.ts';
import { summaryOf } from './plan-summary.ts';
import { plansUnderWay, type UnderWay } from './plans-under-way.ts';

export type PlanningOutcome =
  /** Nothing was swept yet, or the sweep still runs: half a fleet would give half a plan. */
  | { readonly kind: 'waits'; readonly for: 'first-sweep' | 'sweep-under-way' }
  /** Fleet and settings are as they were. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'proposed'; readonly changed: number; readonly plans: number }
  /** Another process proposed meanwhile; its proposal stands, and the next call looks again. */
  | { readonly kind: 'outrun' };

/**
 * Plans the migration of the whole fleet and proposes the plans. It writes to our own stores only.
 *
 * Plans are saved before the proposal that names them, so a crash in between leaves plans that nobody is
 * shown, and the next call finds them and goes on. The same fleet gives the same plans under the same
 * hashes. Dates are counted from the same moment until the first window opens: see `Proposal.plannedFrom`.
 *
 * @throws UpstreamError when a store does not answer
 */
export async function planMigrations(parts: Parts): Promise<PlanningOutcome> {
  const now = parts.clock.now();
  const sweep = await parts.sweeps.latest();
  if (!sweep) return { kind: 'waits', for: 'first-sweep' };
  const outcomes = await parts.sweeps.outcomes(sweep.id);
  if (sweepFinishedAt(sweep, outcomes, now) === undefined) return { kind: 'waits', for: 'sweep-under-way' };

  const planning = await parts.planning.load();
  const before = await parts.plans.proposal();
  const underWay = await plansUnderWay(parts);
  const basis = await basisOf(parts, sweep.id, planning, underWay);
  if (before?.proposal.basis === basis && !hasBegun(notPinned(before.proposal.plans, underWay), now)) {
    await syncOwnFindings(parts, 'planning/', planning.trouble);
    return { kind: 'unchanged' };
  }

  const { input, trouble } = await gatherPlanInput(parts, planning, now);
  await syncOwnFindings(parts, 'planning/', trouble);
  const { plans, plannedFrom } = await planBeside(parts, input, before?.proposal, underWay, now);
  const summaries: PlanSummary[] = [];
  for (const plan of plans) {
    const { firstSavedAt } = await parts.plans.save(plan, now);
    summaries.push(summaryOf(plan, firstSavedAt));
  }
  const changes = await changesSince(parts, before?.proposal.plans ?? [], plans);
  const proposal: Proposal = {
    checkedAt: now,
    sinceAt: changes.length > 0 ? now : (before?.proposal.sinceAt ?? now),
    plannedFrom,
    sweepId: sweep.id,
    whole: isWhole(coverageOf(sweep, outcomes, await parts.sweeps.sightings(), now)),
    basis,
    plans: summaries,
    changes: changes.length > 0 ? changes : (before?.proposal.changes ?? []),
  };
  if ((await parts.plans.propose(proposal, before?.etag)) === 'conflict') return { kind: 'outrun' };
  const keep = new Set(plans.map(({ id }) => id));
  await parts.plans.forget(now - parts.plansKeptForDays * MS_PER_DAY, keep);
  return { kind: 'proposed', changed: changes.length, plans: plans.length };
}

/** One text for everything that could make another plan. */
async function basisOf(
  parts: Parts,
  sweepId: string,
  planning: PlanningInForce,
  { pinned, retries }: UnderWay,
): Promise<string> {
  const [version, inspected, exemptions] = await Promise.all([
    parts.readings.version(),
    parts.inspections.version(),
    parts.exemptions.list(),
  ]);
  const { settings, testResults, ownPrices } = planning;
  const prices = ownPrices && { ...ownPrices, prices: [...ownPrices.prices] };
  const moving = [pinned.map(({ hash }) => hash), [...retries]];
  return parts.hash(JSON.stringify([sweepId, version, inspected, exemptions, settings, testResults, prices, moving]));
}

/**
 * New plans for what is not under way; where something is, all plans of that group stay as they are: a plan made anew
 * would have pools that another part of the group is signed for.
 */
async function planBeside(
  parts: Parts,
  input: Omit<PlanInput, 'now'>,
  before: Proposal | undefined,
  { pinned, retries }: UnderWay,
  now: Instant,
): Promise<{ plans: readonly MigrationPlan[]; plannedFrom: Instant }> {
  const groups = new Set(pinned.map(({ scope }) => scope.group));
  const others = before && { ...before, plans: notPinned(before.plans, { pinned, retries }) };
  const made = planFrom({ ...input, retries }, others, now);
  const kept = new Map(pinned.map((plan) => [scopeKey(plan.scope), plan]));
  for (const { scope, hash } of before?.plans ?? []) {
    if (!groups.has(scope.group) || kept.has(scopeKey(scope))) continue;
    const plan = (await parts.plans.find(hash))?.plan;
    if (plan) kept.set(scopeKey(scope), plan);
  }
  const beside = made.plans.filter(({ scope }) => !groups.has(scope.group));
  return { plans: [...kept.values(), ...beside].toSorted(byScope), plannedFrom: made.plannedFrom };
}

function byScope(a: MigrationPlan, b: MigrationPlan): number {
  const [one, other] = [a.scope.group ?? '', b.scope.group ?? ''];
  return one < other ? -1 : one > other ? 1 : a.scope.part - b.scope.part;
}

/**
 * The plans, with notice counted from where it was counted before as long as nothing of them has begun: else
 * every look at the fleet would move every date away by the time since the last one.
 */
function planFrom(
  input: Omit<PlanInput, 'now'>,
  before: Proposal | undefined,
  now: Instant,
): { plans: readonly MigrationPlan[]; plannedFrom: Instant } {
  if (before && hasDates(before.plans) && !hasBegun(before.plans, now)) {
    const plans = planFleet({ ...input, now: before.plannedFrom });
    const summaries = plans.map((plan) => summaryOf(plan, now));
    if (!hasBegun(summaries, now)) return { plans, plannedFrom: before.plannedFrom };
  }
  // From the start of the day: two looks on one day give the same plan, to the second.
  const plannedFrom = now - (now % MS_PER_DAY);
  return { plans: planFleet({ ...input, now: plannedFrom, plannedAt: now }), plannedFrom };
}

function notPinned(plans: readonly PlanSummary[], { pinned }: UnderWay): readonly PlanSummary[] {
  const groups = new Set(pinned.map(({ scope }) => scope.group));
  return plans.filter(({ scope }) => !groups.has(scope.group));
}

function hasDates(plans: readonly PlanSummary[]): boolean {
  return plans.some(({ from }) => from !== undefined);
}

/** Whether the day of the first window has come. */
function hasBegun(plans: readonly PlanSummary[], now: Instant): boolean {
  return plans.some(({ from }) => from !== undefined && from <= dayOf(now));
}

async function changesSince(
  { plans: store }: Parts,
  before: readonly PlanSummary[],
  after: readonly MigrationPlan[],
): Promise<PlanChange[]> {
  const known = new Map(before.map((summary) => [scopeKey(summary.scope), summary]));
  const changes: PlanChange[] = [];
  for (const plan of after) {
    const { scope, hash } = plan;
    const earlier = known.get(scopeKey(scope));
    known.delete(scopeKey(scope));
    if (earlier?.hash === hash) continue;
    const stored = earlier && (await store.find(earlier.hash));
    if (!earlier) changes.push({ scope, kind: 'new', after: hash, what: [] });
    else {
      const what = stored ? diffPlans(stored.plan, plan) : [];
      changes.push({ scope, kind: 'changed', before: earlier.hash, after: hash, what: what.slice(0, MOST_SENTENCES) });
    }
  }
  for (const { scope, hash } of known.values()) changes.push({ scope, kind: 'gone', before: hash, what: [] });
  return changes;
}

/** The rest is in the comparison of the two plans. */
const MOST_SENTENCES = 50;
