import { imageAgeDays } from '../../fleet/image-age.ts';
import { addDays } from '../../time.ts';
import { upgradeImage } from '../next-action.ts';
import { PASS, type PoolRule, unknown, unreadable } from '../subject.ts';

/** Microsoft supports a node image for 90 days, whatever the life of its OS. Not a setting: it is not ours to move. */
export const SUPPORTED_IMAGE_DAYS = 90;

/**
 * The image is older than Microsoft supports.
 * @see https://learn.microsoft.com/azure/aks/support-policies
 */
export const imageOutsideSupport: PoolRule = {
  id: 'image-outside-support',
  scope: 'pool',

  judge(subject, _facts, now) {
    const { image } = subject;
    if (image.kind === 'unknown') return unreadable(subject);
    const ageDays = imageAgeDays(image, now);
    if (ageDays === undefined) return unknown(`a build date that is not in the future (${image.date})`);
    if (ageDays <= SUPPORTED_IMAGE_DAYS) return PASS;
    const deadline = addDays(image.date, SUPPORTED_IMAGE_DAYS);
    return {
      kind: 'violates',
      severity: 'high',
      facts: { ageDays, supportedDays: SUPPORTED_IMAGE_DAYS, imageDate: image.date },
      why: `The image is ${ageDays} days old; Microsoft supports a node image for ${SUPPORTED_IMAGE_DAYS} days and may ask for an upgrade before helping with an incident.`,
      deadline,
      nextAction: upgradeImage(subject, now),
    };
  },
};
