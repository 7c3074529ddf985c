import { localInstant } from '../plan/local-time.ts';
import type { ClusterPlan, MigrationPlan } from '../plan/migration-plan.ts';
import { type Instant, MS_PER_DAY } from '../time.ts';

/** People are reminded so many days before the first window, while their word is awaited. */
export const REMINDER_DAYS = [7, 3, 1] as const;

/** Where a cluster has no date for it. */
const USUAL_NOTICE_MS = 14 * MS_PER_DAY;

/** When the sign-offs of a plan matter. */
export interface AskDates {
  /** From here on people are asked. */
  readonly due: Instant;
  /** Its first window. */
  readonly opens: Instant;
  /** Its last one. */
  readonly closes: Instant;
}

/**
 * @param zoneOf IANA zone of a region
 * @returns `undefined`: no window of it is planned, so that there is nothing to sign for
 */
export function askDates({ waves }: MigrationPlan, zoneOf: (region: string) => string): AskDates | undefined {
  const clusters = waves.flatMap((wave) => wave.clusters);
  const windows = clusters.flatMap((cluster) => windowsOf(cluster));
  if (windows.length === 0) return undefined;
  const opens = Math.min(...windows.map((window) => window.opens));
  const first = clusters.find((cluster) => windowsOf(cluster).some((window) => window.opens === opens));
  const day = first?.communication.find(({ kind }) => kind === 'sign-off-and-lock')?.from;
  return {
    due: first && day !== undefined ? localInstant(day, 0, zoneOf(first.region)) : opens - USUAL_NOTICE_MS,
    opens,
    closes: Math.max(...windows.map((window) => window.closes)),
  };
}

/** Region of the cluster that goes first: its people's night is the one that is kept. */
export function firstRegion({ waves }: MigrationPlan): string {
  const clusters = waves.flatMap((wave) => wave.clusters);
  const openings = clusters.map((cluster) => Math.min(...windowsOf(cluster).map(({ opens }) => opens)));
  return clusters[openings.indexOf(Math.min(...openings))]?.region ?? '';
}

function windowsOf({ steps }: ClusterPlan) {
  return steps.flatMap((step) => step.windows);
}

/** Reminders that are due by now, as days before the first window. */
export function remindersDue({ opens }: AskDates, now: Instant): number[] {
  return REMINDER_DAYS.filter((days) => now >= opens - days * MS_PER_DAY);
}
