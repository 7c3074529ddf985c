import { matchesPattern } from '../image-pattern.ts';
import { upgradeImage } from '../next-action.ts';
import { PASS, type PoolRule, unreadable } from '../subject.ts';

/** The owner keeps a list of approved images, and this one is not on it. Without a list every image is approved. */
export const imageNotApproved: PoolRule = {
  id: 'image-not-approved',
  scope: 'pool',

  judge(subject, { images }, now) {
    const { approved } = images;
    if (approved === undefined) return PASS;
    const { image } = subject;
    if (image.name === '') return unreadable(subject);
    if (approved.some((pattern) => matchesPattern(pattern, image.name))) return PASS;
    return {
      kind: 'violates',
      severity: 'medium',
      facts: { image: image.name, approvedPatterns: approved },
      why: "The image is not on your organisation's list of approved images.",
      nextAction: `Have the image approved (approved in image-policy.json), or move to one that is. ${upgradeImage(subject, now)}`,
    };
  },
};
