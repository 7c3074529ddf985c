import { sumMoney } from '../cost/sum.ts';
import { dayOf } from '../time.ts';
import { ageConstraint } from './age-constraint.ts';
import { controlPlaneStep, poolStep } from './build-steps.ts';
import type { ClusterDraft } from './cluster-draft.ts';
import { communicationDates } from './communication.ts';
import { clusterConstraints, type Remedies } from './constraints.ts';
import { longestMinutes, sumMinutes } from './duration.ts';
import { waveGates } from './gates.ts';
import { localDay } from './local-time.ts';
import type { ClusterPlan, Constraint, MigrationPlan, PoolLeftOut, TargetImage, Wave } from './migration-plan.ts';
import { planCost } from './plan-cost.ts';
import { sealPlan } from './plan-hash.ts';
import type { PlanInput } from './plan-input.ts';
import { runningOf } from './running.ts';
import type { ClusterSchedule } from './schedule.ts';
import type { WaveDraft } from './waves.ts';

export interface DraftedWave extends WaveDraft {
  readonly clusters: readonly ClusterDraft[];
}

export interface PlanParts {
  readonly group: string | undefined;
  readonly waves: readonly DraftedWave[];
  readonly schedules: ReadonlyMap<string, ClusterSchedule>;
  readonly remedies: Remedies;
  readonly leftOut: readonly PoolLeftOut[];
  readonly contradictions: readonly Constraint[];
  readonly input: PlanInput;
}

/** Plans from what was worked out: cut into parts between waves, added up and sealed with their hash. */
export function assemblePlans(parts: PlanParts): MigrationPlan[] {
  const { group, waves, leftOut, input } = parts;
  const cut = cutWaves(waves, input.settings.caps.maxClustersPerPlan);
  let number = 0;
  return cut.map((slice, index) => {
    const first = number + 1;
    number += slice.length;
    // What is left out belongs to no wave; it is told once, with the first part.
    return assemblePart(parts, slice, first, index === 0 ? leftOut : [], {
      ...(group === undefined ? {} : { group }),
      part: index + 1,
      parts: cut.length,
    });
  });
}

function cutWaves(waves: readonly DraftedWave[], most: number): DraftedWave[][] {
  const cut: DraftedWave[][] = [[]];
  let size = 0;
  for (const wave of waves) {
    if (size > 0 && size + wave.clusters.length > most) {
      cut.push([]);
      size = 0;
    }
    cut.at(-1)?.push(wave);
    size += wave.clusters.length;
  }
  return cut;
}

function assemblePart(
  { schedules, remedies, contradictions, input }: PlanParts,
  slice: readonly DraftedWave[],
  firstNumber: number,
  leftOut: readonly PoolLeftOut[],
  scope: MigrationPlan['scope'],
): MigrationPlan {
  const constraints: Constraint[] = [...contradictions];
  const targets = new Map<string, TargetImage>();
  const waves = slice.map((wave, index): Wave => {
    const clusters = wave.clusters.map((draft) => {
      const schedule = schedules.get(draft.reading.cluster.id);
      const plan = clusterPlan(draft, schedule, input);
      if (schedule && contradictions.length === 0)
        constraints.push(...clusterConstraints(draft, schedule, input, remedies));
      constraints.push(...noticeConstraint(plan));
      for (const step of draft.steps) {
        if (step.kind === 'pool' && step.work.targetImage)
          targets.set(step.work.targetImage.name, step.work.targetImage);
      }
      return plan;
    });
    const made = waveOf(wave, firstNumber + index, clusters, input);
    constraints.push(...ageConstraint(made));
    return made;
  });
  const drafts = slice.flatMap(({ clusters }) => clusters);
  return sealPlan(
    {
      format: 1,
      scope,
      images: [...targets.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
      waves,
      leftOut: leftOut.toSorted((a, b) => (a.poolId < b.poolId ? -1 : a.poolId > b.poolId ? 1 : 0)),
      feasible: constraints.every(({ effect }) => effect !== 'infeasible'),
      constraints,
      caps: input.settings.caps,
      running: runningOf(waves, input),
      cost: planCost(
        drafts,
        waves.map(({ cost }) => cost),
        input,
      ),
      minutes: sumMinutes(
        waves.map(({ minutes }) => minutes),
        'waves one after another, without the days between them',
      ),
      computedAt: input.now,
    },
    input.hash,
  );
}

function waveOf(
  wave: DraftedWave,
  number: number,
  clusters: readonly ClusterPlan[],
  { settings, prices }: PlanInput,
): Wave {
  const windows = clusters.flatMap(({ steps }) => steps.flatMap((step) => step.windows));
  const opens = windows.reduce((first, window) => Math.min(first, window.opens), Number.POSITIVE_INFINITY);
  const closes = windows.reduce((last, window) => Math.max(last, window.closes), Number.NEGATIVE_INFINITY);
  const stagger = settings.environments.find(({ name }) => name === wave.environment)?.staggerDays ?? 3;
  return {
    number,
    name: wave.name,
    environment: wave.environment,
    criticality: wave.criticality,
    ...(windows.length > 0 ? { from: dayOf(opens), to: dayOf(closes - 1) } : {}),
    clusters,
    gates: waveGates(number, stagger),
    minutes: longestMinutes(
      clusters.map(({ minutes }) => minutes),
      'the longest of its clusters, which go side by side',
    ),
    cost: sumMoney(
      clusters.map(({ cost }) => cost),
      prices.currency,
    ),
  };
}

function clusterPlan(draft: ClusterDraft, schedule: ClusterSchedule | undefined, input: PlanInput): ClusterPlan {
  const { cluster } = draft.reading;
  const steps = draft.steps.map((step, index) => {
    const windows = schedule?.steps[index] ?? [];
    return step.kind === 'control-plane'
      ? controlPlaneStep(step, windows, input.retries?.get(cluster.id))
      : poolStep(step, windows, input);
  });
  const windows = steps.flatMap((step) => step.windows);
  const timeZone = input.regions.regions.get(cluster.region)?.timeZone ?? 'UTC';
  const first = windows[0];
  const last = windows.at(-1);
  return {
    clusterId: cluster.id,
    name: cluster.name,
    subscriptionId: cluster.subscriptionId,
    resourceGroup: cluster.resourceGroup,
    region: cluster.region,
    environment: draft.kind.environment.name,
    criticality: draft.kind.criticality,
    steps,
    windowRule: schedule?.source ?? { kind: 'unknown', why: 'Nothing was worked out for it.' },
    communication:
      first && last
        ? communicationDates(
            localDay(first.opens, timeZone),
            localDay(last.closes - 1, timeZone),
            localDay(input.now, timeZone),
          )
        : [],
    minutes: sumMinutes(
      steps.map(({ minutes }) => minutes),
      'its steps one after another',
    ),
    cost: sumMoney(
      steps.flatMap((step) => (step.kind === 'pool' ? [step.cost] : [])),
      input.prices.currency,
    ),
  };
}

function noticeConstraint({ name, clusterId, communication }: ClusterPlan): Constraint[] {
  const late = communication.filter(({ state }) => state === 'late').map(({ kind }) => kind);
  if (late.length === 0) return [];
  return [
    {
      kind: 'notice-short',
      effect: 'note',
      clusterId,
      what: `${name}: too late already for ${late.join(', ')}; its window comes sooner than people are used to.`,
      remedy: 'Say it today, and ask the owners whether they can keep the date.',
    },
  ];
}
