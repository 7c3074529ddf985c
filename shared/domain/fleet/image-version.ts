import { type Day, startOfDay } from '../time.ts';
import type { ImageTraits } from './image-definition.ts';

export interface ImageVersion {
  readonly version: string;
  readonly scheme: 'linux-yyyymm.dd.patch' | 'linux-securitypatch' | 'linux-legacy-yyyy.mm.dd' | 'windows';
  readonly patch?: number;
  readonly windowsBuild?: number;
  readonly windowsRevision?: number;
  readonly date: Day;
  readonly securityPatchDate?: Day;
}

/** AKS has no node image from before; an earlier date is a typo or a build of a test. */
const FIRST_YEAR = 2019;

/**
 * Reads the version part of an image name, for an image of the given traits.
 *
 * @returns the version, or one sentence that says why it is none
 */
export function readVersion(
  text: string,
  securityPatch: string | undefined,
  traits: ImageTraits,
): ImageVersion | string {
  const windows = /^(?<build>\d{5})\.(?<revision>\d+)\.(?<century>20)?(?<date>\d{6})$/.exec(text)?.groups;
  if ((windows !== undefined) !== (traits.osType === 'Windows')) {
    return `The version ${text} is not one of a ${traits.osType} image.`;
  }
  const version = windows ? windowsVersion(text, windows, traits) : linuxVersion(text);
  if (typeof version === 'string' || securityPatch === undefined) return version;

  if (windows) return 'Security patches are not laid over Windows images.';
  const securityPatchDate = realDay(securityPatch.replaceAll('.', '-'));
  if (!securityPatchDate) return `The security patch ${securityPatch} is not dated with a real day.`;
  return { ...version, scheme: 'linux-securitypatch', securityPatchDate };
}

function linuxVersion(text: string): ImageVersion | string {
  const legacy = /^(\d{4})\.(\d{2})\.(\d{2})$/.test(text);
  const date = realDay(
    legacy ? text.replaceAll('.', '-') : `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(7, 9)}`,
  );
  if (!date) return `The version ${text} is not dated with a real day since ${FIRST_YEAR}.`;
  if (legacy) return { version: text, scheme: 'linux-legacy-yyyy.mm.dd', date };
  const patch = Number(text.slice(10));
  if (!Number.isSafeInteger(patch)) return `The rebuild number of ${text} is too large.`;
  return { version: text, scheme: 'linux-yyyymm.dd.patch', patch, date };
}

/** The build number that every version of a Windows release starts with. */
const WINDOWS_BUILDS: Readonly<Record<string, number>> = {
  Windows2019: 17763,
  Windows2022: 20348,
  WindowsAnnual: 25398,
  Windows2025: 26100,
};

function windowsVersion(text: string, groups: Record<string, string>, traits: ImageTraits): ImageVersion | string {
  const { build = '', revision = '', date: short = '' } = groups;
  const windowsBuild = Number(build);
  if (windowsBuild !== WINDOWS_BUILDS[traits.osSku ?? ''])
    return `Build ${build} is not a build of ${traits.osRelease}.`;
  const windowsRevision = Number(revision);
  if (!Number.isSafeInteger(windowsRevision)) return `The revision of ${text} is too large.`;
  const date = realDay(`20${short.slice(0, 2)}-${short.slice(2, 4)}-${short.slice(4, 6)}`);
  if (!date) return `The version ${text} is not dated with a real day since ${FIRST_YEAR}.`;
  return { version: text, scheme: 'windows', windowsBuild, windowsRevision, date };
}

function realDay(day: string): Day | undefined {
  return startOfDay(day) !== undefined && Number(day.slice(0, 4)) >= FIRST_YEAR ? day : undefined;
}
