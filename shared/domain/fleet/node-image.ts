import { type ImageTraits, readDefinition } from './image-definition.ts';
import { type ImageVersion, readVersion } from './image-version.ts';

/** A node image as its name describes it, or the reason why the name could not be read. */
export type NodeImage = KnownImage | UnknownImage;

export interface KnownImage extends ImageTraits {
  readonly kind: 'known';
  /** As Azure wrote it. */
  readonly name: string;
  /** Only when it is not a dash: `AKSUbuntu:1604:2020.03.11` is in old REST examples. */
  readonly separator?: string;
  readonly gallery: string;
  /** `null` where the name has none: `AKSAzureContainerLinux-202606.01.0`. */
  readonly definition: string | null;
  /** Gallery and definition. Only images of one family can be compared. */
  readonly family: string;
  readonly version: string;
  readonly scheme: ImageVersion['scheme'];
  /** A rebuild of the same day; Linux only. */
  readonly patch?: number;
  readonly windowsBuild?: number;
  readonly windowsRevision?: number;
  /** Day on which the image was built. It is announced days later and reaches regions up to two weeks later. */
  readonly date: string;
  /** Day of a security patch laid over the image. It does not make the image younger. */
  readonly securityPatchDate?: string;
}

export interface UnknownImage {
  readonly kind: 'unknown';
  /** The text as it was read, empty when there was none. It is hostile until shown otherwise. */
  readonly name: string;
  /** One sentence for a person. */
  readonly reason: string;
}

const NAME =
  /^(?<gallery>AKS[A-Za-z]+)(?:(?<separator>[-:])(?<definition>.+?))?(?<last>[-:])(?<version>\d{5}\.\d+\.(?:\d{8}|\d{6})|\d{6}\.\d{2}\.\d+|\d{4}\.\d{2}\.\d{2})(?:-(?<securityPatch>\d{4}\.\d{2}\.\d{2}))?$/;

/** The longest real names are under 70 characters; anything far beyond is not a name. */
const LONGEST_NAME = 200;

/**
 * Reads a `nodeImageVersion`. Never throws and never guesses: a form that is not documented or was not
 * seen in an answer of Azure is `unknown`, with the reason.
 *
 *     parseNodeImage('AKSUbuntu-2204gen2containerd-202410.27.0-2024.12.01')
 *     // { kind: 'known', family: 'AKSUbuntu-2204gen2containerd', date: '2024-10-27', securityPatchDate: '2024-12-01', ... }
 *
 * @see data/README.md for where the forms come from
 */
export function parseNodeImage(text: string | null | undefined): NodeImage {
  if (!text) return { kind: 'unknown', name: '', reason: 'There is no image version.' };
  const unknown = (reason: string): UnknownImage => ({ kind: 'unknown', name: text, reason });
  if (text.length > LONGEST_NAME) return unknown('The text is too long to be an image version.');

  const parts = NAME.exec(text)?.groups;
  if (!parts) return unknown(whyNoMatch(text));
  const { gallery = '', definition, version: versionText = '', securityPatch, separator, last } = parts;

  const traits = readDefinition(gallery, definition);
  if (typeof traits === 'string') return unknown(traits);
  const version = readVersion(versionText, securityPatch, traits);
  if (typeof version === 'string') return unknown(version);

  return {
    kind: 'known',
    name: text,
    ...(separator === ':' || last === ':' ? { separator: ':' } : {}),
    gallery,
    definition: definition ?? null,
    family: definition === undefined ? gallery : `${gallery}-${definition}`,
    ...version,
    ...traits,
  };
}

function whyNoMatch(text: string): string {
  if (!text.startsWith('AKS')) return 'It does not start with the name of an AKS image gallery.';
  if (!/\d\.\d/.test(text)) return 'It has no version: the text was cut, or it names a family only.';
  return 'Its version has none of the known forms YYYYMM.DD.patch, YYYY.MM.DD and build.revision.YYMMDD.';
}
