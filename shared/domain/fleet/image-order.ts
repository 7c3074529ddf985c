import type { KnownImage, NodeImage } from './node-image.ts';

/**
 * Order of two images of one family: negative when `a` is older, 0 when they are the same build.
 *
 * Linux goes by date, rebuild and security patch; Windows by build, revision and date, as numbers: its
 * revisions have no leading zeros, so text would sort them wrongly.
 *
 * @returns `undefined` across families or when either is unknown: such images have no order
 */
export function compareImages(a: NodeImage, b: NodeImage): number | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown' || !sameFamily(a, b)) return undefined;
  if (a.osType === 'Windows') {
    return (
      (a.windowsBuild ?? 0) - (b.windowsBuild ?? 0) ||
      (a.windowsRevision ?? 0) - (b.windowsRevision ?? 0) ||
      byText(a.date, b.date)
    );
  }
  return (
    byText(a.date, b.date) ||
    // The old form had no rebuilds; one of the same day in the new form is later.
    (a.patch ?? -1) - (b.patch ?? -1) ||
    byText(a.securityPatchDate ?? '', b.securityPatchDate ?? '')
  );
}

/** Sources write the same family with different case (`CVM`, `cvm`). */
export function sameFamily(a: KnownImage, b: KnownImage): boolean {
  return familyKey(a) === familyKey(b);
}

/** The family as catalogues, classes and patterns name it. */
export function familyKey(image: KnownImage): string {
  return image.family.toLowerCase();
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
