import { daysBehind } from '../../fleet/image-age.ts';
import { buildsBehind } from '../../fleet/image-catalogue.ts';
import { addDays } from '../../time.ts';
import { upgradeImage } from '../next-action.ts';
import { PASS, type PoolRule, unknown, unreadable } from '../subject.ts';
import { SUPPORTED_IMAGE_DAYS } from './image-outside-support.ts';

/**
 * Azure offers the pool a newer image, and the pool is behind by more days and by more builds than the
 * owner allows. Days alone would report a Windows pool each month on the day its image comes out, builds
 * alone a Linux pool after two quick rebuilds. Where builds cannot be counted for sure, days decide.
 */
export const imageBehindLatest: PoolRule = {
  id: 'image-behind-latest',
  scope: 'pool',

  judge(subject, { catalogue, limits }, now) {
    const { image, latest, pool } = subject;
    if (image.kind === 'unknown') return unreadable(subject);
    // Auto-provisioning moves these pools by itself, and Azure tells nobody which image comes next.
    if (latest === undefined) {
      return unknown(
        pool.kind === 'auto-provisioned'
          ? 'the latest image (Azure has none to tell for auto-provisioned pools)'
          : 'the latest image for this class of pool',
      );
    }
    const days = daysBehind(image, latest);
    if (days === undefined) {
      return unknown(`a latest image of the same family (Azure offers ${latest.name}, which cannot be compared)`);
    }
    if (days <= limits.maxDaysBehind) return PASS;
    const builds = buildsBehind(catalogue, image, latest);
    if (builds && !builds.atLeast && builds.builds <= limits.maxBuildsBehind) return PASS;

    const counted = builds ? ` and ${builds.atLeast ? 'at least ' : ''}${buildsInWords(builds.builds)}` : '';
    return {
      kind: 'violates',
      severity: days > SUPPORTED_IMAGE_DAYS ? 'high' : days > 2 * limits.maxDaysBehind ? 'medium' : 'low',
      facts: {
        daysBehind: days,
        maxDaysBehind: limits.maxDaysBehind,
        maxBuildsBehind: limits.maxBuildsBehind,
        latestImage: latest.name,
        ...(builds ? { buildsBehind: builds.builds, moreBuildsPossible: builds.atLeast } : {}),
      },
      why: `Azure offers an image that is ${days} days${counted} newer, so this pool misses what was fixed since.`,
      deadline: addDays(image.date, SUPPORTED_IMAGE_DAYS),
      nextAction: upgradeImage(subject, now),
    };
  },
};

function buildsInWords(builds: number): string {
  return builds === 1 ? '1 build' : `${builds} builds`;
}
