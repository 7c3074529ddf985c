import { newestOf } from '../fleet/image-catalogue.ts';
import { compareImages, familyKey } from '../fleet/image-order.ts';
import { type KnownImage, parseNodeImage } from '../fleet/node-image.ts';
import { entryOfFamily } from '../retirement/find-entry.ts';
import type { TargetImage } from './migration-plan.ts';
import type { PlanInput } from './plan-input.ts';
import type { ImageReader } from './read-image.ts';

/** Which image each family goes to: one version for the whole plan, whichever region asks. */
export interface TargetImages {
  /** Of the family itself; `undefined` when nobody named one. */
  ofFamily(image: KnownImage): TargetImage | undefined;
  /** Of another OS, for machines like those that `like` runs on; `undefined` when no such image is known. */
  ofOs(os: string, like: KnownImage | undefined): TargetImage | undefined;
}

interface Family {
  readonly image: KnownImage;
  readonly os: string | undefined;
  readonly target: TargetImage;
}

/**
 * The newest image that Azure named for any pool of the plan, or else the newest announced build of the
 * catalogue. What is newest in one region reaches the others within two weeks; the schedule waits for it.
 */
export function targetImages(
  readings: readonly { readonly pools: readonly { readonly latestImage?: string }[] }[],
  input: Pick<PlanInput, 'calendar' | 'catalogue'>,
  images: ImageReader,
): TargetImages {
  const families = new Map<string, Family>();
  const offer = (image: KnownImage, from: TargetImage['from']) => {
    const key = familyKey(image);
    const before = families.get(key);
    if (before && (before.target.from !== from || (compareImages(image, before.image) ?? 0) <= 0)) return;
    const { family, name, securityPatchDate, version } = image;
    const full = securityPatchDate ? `${version}-${securityPatchDate.replaceAll('-', '.')}` : version;
    families.set(key, {
      image,
      os: before?.os ?? entryOfFamily(input.calendar, family)?.id,
      target: { family, version: full, name, from },
    });
  };

  for (const { pools } of readings) {
    for (const { latestImage } of pools) {
      const image = images.read(latestImage);
      if (image.kind === 'known') offer(image, 'azure');
    }
  }
  for (const [key, builds] of input.catalogue.families) {
    if (families.has(key)) continue;
    const announced = builds.findLast(({ announced }) => announced === true)?.version;
    const read = announced
      ? parseNodeImage(`${input.catalogue.names?.get(key) ?? nameOf(key)}-${announced}`)
      : undefined;
    if (read?.kind === 'known') offer(read, 'catalogue');
  }
  const all = [...families.values()].toSorted((a, b) => byText(familyKey(a.image), familyKey(b.image)));

  return {
    ofFamily(image) {
      const known = families.get(familyKey(image))?.target;
      if (known) return known;
      const newest = newestOf(input.catalogue, image);
      if (!newest) return undefined;
      return { family: newest.family, version: newest.version, name: newest.name, from: 'catalogue' };
    },
    ofOs(os, like) {
      let best: { family: Family; differs: number } | undefined;
      for (const family of all) {
        const differs = family.os === os ? difference(family.image, like) : undefined;
        if (differs !== undefined && (!best || differs < best.differs)) best = { family, differs };
      }
      return best?.family.target;
    },
  };
}

const GALLERIES = [
  'AKSUbuntuEdgeZone',
  'AKSUbuntu',
  'AKSAzureLinuxEdgeZone',
  'AKSAzureLinux',
  'AKSAzureContainerLinux',
  'AKSCBLMariner',
  'AKSFlatcar',
  'AKSWindows',
];

/** Catalogue keys are in lower case; galleries are read as Azure writes them. */
function nameOf(key: string): string {
  const gallery = GALLERIES.find((name) => key === name.toLowerCase() || key.startsWith(`${name.toLowerCase()}-`));
  return gallery ? gallery + key.slice(gallery.length) : key;
}

/**
 * How far an image is from what the machines run now: 0 is the same kind. What a machine cannot boot, and what
 * changes its promises (FIPS, confidential, Kata), never counts as near.
 */
function difference(image: KnownImage, like: KnownImage | undefined): number | undefined {
  const flags = image.flags ?? {};
  const has = like?.flags ?? {};
  if (image.osType !== (like?.osType ?? image.osType) || image.arch !== (like?.arch ?? 'amd64')) return undefined;
  for (const must of ['cvm', 'kata', 'gb200', 'edgeZone', 'minimal'] as const) {
    if ((flags[must] ?? false) !== (has[must] ?? false)) return undefined;
  }
  if (has.fips && !flags.fips && image.osType === 'Linux') return undefined;
  const generation = like?.generation ?? 2;
  return (
    (image.generation === generation ? 0 : 4) +
    ((flags.fips ?? false) === (has.fips ?? false) ? 0 : 3) +
    ((flags.trustedLaunch ?? false) === (has.trustedLaunch ?? false) ? 0 : 1) +
    ((flags.gpu ?? false) === (has.gpu ?? false) ? 0 : 1)
  );
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
