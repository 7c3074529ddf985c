import type { NodeImage } from '../fleet/node-image.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { RuleId } from '../policy/finding.ts';
import type { RetirementCalendar } from '../retirement/calendar.ts';
import { entryOfPool } from '../retirement/find-entry.ts';
import { isOutOfSupport, NOTICE_DAYS, retirementState } from '../retirement/retirement-state.ts';
import { addDays, type Day } from '../time.ts';
import type { TargetImage } from './migration-plan.ts';
import type { TargetImages } from './target-images.ts';
import { type TargetOs, targetOsOf } from './target-os.ts';

/** Rules whose breach only another OS heals. */
export const LEAVE_OS: readonly RuleId[] = [
  'support-ended',
  'support-ends-soon',
  'images-removed',
  'images-removed-soon',
  'os-sku-blocks-kubernetes',
];

/** What decides where a pool goes that leaves its OS. */
export interface TargetBasis {
  readonly calendar: RetirementCalendar;
  readonly targets: TargetImages;
  /** Version of the control plane. */
  readonly controlPlane: string | undefined;
  readonly today: Day;
}

export interface OtherOs {
  readonly os: TargetOs;
  /** Absent: neither Azure nor the catalogue names an image of it for such machines. */
  readonly image: TargetImage | undefined;
}

/** Where a pool goes that must leave its OS; one sentence when there is no such place. */
export function otherOsOf(pool: NodePool, image: NodeImage, basis: TargetBasis): OtherOs | string {
  const { calendar, targets, controlPlane, today } = basis;
  const entry = entryOfPool(calendar, pool, image)?.entry;
  if (!entry) return 'Its OS is not in the retirement calendar, so nothing can be said of what follows it.';
  const os = targetOsOf(pool, entry, calendar, controlPlane, today);
  if (typeof os === 'string') return os;
  return { os, image: targets.ofOs(os.entry.id, image.kind === 'known' ? image : undefined) };
}

/** The pool's OS has ended, or ends within the longest notice: for pools of which no findings are at hand. */
export function osEnds(pool: NodePool, image: NodeImage, calendar: RetirementCalendar, today: Day): boolean {
  const entry = entryOfPool(calendar, pool, image)?.entry;
  if (!entry) return false;
  const [notice] = NOTICE_DAYS;
  return isOutOfSupport(retirementState(entry, addDays(today, notice)));
}

export function imageUnknown(of: string): string {
  return `No image of ${of} for this kind of machine is known yet: neither Azure nor the catalogue names one.`;
}
