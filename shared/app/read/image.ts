import { imageAgeDays } from '../../domain/fleet/image-age.ts';
import { buildOf, newestOf } from '../../domain/fleet/image-catalogue.ts';
import { type KnownImage, parseNodeImage } from '../../domain/fleet/node-image.ts';
import { entryOfFamily } from '../../domain/retirement/find-entry.ts';
import { dayOf, type Instant } from '../../domain/time.ts';
import type { PolicyInForce } from '../../ports/policy-source.ts';
import type { ImageView } from '../views.ts';
import { type RetirementGroup, retirementGroup } from './retirement-group.ts';

/** After this many days an image is outside Microsoft's support. */
const SUPPORT_DAYS = 90;

/** One image version explained. A name that was not understood says so, and nothing else is claimed about it. */
export function imageView(name: string, policy: PolicyInForce, now: Instant): ImageView {
  const image = parseNodeImage(name);
  if (image.kind === 'unknown') return { name, kind: 'unknown', reason: image.reason, status: 'unknown' };
  const { calendar, catalogue } = policy;
  const entry = entryOfFamily(calendar, image.family);
  const build = buildOf(catalogue, image);
  const ageDays = imageAgeDays(image, now);
  return {
    ...nameFields(image),
    inCatalogue: build !== undefined,
    announced: build?.announced,
    ageDays,
    status: statusOf(retirementGroup(entry, dayOf(now)), ageDays),
    supportEnds: entry?.supportEnds,
    imagesRemoved: entry?.imagesRemoved,
    newest: newestOf(catalogue, image)?.name,
    kernel: build?.kernel,
    containerd: build?.containerd,
  };
}

/** What the name itself says. */
function nameFields(image: KnownImage) {
  return {
    name: image.name,
    kind: 'known' as const,
    separator: image.separator,
    gallery: image.gallery,
    definition: image.definition,
    version: image.version,
    family: image.family,
    patch: image.patch,
    osType: image.osType,
    scheme: image.scheme,
    windowsBuild: image.windowsBuild,
    windowsRevision: image.windowsRevision,
    date: image.date,
    securityPatchDate: image.securityPatchDate,
    arch: image.arch,
    generation: image.generation,
    osSkus: image.osSkus && [...image.osSkus],
    osSku: image.osSku,
    osRelease: image.osRelease,
    flags: image.flags && { ...image.flags },
    runtime: image.runtime,
  };
}

/** The worst that is known. An image over 90 days is outside support whatever is known of its OS. */
function statusOf(group: RetirementGroup, ageDays: number | undefined): string {
  if (group === 'images removed') return 'images-removed';
  if (group === 'support ended') return 'support-ended';
  if (ageDays !== undefined && ageDays > SUPPORT_DAYS) return 'outside-support';
  return ageDays === undefined || group === 'unknown' ? 'unknown' : 'supported';
}
