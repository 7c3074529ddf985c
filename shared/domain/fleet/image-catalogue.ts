import type { Day } from '../time.ts';
import { compareImages, familyKey } from './image-order.ts';
import { type KnownImage, type NodeImage, parseNodeImage } from './node-image.ts';

/** Builds of node images that were published, as of one day. Not in it does not mean not real. */
export interface ImageCatalogue {
  readonly asOf: Day;
  /** By family in lower case, as in `aksubuntu-2204gen2containerd`; builds from oldest to newest. */
  readonly families: ReadonlyMap<string, readonly ImageBuild[]>;
  /** Families as Azure writes them, by the same keys; absent where nobody needs to name an image. */
  readonly names?: ReadonlyMap<string, string>;
}

export interface ImageBuild {
  /** `202410.27.0`, or `20348.4529.251212` for Windows. */
  readonly version: string;
  readonly imageDate: Day;
  /** In the public announcements; `false`: built, and perhaps never rolled out to every region; absent: not checked. */
  readonly announced?: boolean;
  readonly kernel?: string;
  readonly containerd?: string;
  readonly openssl?: string;
  readonly osVersion?: string;
}

/** The build that an image is, whatever security patch lies over it; `undefined` when the catalogue does not have it. */
export function buildOf(catalogue: ImageCatalogue, image: NodeImage): ImageBuild | undefined {
  if (image.kind === 'unknown') return undefined;
  return catalogue.families.get(familyKey(image))?.find((build) => build.version === image.version);
}

/** Newest build of the image's family that the catalogue has, named as the image is named. */
export function newestOf(catalogue: ImageCatalogue, image: NodeImage): KnownImage | undefined {
  if (image.kind === 'unknown') return undefined;
  const newest = catalogue.families.get(familyKey(image))?.at(-1);
  const read = newest ? parseNodeImage(`${image.family}-${newest.version}`) : undefined;
  return read?.kind === 'known' ? read : undefined;
}

export interface BuildsBehind {
  readonly builds: number;
  /** `true` when the catalogue does not reach up to the latest image: there may have been more. */
  readonly atLeast: boolean;
}

/**
 * How many builds lie after `image` up to and including `latest`. Builds that were never announced do not
 * count, unless nothing of the family is ever announced: a region need not have had them.
 *
 * @returns `undefined` when the two have no order or the catalogue does not know the family
 */
export function buildsBehind(catalogue: ImageCatalogue, image: NodeImage, latest: NodeImage): BuildsBehind | undefined {
  const order = compareImages(image, latest);
  if (order === undefined || image.kind === 'unknown' || latest.kind === 'unknown') return undefined;
  if (order >= 0 || image.version === latest.version) return { builds: 0, atLeast: false };
  const family = catalogue.families.get(familyKey(image));
  if (!family) return undefined;

  const announces = family.some((build) => build.announced);
  let builds = 1;
  let reached = false;
  for (const { build, image: read } of familyRead(catalogue, image, family)) {
    if (build.version === latest.version) reached = true;
    else if (build.announced || !announces) {
      if ((compareImages(read, image) ?? 0) > 0 && (compareImages(read, latest) ?? 0) < 0) builds += 1;
    }
  }
  return { builds, atLeast: !reached };
}

interface BuildRead {
  readonly build: ImageBuild;
  readonly image: NodeImage;
}

/** Families as images, read once for each catalogue: 50,000 pools ask for the same few. */
const familiesRead = new WeakMap<ImageCatalogue, Map<string, readonly BuildRead[]>>();

function familyRead(catalogue: ImageCatalogue, image: KnownImage, family: readonly ImageBuild[]): readonly BuildRead[] {
  const families = familiesRead.get(catalogue) ?? new Map<string, readonly BuildRead[]>();
  familiesRead.set(catalogue, families);
  const key = familyKey(image);
  const read =
    families.get(key) ?? family.map((build) => ({ build, image: parseNodeImage(`${image.family}-${build.version}`) }));
  families.set(key, read);
  return read;
}
