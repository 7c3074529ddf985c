import { type Instant, MS_PER_DAY } from '../time.ts';
import type { ClusterDraft, StepDraft } from './cluster-draft.ts';
import {
  type ClusterWindows,
  clusterWindows,
  SHORTEST_WINDOW_MINUTES,
  type WindowSettings,
} from './cluster-windows.ts';
import { MS_PER_MINUTE } from './local-time.ts';
import type { PlannedWindow, WindowSource } from './migration-plan.ts';
import type { RegionFacts } from './regions.ts';

export interface ClusterSchedule {
  /** Windows of each step, in the draft's order; empty: none. */
  readonly steps: readonly (readonly PlannedWindow[])[];
  readonly source: WindowSource;
  /** Set when a step needed more windows than anybody would sit through. */
  readonly tooShort: boolean;
}

export interface ScheduleSettings extends WindowSettings {
  /** Nothing starts before. */
  readonly start: Instant;
  /** Windows with less than an hour left by then are over; absent: `start`. */
  readonly plannedAt?: Instant;
  /** Days between a wave's end and the next wave's start, by environment of the next. */
  readonly staggerDays: (environment: string) => number;
  /** `false` answers "what if the default hours were open": only to find out what would make a plan feasible. */
  readonly useMaintenance: boolean;
}

/** A pool that would need more windows than this is not planned so. */
export const MOST_WINDOWS = 60;

/**
 * Windows for every step: steps of a cluster one after another, clusters of a wave side by side, and a wave
 * only when the one before it has ended and its days of stagger have passed.
 */
export function scheduleWaves(
  waves: readonly { readonly environment: string; readonly clusters: readonly ClusterDraft[] }[],
  settings: ScheduleSettings,
  regions: RegionFacts,
): Map<string, ClusterSchedule> {
  const schedules = new Map<string, ClusterSchedule>();
  let start = settings.start;
  let ended: Instant | undefined;
  for (const { environment, clusters } of waves) {
    if (ended !== undefined) start = Math.max(start, ended + settings.staggerDays(environment) * MS_PER_DAY);
    for (const draft of clusters) {
      const schedule = scheduleCluster(draft, start, settings, regions);
      schedules.set(draft.reading.cluster.id, schedule);
      const last = schedule.steps.flat().reduce((latest, { closes }) => Math.max(latest, closes), 0);
      if (last > 0) ended = Math.max(ended ?? 0, last);
    }
  }
  return schedules;
}

function scheduleCluster(
  { reading, kind, steps }: ClusterDraft,
  start: Instant,
  settings: ScheduleSettings,
  regions: RegionFacts,
): ClusterSchedule {
  const cluster = settings.useMaintenance ? reading.cluster : { ...reading.cluster, maintenance: [] };
  const environment = kind.environment.name;
  const nodes = clusterWindows(cluster, 'nodes', settings, regions, environment);
  const needsControlPlane = steps.some((step) => step.kind === 'control-plane');
  const controlPlane = needsControlPlane
    ? clusterWindows(cluster, 'control-plane', settings, regions, environment)
    : nodes;

  let cursor = start;
  let blocked = false;
  let tooShort = false;
  const planned = steps.map((step) => {
    if (blocked || (step.kind === 'pool' && step.held)) return [];
    const from = step.kind === 'pool' ? Math.max(cursor, step.notBefore ?? cursor) : cursor;
    const found = fit(step, from, openOnes(step.kind === 'pool' ? nodes : controlPlane, settings.plannedAt));
    if (found === 'too-many') tooShort = true;
    if (found === 'too-many' || found === 'none') {
      // What comes after would overtake it: order is kept by stopping here.
      blocked = true;
      return [];
    }
    cursor = found.ends;
    return found.windows;
  });
  return { steps: planned, source: nodes.source, tooShort };
}

/** A window that is over opens for nobody; one that is open keeps the hour at which it opened, so that a plan stays the same. */
function openOnes(windows: ClusterWindows, plannedAt: Instant | undefined): ClusterWindows {
  if (plannedAt === undefined) return windows;
  const over = plannedAt + SHORTEST_WINDOW_MINUTES * MS_PER_MINUTE;
  return {
    ...windows,
    next(at, shortestMinutes) {
      let window = windows.next(at, shortestMinutes);
      while (window && window.closes < over) window = windows.next(window.closes, shortestMinutes);
      return window;
    },
  };
}

/** A step that does not fit into what is left of a window starts with the next; one longer than a window takes several. */
function fit(
  step: StepDraft,
  from: Instant,
  windows: ClusterWindows,
): { readonly windows: PlannedWindow[]; readonly ends: Instant } | 'none' | 'too-many' {
  const taken: PlannedWindow[] = [];
  const needed = Math.max(1, step.minutes.minutes) * MS_PER_MINUTE;
  let left = needed;
  let cursor = from;
  while (taken.length < MOST_WINDOWS) {
    let window = windows.next(cursor);
    if (!window) return 'none';
    const begun = taken.length === 0 && window.opens === cursor && window.closes - window.opens < needed;
    if (begun) {
      // Unless the next one is no longer than what is left of this, it waits for a whole one.
      const next = windows.next(window.closes);
      if (!next) return 'none';
      if (next.closes - next.opens > window.closes - window.opens) window = next;
    }
    taken.push(window);
    const length = window.closes - window.opens;
    if (length >= left) return { windows: taken, ends: window.opens + left };
    left -= length;
    cursor = window.closes;
  }
  return 'too-many';
}
