import { readFileSync } from 'node:fs';
import { dayOf, type Instant } from '../../../shared/domain/time.ts';

export interface OfferedVersion {
  /** `1.34.9` */
  readonly version: string;
  readonly preview: boolean;
  /** What a new cluster gets when it asks for none: the minor before the newest. */
  readonly isDefault: boolean;
}

interface SupportFile {
  readonly versions: readonly {
    readonly version: string;
    readonly aksPreview?: string;
    readonly aksGa?: string;
    readonly standardSupportEnd?: string;
    readonly latestPatchSeen?: string | null;
  }[];
}

let file: SupportFile | undefined;

/** The Kubernetes versions that Azure offers at `now`, from oldest to newest. */
export function offeredVersions(now: Instant): readonly OfferedVersion[] {
  file ??= JSON.parse(
    readFileSync(new URL('../../../data/kubernetes-support.json', import.meta.url), 'utf8'),
  ) as SupportFile;
  const today = dayOf(now);
  const reached = (month: string | undefined) => month !== undefined && month <= today.slice(0, 7);
  const offered = file.versions.filter(
    (minor) => reached(minor.aksPreview) && (minor.standardSupportEnd ?? '') >= today,
  );
  const released = offered.filter((minor) => reached(minor.aksGa));
  const standard = released.at(-2) ?? released.at(-1);
  return offered.map((minor) => ({
    version: minor.latestPatchSeen ?? `${minor.version}.0`,
    preview: !reached(minor.aksGa),
    isDefault: minor === standard,
  }));
}

/** What a pool at `version` may move to: later patches of its minor and the next minor. */
export function upgradesFrom(version: string, now: Instant): readonly OfferedVersion[] {
  const [minor = 0, patch = 0] = numbers(version);
  return offeredVersions(now).filter((offer) => {
    const [otherMinor = 0, otherPatch = 0] = numbers(offer.version);
    return otherMinor === minor ? otherPatch > patch : otherMinor === minor + 1;
  });
}

const numbers = (version: string): number[] => version.split('.').slice(1).map(Number);
