import { type Day, dayOf, daysBetween, type Instant, MS_PER_DAY } from '../time.ts';
import { compareImages } from './image-order.ts';
import { type NodeImage, parseNodeImage } from './node-image.ts';

/**
 * Age of a node image in whole days at `now`, counted from the date in its version.
 *
 *     imageAgeDays('AKSUbuntu-2204gen2containerd-202408.05.0', 2024-11-04T00:00Z)             // 91
 *     imageAgeDays('AKSUbuntu-2204gen2containerd-202410.27.0-2024.12.01', 2024-12-02T00:00Z)  // 36
 *
 * A security patch laid over the image (the second date) does not make it younger.
 *
 * @returns days, 0 or more; `undefined` when the name is not understood or its date lies more than a
 *   day ahead: such dates are typos. The caller decides what an unknown age means.
 * @see https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image (both forms)
 */
export function imageAgeDays(image: NodeImage | string, now: Instant): number | undefined {
  const read = typeof image === 'string' ? parseNodeImage(image) : image;
  if (read.kind === 'unknown') return undefined;
  const days = daysBetween(read.date, dayOf(now));
  return days < -1 ? undefined : Math.max(0, days);
}

/** What `imageAgeDays` trusts: a date that lies at most one day ahead of `now`. */
export function hasPlausibleDate(date: Day, now: Instant): boolean {
  return date <= dayOf(now + MS_PER_DAY);
}

/**
 * Days between the build dates of an image and the latest of its family: 0 when it is the latest or newer.
 *
 * @returns `undefined` across families or when either name is not understood
 */
export function daysBehind(image: NodeImage, latest: NodeImage): number | undefined {
  const order = compareImages(image, latest);
  if (order === undefined || image.kind === 'unknown' || latest.kind === 'unknown') return undefined;
  return order >= 0 ? 0 : Math.max(0, daysBetween(image.date, latest.date));
}
