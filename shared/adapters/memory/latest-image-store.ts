import type { LatestImage } from '../../domain/fleet/latest-image.ts';
import type { LatestImageStore } from '../../ports/latest-image-store.ts';

/** Latest images in this process's memory. */
export function memoryLatestImageStore(): LatestImageStore {
  const byClass = new Map<string, LatestImage>();
  return {
    async find(imageClasses) {
      return imageClasses.flatMap((imageClass) => byClass.get(imageClass) ?? []);
    },
    async save(latest) {
      for (const image of latest) {
        const stored = byClass.get(image.imageClass);
        if (!stored || stored.readAt <= image.readAt) byClass.set(image.imageClass, image);
      }
    },
  };
}
