import type { LatestImage } from '../domain/fleet/latest-image.ts';

/** Remembers what a class of pools was last told, so that it is not asked again for every pool. */
export interface LatestImageStore {
  find(imageClasses: readonly string[]): Promise<readonly LatestImage[]>;
  save(latest: readonly LatestImage[]): Promise<void>;
}
