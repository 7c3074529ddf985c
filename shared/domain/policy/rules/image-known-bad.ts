import { compareImages } from '../../fleet/image-order.ts';
import { type NodeImage, parseNodeImage } from '../../fleet/node-image.ts';
import { matchesPattern } from '../image-pattern.ts';
import type { KnownBadImage } from '../image-policy.ts';
import { upgradeImage } from '../next-action.ts';
import { PASS, type PoolRule, unreadable } from '../subject.ts';

/** The image is on the list of images that are known to do harm. */
export const imageKnownBad: PoolRule = {
  id: 'image-known-bad',
  scope: 'pool',

  judge(subject, { images }, now) {
    const { image } = subject;
    if (images.knownBad.length === 0) return PASS;
    if (image.name === '') return unreadable(subject);
    const bad = images.knownBad.find((known) => isBad(image, known));
    if (!bad) return PASS;
    return {
      kind: 'violates',
      severity: 'high',
      facts: {
        image: image.name,
        pattern: bad.pattern,
        reason: bad.reason,
        ...(bad.fixedIn ? { fixedIn: bad.fixedIn } : {}),
        ...(bad.source ? { source: bad.source } : {}),
      },
      why: `The image is known to be bad: ${bad.reason}`,
      nextAction: `${bad.fixedIn ? `Go to ${bad.fixedIn} or later. ` : ''}${upgradeImage(subject, now)}`,
    };
  },
};

/** Does the entry mean this image? One at or after `fixedIn` is good again. */
export function isBad(image: NodeImage, known: KnownBadImage): boolean {
  if (!matchesPattern(known.pattern, image.name)) return false;
  if (!known.fixedIn || image.kind === 'unknown') return true;
  // `fixedIn` is a version, or a whole name; a version is of the image's own family.
  const fixed = parseNodeImage(known.fixedIn.startsWith('AKS') ? known.fixedIn : `${image.family}-${known.fixedIn}`);
  return (compareImages(image, fixed) ?? -1) < 0;
}
