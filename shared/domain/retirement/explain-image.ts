import { hasPlausibleDate, imageAgeDays } from '../fleet/image-age.ts';
import { buildOf, newestOf } from '../fleet/image-catalogue.ts';
import { compareImages } from '../fleet/image-order.ts';
import { type KnownImage, parseNodeImage, type UnknownImage } from '../fleet/node-image.ts';
import type { PolicyFacts } from '../policy/policy-facts.ts';
import { SUPPORTED_IMAGE_DAYS } from '../policy/rules/image-outside-support.ts';
import { type Day, dayOf, type Instant } from '../time.ts';
import type { RetirementEntry } from './calendar.ts';
import { entryOfFamily } from './find-entry.ts';
import { retirementState } from './retirement-state.ts';

/**
 * `outside-support`: its OS is supported, the image is over 90 days old. `unknown`: the name, its OS or its
 * date is not known well enough to claim anything.
 */
export type ImageStatus = 'supported' | 'outside-support' | 'support-ended' | 'images-removed' | 'unknown';

/** Everything that is known about one image version, without looking at a fleet. */
export type ImageExplained = (KnownImage | UnknownImage) & {
  readonly status: ImageStatus;
  readonly inCatalogue: boolean;
  /** Absent when the catalogue does not have it, or did not check. */
  readonly announced?: boolean;
  readonly ageDays?: number;
  readonly supportEnds?: Day;
  readonly imagesRemoved?: Day;
  /** Newest image of its family that is known of; itself when nothing newer is. */
  readonly newest?: string;
  readonly kernel?: string;
  readonly containerd?: string;
};

export function explainImage(
  name: string,
  { calendar, catalogue }: Pick<PolicyFacts, 'calendar' | 'catalogue'>,
  now: Instant,
): ImageExplained {
  const image = parseNodeImage(name);
  if (image.kind === 'unknown') return { ...image, status: 'unknown', inCatalogue: false };

  const ageDays = imageAgeDays(image, now);
  const entry = entryOfFamily(calendar, image.family);
  const build = buildOf(catalogue, image);
  const patched = image.securityPatchDate !== undefined;
  const newest = newestName(image, newestOf(catalogue, image), now);
  return {
    ...image,
    status: statusOf(entry, ageDays, dayOf(now)),
    // A security patch over a catalogued image is an image of its own that no catalogue lists.
    inCatalogue: build !== undefined && !patched,
    ...defined('announced', build?.announced),
    ...defined('ageDays', ageDays),
    ...defined('supportEnds', entry?.supportEnds),
    ...defined('imagesRemoved', entry?.imagesRemoved),
    ...defined('newest', newest),
    // What was patched later runs what the patch brought, and no catalogue says what that is.
    ...defined('kernel', patched ? undefined : build?.kernel),
    ...defined('containerd', patched ? undefined : build?.containerd),
  };
}

function statusOf(entry: RetirementEntry | undefined, ageDays: number | undefined, today: Day): ImageStatus {
  const state = entry ? retirementState(entry, today) : 'unknown';
  if (state === 'images-removed' || state === 'support-ended') return state;
  // Too old is too old, whatever is known of the OS.
  if (ageDays !== undefined && ageDays > SUPPORTED_IMAGE_DAYS) return 'outside-support';
  return ageDays === undefined ? 'unknown' : state;
}

function newestName(image: KnownImage, newest: KnownImage | undefined, now: Instant): string | undefined {
  if (!newest || (compareImages(image, newest) ?? 0) > 0) {
    return hasPlausibleDate(image.date, now) ? image.name : newest?.name;
  }
  return newest.name;
}

function defined<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}
