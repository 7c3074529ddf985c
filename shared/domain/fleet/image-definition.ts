/** What the gallery and the definition in an image's name say about it, before its version is looked at. */
export interface ImageTraits {
  readonly osType: 'Linux' | 'Windows';
  readonly osRelease: string;
  readonly arch: 'amd64' | 'arm64';
  /** Generation of virtual machines it boots on; a name without `gen2` means 1. */
  readonly generation: 1 | 2;
  /** Every OS SKU that can select it; absent for Windows, where there is exactly one. */
  readonly osSkus?: readonly string[];
  /** The most specific OS SKU that selects it; absent where none is documented. */
  readonly osSku?: string;
  /** What sets it apart, as in `fips`; absent for Windows images without any. */
  readonly flags?: ImageFlags;
  /** Only where it is not containerd. */
  readonly runtime?: 'docker';
}

export type ImageFlags = Readonly<Partial<Record<ImageFlag, true>>>;
export type ImageFlag =
  | 'containerd'
  | 'fips'
  | 'cvm'
  | 'trustedLaunch'
  | 'kata'
  | 'gpu'
  | 'minimal'
  | 'gb200'
  | 'edgeZone';

/**
 * Reads gallery and definition. Case of the definition does not matter: sources write `CVM` and `cvm`.
 *
 * @returns the traits, or one sentence that says why they are not known
 */
export function readDefinition(gallery: string, definition: string | undefined): ImageTraits | string {
  const key = `${gallery}-${definition ?? ''}`;
  const known = READ_BEFORE.get(key);
  if (known) return known;
  const traits = read(gallery, definition);
  // Names come from outside: only what was understood is kept, and only so much of it.
  if (typeof traits !== 'string' && READ_BEFORE.size < 500) READ_BEFORE.set(key, traits);
  return traits;
}

/** A fleet of 50,000 pools has a few dozen definitions. What is kept follows from the key alone. */
const READ_BEFORE = new Map<string, ImageTraits>();

function read(gallery: string, definition: string | undefined): ImageTraits | string {
  if (definition === undefined) {
    // Microsoft's own pages write it without a definition; it is built for generation 2 only.
    if (gallery === 'AKSAzureContainerLinux')
      return linux('Azure Container Linux', ['AzureContainerLinux'], ['gen2', 'containerd']);
    return `${gallery} needs a definition before the version.`;
  }
  switch (gallery) {
    case 'AKSUbuntu':
    case 'AKSUbuntuEdgeZone':
      return ubuntu(gallery, definition);
    case 'AKSAzureLinux':
    case 'AKSAzureLinuxEdgeZone':
    case 'AKSCBLMariner':
      return azureLinux(gallery, definition);
    case 'AKSFlatcar':
      return flatcar(definition);
    case 'AKSWindows':
      return windows(definition);
    default:
      return `${gallery} is not a known image gallery.`;
  }
}

const UBUNTU: Readonly<Record<string, { readonly osSkus: readonly string[]; readonly docker?: true }>> = {
  '1604': { osSkus: ['Ubuntu'], docker: true },
  '1804': { osSkus: ['Ubuntu'], docker: true },
  '2004': { osSkus: ['Ubuntu'] },
  '2204': { osSkus: ['Ubuntu', 'Ubuntu2204'] },
  '2404': { osSkus: ['Ubuntu', 'Ubuntu2404'] },
  '2604': { osSkus: [] },
};

function ubuntu(gallery: string, definition: string): ImageTraits | string {
  const release = UBUNTU[definition.slice(0, 4)];
  if (!release) return `${definition} does not start with a known Ubuntu release.`;
  const tokens = tokensOf(definition.slice(4));
  if (!tokens) return notUnderstood(definition);
  const docker = !tokens.includes('containerd');
  if (docker && !release.docker) return `${definition} is not an image: every one of this release names containerd.`;
  const osRelease = `Ubuntu ${definition.slice(0, 2)}.${definition.slice(2, 4)}`;
  const traits = linux(osRelease, release.osSkus, gallery.endsWith('EdgeZone') ? [...tokens, 'edgeZone'] : tokens);
  return docker ? { ...traits, runtime: 'docker' } : traits;
}

function azureLinux(gallery: string, definition: string): ImageTraits | string {
  const parts = /^(?<kind>OSGuardV3|V1|V2|V3|acl)(?<rest>.*)$/i.exec(definition)?.groups;
  if (!parts) return notUnderstood(definition);
  const tokens = tokensOf(parts.rest ?? '');
  if (!tokens || tokens.includes('containerd')) return notUnderstood(definition);
  const mariner = gallery === 'AKSCBLMariner';
  const all = [...tokens, 'containerd', ...(gallery.endsWith('EdgeZone') ? ['edgeZone'] : [])];
  switch ((parts.kind ?? '').toLowerCase()) {
    case 'v1':
      return mariner ? linux('CBL-Mariner 1.0', ['CBLMariner'], all) : notUnderstood(definition);
    case 'v2':
      return mariner
        ? linux('CBL-Mariner 2.0', ['CBLMariner', 'Mariner'], all)
        : linux('Azure Linux 2.0', ['AzureLinux'], all);
    case 'v3':
      return mariner ? notUnderstood(definition) : linux('Azure Linux 3.0', ['AzureLinux', 'AzureLinux3'], all);
    case 'osguardv3':
      return mariner
        ? notUnderstood(definition)
        : linux('Azure Linux 3.0 with OS Guard', ['AzureLinuxOSGuard'], [...all, 'gen2']);
    default:
      return mariner
        ? notUnderstood(definition)
        : linux('Azure Container Linux', ['AzureContainerLinux'], [...all, 'gen2']);
  }
}

function flatcar(definition: string): ImageTraits | string {
  const tokens = /^flatcar/i.test(definition) ? tokensOf(definition.slice('flatcar'.length)) : undefined;
  if (!tokens || tokens.includes('containerd')) return notUnderstood(definition);
  return linux('Flatcar Container Linux', ['Flatcar'], [...tokens, 'gen2', 'containerd']);
}

/** Definitions as the Azure REST API lists them, `windows-` dropped. */
const WINDOWS: Readonly<Record<string, { readonly osSku: string; readonly osRelease: string }>> = {
  '2019': { osSku: 'Windows2019', osRelease: 'Windows Server 2019' },
  '2022': { osSku: 'Windows2022', osRelease: 'Windows Server 2022' },
  '23h2': { osSku: 'WindowsAnnual', osRelease: 'Windows Server annual channel 23H2' },
  '2025': { osSku: 'Windows2025', osRelease: 'Windows Server 2025' },
};

function windows(definition: string): ImageTraits | string {
  const parts =
    /^(?:(?<plain>2019)|(?<server>2019|2022)-containerd(?<g1>-gen2)?|(?<later>23H2|2025)(?<g2>-gen2(?<tl>-tl)?)?)$/i.exec(
      definition,
    )?.groups;
  const release = WINDOWS[(parts?.plain ?? parts?.server ?? parts?.later ?? '').toLowerCase()];
  if (!parts || !release) return notUnderstood(definition);
  return {
    osType: 'Windows',
    ...release,
    arch: 'amd64',
    generation: parts.g1 || parts.g2 ? 2 : 1,
    ...(parts.tl ? { flags: { trustedLaunch: true } } : {}),
  };
}

const TOKENS = /gen2|containerd|fips|arm64|cvm|tl|kata|gpu|minimal|gb200|gb/y;

/** The words that `text` is made of, in lower case; `undefined` when something else is among them or one comes twice. */
function tokensOf(text: string): string[] | undefined {
  const lower = text.toLowerCase();
  const tokens: string[] = [];
  TOKENS.lastIndex = 0;
  while (TOKENS.lastIndex < lower.length) {
    const token = TOKENS.exec(lower)?.[0];
    if (!token || tokens.includes(token)) return undefined;
    tokens.push(token);
  }
  return tokens;
}

/** These boot on generation 2 only, also where the name leaves `gen2` out (`2004cvmcontainerd`). */
const GENERATION_2 = ['gen2', 'arm64', 'cvm', 'tl', 'kata'];

const FLAGS: Readonly<Record<string, ImageFlag>> = {
  fips: 'fips',
  cvm: 'cvm',
  tl: 'trustedLaunch',
  kata: 'kata',
  gpu: 'gpu',
  minimal: 'minimal',
  gb200: 'gb200',
  gb: 'gb200',
  edgeZone: 'edgeZone',
  containerd: 'containerd',
};

function linux(osRelease: string, osSkus: readonly string[], tokens: readonly string[]): ImageTraits {
  const flags: Partial<Record<ImageFlag, true>> = {};
  for (const token of tokens) {
    const flag = FLAGS[token];
    if (flag) flags[flag] = true;
  }
  const osSku = osSkus.includes('Mariner') ? 'CBLMariner' : osSkus.at(-1);
  return {
    osType: 'Linux',
    osRelease,
    arch: tokens.includes('arm64') ? 'arm64' : 'amd64',
    generation: tokens.some((token) => GENERATION_2.includes(token)) ? 2 : 1,
    osSkus,
    ...(osSku ? { osSku } : {}),
    flags,
  };
}

function notUnderstood(definition: string): string {
  return `The definition ${definition} is not one that is known.`;
}
