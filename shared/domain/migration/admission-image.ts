import { compareImages } from '../fleet/image-order.ts';
import { parseNodeImage } from '../fleet/node-image.ts';
import type { ClusterReading } from '../fleet/reading.ts';
import type { TestResult } from '../plan/plan-input.ts';
import { failedTest } from '../plan/test-results.ts';
import type { ImagePolicy } from '../policy/image-policy.ts';
import { whyNotWanted } from '../policy/wanted-image.ts';
import type { Admission } from './admission.ts';
import type { Migration } from './migration.ts';

/**
 * Whether pools may still go to the image of the plan: no failed test, not known to be bad, approved. Until
 * Azure is asked for nodes it must also still offer that very image: it makes new ones only with the newest, and that is
 * another plan.
 *
 * @param reading of the cluster as last swept; absent: not known, and nothing is claimed of what Azure offers
 */
export function imageGate(
  migration: Migration,
  testResults: readonly TestResult[],
  images: ImagePolicy,
  reading: ClusterReading | undefined,
): Admission['gates'] {
  const { work } = migration;
  const image = work.kind === 'pool' ? work.target.image : undefined;
  if (image === undefined || work.kind !== 'pool') return { kind: 'clear' };
  const failed = failedTest(image, testResults);
  if (failed) {
    return { kind: 'shut', why: `The test of ${image} failed (${failed.by})${failed.note ? `: ${failed.note}` : '.'}` };
  }
  const unwanted = whyNotWanted(image, images);
  if (unwanted) return { kind: 'shut', why: `The image ${image} ${unwanted}` };
  const offered = reading?.pools.find(({ pool }) => pool.id === work.poolId)?.latestImage;
  if (hasAskedForNodes(migration) || offered === undefined || !isNewer(offered, image)) return { kind: 'clear' };
  return {
    kind: 'shut',
    why: `Azure offers ${offered} now and makes no new nodes with ${image} any more. Abort this, or refuse the plan: the next plan takes the newer image, with sign-offs of its own.`,
  };
}

/** From then on the nodes' own labels say what Azure gave them. */
function hasAskedForNodes({ remembered }: Migration): boolean {
  return remembered.targetPool !== undefined || remembered.imageBefore !== undefined;
}

/** Images of two families are not compared. */
function isNewer(offered: string, image: string): boolean {
  const [a, b] = [parseNodeImage(offered), parseNodeImage(image)];
  if (a.kind !== 'known' || b.kind !== 'known' || a.family !== b.family) return false;
  return (compareImages(a, b) ?? 0) > 0;
}
