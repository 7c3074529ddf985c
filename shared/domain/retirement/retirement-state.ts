import { type Day, daysBetween } from '../time.ts';
import type { RetirementEntry } from './calendar.ts';

/** Where an OS stands on one day. `unknown`: neither its dates nor its status say. */
export type RetirementState = 'supported' | 'support-ended' | 'images-removed' | 'unknown';

/**
 * Dates decide, and count from their day on: "starting on 30 November there are no more updates". Only
 * where a date is missing does the status speak: an OS that is known to be removed is removed, also
 * when nobody published the day. No date is made up for it.
 */
export function retirementState(entry: RetirementEntry, today: Day): RetirementState {
  const status = entry.status.toLowerCase();
  if (entry.imagesRemoved !== undefined ? today >= entry.imagesRemoved : status === 'removed') return 'images-removed';
  const saysEnded = status === 'retired' || status === 'removed';
  if (entry.supportEnds !== undefined ? today >= entry.supportEnds : saysEnded) return 'support-ended';
  return entry.supportEnds !== undefined || SUPPORTED.includes(status) ? 'supported' : 'unknown';
}

const SUPPORTED = ['supported', 'supported-retiring', 'preview', 'preview-retiring'];

/** Support has ended, whether its images are still there or not. */
export function isOutOfSupport(state: RetirementState): boolean {
  return state === 'support-ended' || state === 'images-removed';
}

/** Days of notice at which an end that comes nearer is reported, and at which it becomes more urgent. */
export const NOTICE_DAYS = [180, 90, 30, 7] as const;
export type Notice = (typeof NOTICE_DAYS)[number];

/** The step of notice that `day` has come within: 180, 90, 30 or 7. `undefined` when it is further off or has come. */
export function noticeOf(day: Day, today: Day): Notice | undefined {
  const daysLeft = daysBetween(today, day);
  if (daysLeft <= 0) return undefined;
  return NOTICE_DAYS.findLast((step) => daysLeft <= step);
}
