import { matchesPattern } from './image-pattern.ts';
import type { ImagePolicy } from './image-policy.ts';

/** Why the owner's lists do not let pools go to an image, after its name; `undefined`: they do. */
export function whyNotWanted(name: string, images: ImagePolicy): string | undefined {
  if (images.approved && !images.approved.some((pattern) => matchesPattern(pattern, name))) {
    return 'is not on your list of approved images.';
  }
  const bad = images.knownBad.find(({ pattern, fixedIn }) => matchesPattern(pattern, name) && !isFixed(name, fixedIn));
  return bad && `is known to be bad: ${bad.reason}`;
}

/** Versions of one family are as long as each other and sort as text, but for rebuilds and Windows revisions. */
function isFixed(name: string, fixedIn: string | undefined): boolean {
  if (!fixedIn) return false;
  const numbers = (text: string) => (/(\d+\.\d+\.\d+)(?:-[\d.]+)?$/.exec(text)?.[1] ?? '').split('.').map(Number);
  const [a, b] = [numbers(name), numbers(fixedIn)];
  const place = a.findIndex((number, at) => number !== b[at]);
  return place < 0 || (a[place] ?? 0) > (b[place] ?? 0);
}
