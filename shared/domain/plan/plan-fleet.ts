import type { ClusterReading } from '../fleet/reading.ts';
import { MS_PER_DAY } from '../time.ts';
import { assemblePlans } from './assemble.ts';
import { nodesOf } from './build-steps.ts';
import { checkSettings } from './check-settings.ts';
import { tagOf } from './classify-cluster.ts';
import { type ClusterDraft, draftCluster } from './cluster-draft.ts';
import { type Experience, experienceOf } from './duration.ts';
import { findRemedies, missedPools, type Waves } from './find-remedies.ts';
import type { MigrationPlan, PoolLeftOut } from './migration-plan.ts';
import type { PlanInput } from './plan-input.ts';
import { type ImageReader, imageReader } from './read-image.ts';
import { type ClusterSchedule, type ScheduleSettings, scheduleWaves } from './schedule.ts';
import { targetImages } from './target-images.ts';
import { formWaves } from './waves.ts';

/**
 * Plans the migration of every pool with a finding about its image. Nothing is asked and nothing is written.
 *
 * One plan for the fleet, or one for each value of the grouping tag; a large plan is cut into parts between
 * waves. The same input gives the same plans, in whatever order its lists come.
 *
 * @returns plans by group and part; none when no pool has such a finding
 */
export function planFleet(input: PlanInput): MigrationPlan[] {
  const images = imageReader();
  const experience = experienceOf(input.pastRuns ?? []);
  return [...groupsOf(input)].flatMap(([group, readings]) =>
    planGroup(group === '' ? undefined : group, readings, input, images, experience),
  );
}

function groupsOf({ readings, settings }: PlanInput): Map<string, ClusterReading[]> {
  const key = settings.groupByTag;
  const groups = new Map<string, ClusterReading[]>();
  const keyed = readings
    .map((reading) => ({ reading, group: key === undefined ? '' : (tagOf(reading.cluster, key) ?? '') }))
    .toSorted((a, b) => byText(a.group, b.group) || byText(a.reading.cluster.id, b.reading.cluster.id));
  for (const { reading, group } of keyed) {
    const list = groups.get(group);
    if (list) list.push(reading);
    else groups.set(group, [reading]);
  }
  return groups;
}

function planGroup(
  group: string | undefined,
  readings: readonly ClusterReading[],
  input: PlanInput,
  images: ImageReader,
  experience: Experience,
): MigrationPlan[] {
  const context = { input, images, targets: targetImages(readings, input, images), experience };
  const drafts: ClusterDraft[] = [];
  const leftOut: PoolLeftOut[] = [];
  for (const reading of readings) {
    const found = draftCluster(reading, context);
    if (found.draft) drafts.push(found.draft);
    leftOut.push(...found.leftOut);
  }
  if (drafts.length === 0 && leftOut.length === 0) return [];

  const contradictions = checkSettings(input.settings);
  const byId = new Map(drafts.map((draft) => [draft.reading.cluster.id, draft]));
  const waves = formWaves(drafts.map(candidateOf), input.regions, input.settings.caps).map((wave) => ({
    ...wave,
    clusters: wave.clusterIds.flatMap((id) => byId.get(id) ?? []),
  }));
  const { schedules, settings } =
    contradictions.length > 0 ? { schedules: unscheduled(drafts), settings: undefined } : scheduleInTime(waves, input);
  const missed = settings ? missedPools(waves, schedules, input) : new Set<string>();
  const remedies = settings ? findRemedies(waves, missed, settings, input) : () => [];
  return assemblePlans({ group, waves, schedules, remedies, leftOut, contradictions, input });
}

function candidateOf(draft: ClusterDraft) {
  const { reading, kind, steps } = draft;
  return {
    clusterId: reading.cluster.id,
    region: reading.cluster.region,
    environment: kind.environment.name,
    environmentRank: kind.environmentRank,
    criticality: kind.criticality,
    criticalityRank: kind.criticalityRank,
    nodes: nodesOf(draft),
    clear:
      reading.cluster.maintenance !== undefined &&
      steps.every(
        (step) =>
          step.kind === 'control-plane' ||
          (!step.held && !step.work.failed && step.work.inspection?.readiness?.verdict !== 'blocked'),
      ),
  };
}

/**
 * With the usual notice if all dates can be met so, else with as much of it as they leave, down to the shortest.
 */
function scheduleInTime(
  waves: Waves,
  input: PlanInput,
): { schedules: Map<string, ClusterSchedule>; settings: ScheduleSettings } {
  const { settings, now, regions } = input;
  const { noticeDays, shortestNoticeDays } = settings;
  const notices = [...new Set([noticeDays, Math.ceil((noticeDays + shortestNoticeDays) / 2), shortestNoticeDays])];
  let last: { schedules: Map<string, ClusterSchedule>; settings: ScheduleSettings } | undefined;
  for (const notice of notices) {
    const scheduling: ScheduleSettings = {
      defaultWindow: settings.defaultWindow,
      blackouts: settings.blackouts,
      ...(settings.freeze ? { freeze: settings.freeze } : {}),
      start: now + notice * MS_PER_DAY,
      ...(input.plannedAt !== undefined && { plannedAt: input.plannedAt }),
      staggerDays: (environment) => settings.environments.find(({ name }) => name === environment)?.staggerDays ?? 3,
      useMaintenance: true,
    };
    last = { schedules: scheduleWaves(waves, scheduling, regions), settings: scheduling };
    if (missedPools(waves, last.schedules, input).size === 0) return last;
  }
  return (
    last ?? {
      schedules: new Map(),
      settings: {
        defaultWindow: settings.defaultWindow,
        blackouts: [],
        start: now,
        staggerDays: () => 0,
        useMaintenance: true,
      },
    }
  );
}

/** Settings that contradict each other give no dates. */
function unscheduled(drafts: readonly ClusterDraft[]): Map<string, ClusterSchedule> {
  const source = { kind: 'unknown' as const, why: 'The settings contradict each other.' };
  return new Map(
    drafts.map(({ reading, steps }) => [reading.cluster.id, { steps: steps.map(() => []), source, tooShort: false }]),
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
