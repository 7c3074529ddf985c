import { kubernetesState, supportPlanOf } from '../retirement/kubernetes-support.ts';
import { dayOf } from '../time.ts';
import type { ClusterDraft, PoolDraft, StepDraft } from './cluster-draft.ts';
import { type DeadlineState, deadlinesOf, deadlineWords } from './deadline.ts';
import type { Constraint, PlannedWindow } from './migration-plan.ts';
import type { PlanInput } from './plan-input.ts';
import { type ClusterSchedule, MOST_WINDOWS } from './schedule.ts';
import { failedTest } from './test-results.ts';

/** What would make one pool's dates feasible, tried and found to help; empty: nothing that was tried does. */
export type Remedies = (poolId: string) => readonly string[];

/** Everything that makes one cluster's part of a plan impossible or late, holds it, or is to be known. */
export function clusterConstraints(
  draft: ClusterDraft,
  schedule: ClusterSchedule,
  input: PlanInput,
  remedies: Remedies,
): Constraint[] {
  const { cluster } = draft.reading;
  const found: Constraint[] = [];
  const say = (constraint: Omit<Constraint, 'clusterId'>) => found.push({ clusterId: cluster.id, ...constraint });
  const { source } = schedule;
  if (source.kind === 'unknown') {
    say({
      kind: 'window-unknown',
      effect: 'holds',
      what: `${cluster.name}: nobody can say when work may start. ${source.why}`,
      remedy: 'Let Image Steward read the maintenance configurations of the cluster, or set one in a documented form.',
    });
  }
  draft.steps.forEach((step, index) => {
    const windows = schedule.steps[index] ?? [];
    if (step.kind === 'control-plane') controlPlane(draft, step.path, input, say);
    else poolConstraints(draft, step, windows, input, remedies, say);
  });
  const first = draft.steps.findIndex((step, index) => !isHeld(step) && (schedule.steps[index]?.length ?? 0) === 0);
  if (first >= 0 && source.kind !== 'unknown') noWindow(draft, schedule, input, say);
  return found;
}

type Say = (constraint: Omit<Constraint, 'clusterId'>) => void;

function isHeld(step: StepDraft): boolean {
  return step.kind === 'pool' && step.held !== undefined;
}

function noWindow({ reading }: ClusterDraft, { tooShort }: ClusterSchedule, { settings }: PlanInput, say: Say): void {
  const { name } = reading.cluster;
  if (tooShort) {
    say({
      kind: 'window-too-short',
      effect: 'infeasible',
      what: `${name}: a pool would need more than ${MOST_WINDOWS} of its windows.`,
      remedy: 'Lengthen the maintenance window, raise surge or the cap of nodes out at once, or split the pool.',
    });
  } else if (settings.freeze && settings.freeze.to === undefined) {
    say({
      kind: 'freeze',
      effect: 'infeasible',
      what: `${name}: the fleet is frozen without an end (${settings.freeze.reason}).`,
      remedy: 'Give the freeze a last day, or lift it.',
    });
  } else {
    say({
      kind: 'no-window',
      effect: 'infeasible',
      what: `${name}: no window opens within the time that was looked at.`,
      remedy: 'See whether the maintenance configuration, its closed dates and the blackouts leave any day open.',
    });
  }
}

function controlPlane(
  { reading }: ClusterDraft,
  path: readonly string[],
  { calendar, now }: PlanInput,
  say: Say,
): void {
  const { cluster } = reading;
  const last = path.at(-1);
  const state = last ? kubernetesState(calendar, last, supportPlanOf(cluster), dayOf(now)) : undefined;
  if (!last || !state || state.kind === 'supported') return;
  say({
    kind: 'kubernetes-path',
    effect: state.kind === 'ended' ? 'holds' : 'note',
    what: `${cluster.name}: the target needs Kubernetes ${last}, ${state.kind === 'unknown' ? 'of whose support nothing is known' : 'which is not in full support any more'}.`,
    remedy: 'Go on to a supported minor, or use long-term support (Premium tier).',
  });
}

function poolConstraints(
  { reading }: ClusterDraft,
  { work, held, notBefore }: PoolDraft,
  windows: readonly PlannedWindow[],
  input: PlanInput,
  remedies: Remedies,
  say: Say,
): void {
  const { pool } = work.reading;
  const name = `${reading.cluster.name}/${pool.name}`;
  const sayOf = (constraint: Omit<Constraint, 'clusterId' | 'poolId'>) => say({ poolId: pool.id, ...constraint });
  if (held === 'no-target') {
    sayOf({
      kind: 'target-unknown',
      effect: 'holds',
      what: `${name}: there is no image to go to yet. ${work.target.reasons.join(' ')}`,
      remedy: 'Wait for a newer image, approve one, or let Image Steward ask Azure for the latest.',
    });
  }
  const failed =
    held === 'test-failed' && work.targetImage ? failedTest(work.targetImage.name, input.testResults) : undefined;
  if (failed) {
    sayOf({
      kind: 'test-failed',
      effect: 'infeasible',
      what: `${name}: its target ${failed.image} failed its test on ${dayOf(failed.at)} (${failed.by})${failed.note ? `: ${failed.note}` : '.'}`,
      remedy: 'Repair what failed and test again, or wait for a newer image, which makes a new plan.',
    });
  }
  if (work.failed) {
    sayOf({
      kind: 'readiness-blocked',
      effect: 'holds',
      what: `${name}: the pool's last operation failed.`,
      remedy: 'Repair the pool first; AKS starts nothing on a failed one.',
    });
  }
  const readiness = work.inspection?.readiness;
  const blocking = readiness?.findings.find(({ level }) => level === 'blocks');
  if (readiness?.verdict === 'blocked') {
    sayOf({
      kind: 'readiness-blocked',
      effect: 'holds',
      what: `${name}: a drain today would stop${blocking ? `: ${blocking.what}` : '.'}`,
      remedy: blocking?.remedy ?? 'Clear what blocks, then look again.',
    });
  }
  const checked = work.inspection?.target;
  // What was checked against another image than this plan's says nothing of this plan's.
  if (checked?.verdict === 'violates' && checked.targetImage === work.targetImage?.name) {
    const worst = checked.items.find(({ verdict }) => verdict === 'violates');
    sayOf({
      kind: 'readiness-blocked',
      effect: 'holds',
      what: `${name}: what runs here does not go with the target image${worst ? `: ${worst.what}` : '.'}`,
      remedy: worst?.remedy ?? 'Change what does not go with it before the window.',
    });
  }
  if (notBefore !== undefined && windows.length > 0) {
    sayOf({
      kind: 'image-not-in-region',
      effect: 'note',
      what: `${name}: Azure does not offer ${work.targetImage?.name ?? 'the image'} in ${reading.cluster.region} yet; it is planned from ${dayOf(notBefore)} on.`,
      remedy: 'Nothing: a release reaches every region within two weeks. If it does not, the plan must be made again.',
    });
  }
  for (const deadline of deadlinesOf(work, windows, input.settings, input.now))
    deadlineConstraint(name, deadline, windows, remedies(pool.id), sayOf);
}

function deadlineConstraint(
  name: string,
  deadline: DeadlineState,
  windows: readonly PlannedWindow[],
  helps: readonly string[],
  say: (constraint: Omit<Constraint, 'clusterId' | 'poolId'>) => void,
): void {
  const { kind, day, lastGoodDay, state } = deadline;
  const last = windows.at(-1);
  const ends = last ? dayOf(last.closes - 1) : 'no day';
  if (state === 'passed') {
    say({
      kind,
      effect: 'late',
      what: `${name}: ${kind === 'support-end' ? 'support ended' : 'images were removed'} on ${day}; no plan can be in time any more.`,
      remedy: last
        ? `The plan ends this on ${ends}.`
        : 'It has no date yet: see what holds it, or what is proposed for it.',
    });
  } else if (state === 'missed') {
    say({
      kind,
      effect: 'infeasible',
      what: `${name}: ${deadlineWords(deadline)} on ${day}, it should be done by ${lastGoodDay}, and the windows end on ${ends}.`,
      remedy:
        helps.length > 0 ? helps.join(' Or: ') : 'Plan it by hand outside the rules, with those who may decide that.',
    });
  }
}
