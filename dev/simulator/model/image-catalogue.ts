import { readFileSync } from 'node:fs';
import { dayOf, daysBetween, type Instant } from '../../../shared/domain/time.ts';
import { isArmSize, isConfidentialSize } from './vm-size.ts';

interface Build {
  readonly nodeImageVersion: string;
  readonly imageDate: string;
  readonly announced: boolean;
  readonly kernel?: string;
  readonly containerd?: string;
}

interface CatalogueFile {
  readonly imageFamilies: readonly {
    readonly family: string;
    readonly versions: readonly Build[];
  }[];
}

const MISSED_AFTER_DAYS = 31;

const VERSION_END = /-(?:\d{6}\.\d{2}\.\d+|\d{4}\.\d{2}\.\d{2}|\d{5}\.\d+\.\d{6})(?:-\d{4}\.\d{2}\.\d{2})?$/;

/** `AKSUbuntu-2204gen2containerd` of `AKSUbuntu-2204gen2containerd-202608.20.0`; `undefined` for other forms. */
export function familyOf(image: string): string | undefined {
  const at = image.search(VERSION_END);
  return at > 0 ? image.slice(0, at) : undefined;
}

/** The images that Azure has built, from the catalogue that ships with the product. */
export interface ImageCatalogue {
  /** Published images of a family up to `now`, from oldest to newest; empty for a family it does not have. */
  published(family: string, now: Instant): readonly string[];
  /** What Azure offers to pools of a family at `now`. A frozen family goes on offering its last image. */
  latest(family: string, now: Instant): string | undefined;
  /** From now on `image` is the latest of its family, whatever the catalogue has. */
  release(family: string, image: string): void;
  /** From now on no new node can have this image, or any image of this family. */
  remove(imageOrFamily: string): void;
  isRemoved(image: string): boolean;
  readonly families: readonly string[];
}

let read: CatalogueFile | undefined;

function catalogueFile(): CatalogueFile {
  read ??= JSON.parse(
    readFileSync(new URL('../../../data/node-images.json', import.meta.url), 'utf8'),
  ) as CatalogueFile;
  return read;
}

let builds: ReadonlyMap<string, Build> | undefined;

/** Kernel and containerd that an image was built with, where its notes print them. A security patch date is looked past. */
export function builtWith(image: string): { readonly kernel?: string; readonly containerd?: string } {
  builds ??= new Map(
    catalogueFile().imageFamilies.flatMap(({ versions }) => versions.map((build) => [build.nodeImageVersion, build])),
  );
  return builds.get(image.replace(/-\d{4}\.\d{2}\.\d{2}$/, '')) ?? builds.get(image) ?? {};
}

/** @param latestImages by family, where it is not the newest of the catalogue */
export function imageCatalogue(latestImages: Readonly<Record<string, string>> = {}): ImageCatalogue {
  const file = catalogueFile();
  const families = new Map(file.imageFamilies.map((family) => [family.family.toLowerCase(), family]));
  const removed = new Set<string>();
  const released = new Map(Object.entries(latestImages).map(([family, image]) => [family.toLowerCase(), image]));

  const upTo = (family: string, now: Instant) => {
    const today = dayOf(now);
    return families.get(family.toLowerCase())?.versions.filter((build) => build.imageDate <= today) ?? [];
  };
  return {
    families: file.imageFamilies.map((family) => family.family),
    published: (family, now) => upTo(family, now).map((build) => build.nodeImageVersion),
    latest(family, now) {
      const builds = upTo(family, now);
      return released.get(family.toLowerCase()) ?? offered(builds)?.nodeImageVersion;
    },
    release(family, image) {
      released.set(family.toLowerCase(), image);
    },
    remove(imageOrFamily) {
      removed.add(imageOrFamily.toLowerCase());
    },
    isRemoved: (image) => removed.has(image.toLowerCase()) || removed.has((familyOf(image) ?? '').toLowerCase()),
  };
}

/**
 * The newest build that was announced: one that was not may never have reached a region. Where the catalogue
 * knows of no announcement for more than a month before the newest build, it has missed some, and the newest counts.
 */
function offered(builds: readonly Build[]): Build | undefined {
  const newest = builds.at(-1);
  const announced = builds.findLast((build) => build.announced);
  if (!newest || !announced) return newest;
  return daysBetween(announced.imageDate, newest.imageDate) > MISSED_AFTER_DAYS ? newest : announced;
}

/** What decides which image a new pool gets. */
export interface PoolTraits {
  readonly osType: 'Linux' | 'Windows';
  readonly osSku: string | undefined;
  readonly kubernetesVersion: string;
  readonly vmSize: string;
  readonly fips: boolean;
  readonly trustedLaunch: boolean;
}

const WINDOWS_FAMILIES: Readonly<Record<string, string>> = {
  Windows2019: 'AKSWindows-2019-containerd',
  Windows2022: 'AKSWindows-2022-containerd-gen2',
  Windows2025: 'AKSWindows-2025-gen2',
  WindowsAnnual: 'AKSWindows-23H2-gen2',
};

/**
 * The image family that an OS SKU means for a pool. One SKU means several releases, by Kubernetes version.
 *
 * @see https://learn.microsoft.com/azure/aks/upgrade-os-version
 * @returns `undefined` for a SKU that has no image here
 */
export function familyFor(traits: PoolTraits): string | undefined {
  const minor = Number(traits.kubernetesVersion.split('.')[1]);
  const arm = isArmSize(traits.vmSize);
  const confidential = isConfidentialSize(traits.vmSize);
  const sku = traits.osSku ?? (traits.osType === 'Windows' ? 'Windows2022' : 'Ubuntu');
  if (traits.osType === 'Windows') return WINDOWS_FAMILIES[sku];
  switch (sku) {
    case 'Ubuntu':
      if (traits.fips) return minor >= 35 ? 'AKSUbuntu-2204gen2fipscontainerd' : 'AKSUbuntu-2004gen2fipscontainerd';
      if (confidential) return minor >= 34 ? 'AKSUbuntu-2404gen2CVMcontainerd' : 'AKSUbuntu-2004gen2CVMcontainerd';
      return ubuntu(minor >= 35 ? '2404' : '2204', arm, traits.trustedLaunch);
    case 'Ubuntu2204':
      return traits.fips ? 'AKSUbuntu-2204gen2fipscontainerd' : ubuntu('2204', arm, traits.trustedLaunch);
    case 'Ubuntu2404':
      return confidential ? 'AKSUbuntu-2404gen2CVMcontainerd' : ubuntu('2404', arm, traits.trustedLaunch);
    case 'AzureLinux':
    case 'AzureLinux3': {
      const release = sku === 'AzureLinux' && minor <= 31 ? 'V2' : 'V3';
      if (confidential) return 'AKSAzureLinux-V3gen2CVM';
      if (arm) return `AKSAzureLinux-${release}gen2arm64${traits.fips && release === 'V3' ? 'fips' : ''}`;
      return `AKSAzureLinux-${release}gen2${traits.fips ? 'fips' : traits.trustedLaunch ? 'TL' : ''}`;
    }
    case 'CBLMariner':
    case 'Mariner':
      return arm ? 'AKSCBLMariner-V2gen2arm64' : 'AKSCBLMariner-V2gen2';
    case 'AzureLinuxOSGuard':
      return 'AKSAzureLinux-OSGuardV3gen2fipsTL';
    case 'AzureContainerLinux':
      return arm ? 'AKSAzureLinux-aclgen2arm64TL' : 'AKSAzureLinux-aclgen2TL';
    case 'Flatcar':
      return arm ? 'AKSFlatcar-flatcargen2arm64' : 'AKSFlatcar-flatcargen2';
    default:
      return undefined;
  }
}

const ubuntu = (release: string, arm: boolean, trustedLaunch: boolean): string =>
  `AKSUbuntu-${release}gen2${arm ? 'arm64' : trustedLaunch ? 'TL' : ''}containerd`;
