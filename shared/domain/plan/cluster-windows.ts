import type { Cluster, MaintenanceConfiguration } from '../fleet/cluster.ts';
import type { DayRange } from '../fleet/maintenance-rule.ts';
import { addDays, type Instant, MS_PER_DAY } from '../time.ts';
import { localInstant, MS_PER_MINUTE, minutesOfClock } from './local-time.ts';
import { dayOfNumber, type Openings, openingsOf } from './maintenance-windows.ts';
import type { PlannedWindow, WindowSource } from './migration-plan.ts';
import type { RegionFacts } from './regions.ts';
import type { PlanSettings } from './settings.ts';

/** When work on one cluster may start. */
export interface ClusterWindows {
  readonly source: WindowSource;
  /**
   * First window, or what is left of one, at or after `at`; `undefined` when there is none within the horizon.
   * @param shortestMinutes what is left of it is at least as long; an hour when absent
   */
  next(at: Instant, shortestMinutes?: number): PlannedWindow | undefined;
}

/** Plans do not look further ahead than this. */
export const HORIZON_DAYS = 400;
/** What is left of a window after blackouts must be worth opening. */
export const SHORTEST_WINDOW_MINUTES = 60;

const CONFIGURATIONS = {
  nodes: ['aksmanagednodeosupgradeschedule', 'aksmanagedautoupgradeschedule', 'default'],
  'control-plane': ['aksmanagedautoupgradeschedule', 'aksmanagednodeosupgradeschedule', 'default'],
} as const;

/** The part of the settings that says when. */
export type WindowSettings = Pick<PlanSettings, 'defaultWindow' | 'blackouts' | 'freeze'>;

/**
 * Windows of a cluster: its AKS maintenance configuration where there is one (the one that governs nodes, or
 * the control plane), else the default hours in its region's time zone; never on a blackout day or in a freeze.
 * Configurations that were not read, or not understood, are `unknown` and open nothing.
 */
export function clusterWindows(
  cluster: Cluster,
  work: keyof typeof CONFIGURATIONS,
  settings: WindowSettings,
  regions: RegionFacts,
  environment: string,
): ClusterWindows {
  const timeZone = regions.regions.get(cluster.region)?.timeZone ?? 'UTC';
  const rule = ruleOf(cluster, work, settings, timeZone, regions.regions.has(cluster.region));
  if (typeof rule.openings === 'string') return { source: rule.source, next: () => undefined };
  const { openings, source } = rule;
  const closed = closedSpans(cluster.region, environment, settings, timeZone);
  return {
    source,
    next(at, shortestMinutes = SHORTEST_WINDOW_MINUTES) {
      // A window that opened the day before may still be open, and offsets reach a day to either side.
      const first = Math.floor(at / MS_PER_DAY) - 2;
      for (let day = first; day < first + HORIZON_DAYS; day += 1) {
        for (const window of openings(day)) {
          const left = pieces(window, closed).find(
            (piece) => piece.closes - Math.max(at, piece.opens) >= shortestMinutes * MS_PER_MINUTE && piece.closes > at,
          );
          if (left) return { opens: Math.max(at, left.opens), closes: left.closes };
        }
      }
      return undefined;
    },
  };
}

interface RuleFound {
  readonly source: WindowSource;
  readonly openings: Openings | string;
}

function ruleOf(
  cluster: Cluster,
  work: keyof typeof CONFIGURATIONS,
  settings: WindowSettings,
  timeZone: string,
  known: boolean,
): RuleFound {
  if (cluster.maintenance === undefined) return unknown('Its maintenance configurations were not read.');
  const configuration = governing(cluster.maintenance, work);
  if (configuration) {
    const { name, schedule, rule } = configuration;
    const openings = rule ? openingsOf(rule) : 'its form is not known';
    if (typeof openings === 'string')
      return unknown(`The maintenance configuration ${name} cannot be followed: ${openings}.`);
    return { source: { kind: 'maintenance-configuration', name, schedule }, openings };
  }
  const { from, to } = settings.defaultWindow;
  const openings = defaultOpenings(from, to, timeZone);
  if (typeof openings === 'string') return unknown(openings);
  const why = known
    ? 'The cluster has no maintenance configuration.'
    : `The cluster has no maintenance configuration, and the time zone of ${cluster.region || 'its region'} is not known: UTC is used.`;
  return { source: { kind: 'default', from, to, timeZone, why }, openings };
}

function unknown(why: string): RuleFound {
  return { source: { kind: 'unknown', why }, openings: why };
}

function governing(
  configurations: readonly MaintenanceConfiguration[],
  work: keyof typeof CONFIGURATIONS,
): MaintenanceConfiguration | undefined {
  for (const wanted of CONFIGURATIONS[work]) {
    const found = configurations.find(({ name }) => name.toLowerCase() === wanted);
    if (found) return found;
  }
  return undefined;
}

/** Local hours on every day; an end at or before the start is on the next day. */
function defaultOpenings(from: string, to: string, timeZone: string): Openings | string {
  const start = minutesOfClock(from);
  const end = minutesOfClock(to);
  if (start === undefined || end === undefined || start === end || start === 1440) {
    return `The default window ${from} to ${to} is not a stretch of time.`;
  }
  return (number) => {
    const day = dayOfNumber(number);
    const opens = localInstant(day, start, timeZone);
    const closes = localInstant(end <= start ? addDays(day, 1) : day, end, timeZone);
    return closes > opens ? [{ opens, closes }] : [];
  };
}

/** A stretch of time in which nothing may start, and why. */
export interface ClosedSpan extends PlannedWindow {
  readonly why: string;
}

/** Blackouts and the freeze that concern a cluster, as stretches of time; days are the region's own. */
export function closedSpans(
  region: string,
  environment: string,
  settings: Pick<WindowSettings, 'blackouts' | 'freeze'>,
  timeZone: string,
): ClosedSpan[] {
  const { blackouts, freeze } = settings;
  const spans: ClosedSpan[] = blackouts
    .filter(
      ({ regions, environments }) =>
        (regions?.includes(region) ?? true) && (environments?.includes(environment) ?? true),
    )
    .map((range) => ({ ...spanOf(range, timeZone), why: `A blackout is on: ${range.reason}.` }));
  if (freeze) {
    spans.push({
      why: `A freeze is on: ${freeze.reason}.`,
      opens: freeze.from === undefined ? Number.NEGATIVE_INFINITY : localInstant(freeze.from, 0, timeZone),
      closes: freeze.to === undefined ? Number.POSITIVE_INFINITY : localInstant(addDays(freeze.to, 1), 0, timeZone),
    });
  }
  return spans.toSorted((a, b) => a.opens - b.opens);
}

function spanOf({ from, to }: DayRange, timeZone: string): PlannedWindow {
  return { opens: localInstant(from, 0, timeZone), closes: localInstant(addDays(to, 1), 0, timeZone) };
}

/** What is left of a window once the closed stretches are taken out, in order of time. */
function pieces(window: PlannedWindow, closed: readonly PlannedWindow[]): PlannedWindow[] {
  let left = [window];
  for (const span of closed) {
    left = left.flatMap((piece) => {
      if (span.closes <= piece.opens || span.opens >= piece.closes) return [piece];
      return [
        ...(span.opens > piece.opens ? [{ opens: piece.opens, closes: span.opens }] : []),
        ...(span.closes < piece.closes ? [{ opens: span.closes, closes: piece.closes }] : []),
      ];
    });
  }
  return left;
}
