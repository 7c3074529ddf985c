import type { RetirementEntry } from '../../domain/retirement/calendar.ts';
import { NOTICE_DAYS, retirementState } from '../../domain/retirement/retirement-state.ts';
import { type Day, daysBetween } from '../../domain/time.ts';

/** How the fleet is grouped by the end of its images' OS. Every pool is in exactly one group. */
export const RETIREMENT_GROUPS = [
  'supported',
  'support ends in 180 days',
  'support ended',
  'images removed',
  'unknown',
] as const;
export type RetirementGroup = (typeof RETIREMENT_GROUPS)[number];

/** @param entry `undefined`: the calendar has nothing about the image, which is not the same as supported */
export function retirementGroup(entry: RetirementEntry | undefined, today: Day): RetirementGroup {
  if (!entry) return 'unknown';
  switch (retirementState(entry, today)) {
    case 'images-removed':
      return 'images removed';
    case 'support-ended':
      return 'support ended';
    case 'unknown':
      return 'unknown';
    case 'supported':
      return endsSoon(entry, today) ? 'support ends in 180 days' : 'supported';
  }
}

function endsSoon({ supportEnds }: RetirementEntry, today: Day): boolean {
  return supportEnds !== undefined && daysBetween(today, supportEnds) <= NOTICE_DAYS[0];
}
