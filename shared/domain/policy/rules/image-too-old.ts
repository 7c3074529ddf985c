import { imageAgeDays } from '../../fleet/image-age.ts';
import { addDays } from '../../time.ts';
import { upgradeImage } from '../next-action.ts';
import { PASS, type PoolRule, unknown, unreadable } from '../subject.ts';

/** The image is older than the owner allows (`maxImageAgeDays`), counted from the day it was built. */
export const imageTooOld: PoolRule = {
  id: 'image-too-old',
  scope: 'pool',

  judge(subject, { limits }, now) {
    const { image } = subject;
    if (image.kind === 'unknown') return unreadable(subject);
    const ageDays = imageAgeDays(image, now);
    if (ageDays === undefined) return unknown(`a build date that is not in the future (${image.date})`);
    const { maxImageAgeDays } = limits;
    if (ageDays <= maxImageAgeDays) return PASS;
    return {
      kind: 'violates',
      severity: ageDays > 2 * maxImageAgeDays ? 'high' : 'medium',
      facts: { ageDays, maxImageAgeDays, imageDate: image.date },
      why: `The image is ${ageDays} days old and the limit is ${maxImageAgeDays}: fixes of the OS, the kernel and containerd since ${image.date} are missing.`,
      deadline: addDays(image.date, maxImageAgeDays),
      nextAction: upgradeImage(subject, now),
    };
  },
};
