import { compareVersions } from '../cluster/version-text.ts';
import { buildOf, type ImageCatalogue } from '../fleet/image-catalogue.ts';
import type { KnownImage } from '../fleet/node-image.ts';
import type { OsStack, StackFacts } from './stack.ts';

/** What an image brings, as exactly as it is known. Absent: not known. */
export interface ImageStack {
  readonly image: KnownImage;
  /** The system as the facts name it; absent for one that they do not have. */
  readonly system?: OsStack;
  readonly kernel?: Part;
  readonly cgroup?: Part;
  readonly containerd?: Part;
  readonly openssl?: Part;
  readonly python?: Part;
}

export interface Part {
  readonly value: string;
  /** `image`: the catalogue's entry of this very build; `system`: what the OS has in general. */
  readonly by: 'image' | 'system';
}

export function stackOf(image: KnownImage, facts: StackFacts, catalogue: ImageCatalogue): ImageStack {
  const id = systemIdOf(image);
  const system = facts.systems.find((each) => each.id === id);
  // A security patch may bring another kernel, and no catalogue says which: then the system's series is all there is.
  const build = image.securityPatchDate === undefined ? buildOf(catalogue, image) : undefined;
  return {
    image,
    ...(system ? { system } : {}),
    ...part('kernel', build?.kernel, system?.kernel),
    ...part('cgroup', undefined, system?.cgroup),
    // On Windows the Kubernetes version selects the runtime from those in the image.
    ...part('containerd', image.osType === 'Windows' ? undefined : build?.containerd, containerdOf(system, image)),
    ...part('openssl', build?.openssl, system?.openssl),
    ...part('python', undefined, system?.python),
  };
}

function part(name: PartName, ofImage: string | undefined, ofSystem: string | undefined): Partial<ImageStack> {
  if (ofImage !== undefined) return { [name]: { value: ofImage, by: 'image' } };
  return ofSystem === undefined ? {} : { [name]: { value: ofSystem, by: 'system' } };
}

type PartName = 'kernel' | 'cgroup' | 'containerd' | 'openssl' | 'python';

/** The last version that had come by the time of the image. */
function containerdOf(system: OsStack | undefined, image: KnownImage): string | undefined {
  const reached = system?.containerdHistory.filter(
    ({ fromImage }) => (compareVersions(image.version, fromImage) ?? -1) >= 0,
  );
  return reached?.at(-1)?.version ?? system?.containerd;
}

const BY_RELEASE: Readonly<Record<string, string>> = {
  'Ubuntu 18.04': 'ubuntu-18.04',
  'Ubuntu 22.04': 'ubuntu-22.04',
  'Ubuntu 24.04': 'ubuntu-24.04',
  'Ubuntu 26.04': 'ubuntu-26.04-minimal',
  'CBL-Mariner 1.0': 'cblmariner-1',
  'CBL-Mariner 2.0': 'azurelinux-2',
  'Azure Linux 2.0': 'azurelinux-2',
  'Azure Linux 3.0': 'azurelinux-3',
  'Azure Linux 3.0 with OS Guard': 'azurelinux-osguard',
  'Azure Container Linux': 'azure-container-linux',
  'Flatcar Container Linux': 'flatcar',
  'Windows Server 2019': 'windows-2019',
  'Windows Server 2022': 'windows-2022',
  'Windows Server annual channel 23H2': 'windows-annual-23h2',
  'Windows Server 2025': 'windows-2025',
};

/** `ubuntu-22.04`, `azurelinux-3-kata`; `undefined` for a system that is not among the facts. */
export function systemIdOf({ osRelease, flags }: KnownImage): string | undefined {
  if (osRelease === 'Ubuntu 20.04') {
    if (flags?.fips) return 'ubuntu-20.04-fips';
    return flags?.cvm ? 'ubuntu-20.04-cvm' : undefined;
  }
  const id = BY_RELEASE[osRelease];
  return id?.startsWith('azurelinux-') && flags?.kata ? `${id}-kata` : id;
}

/** The system without its variant: `azurelinux-3` of `azurelinux-3-kata`. */
export function baseIdOf(image: KnownImage): string | undefined {
  return systemIdOf(image)?.replace(/-kata$/, '');
}
