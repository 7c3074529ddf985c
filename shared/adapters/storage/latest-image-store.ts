import type { LatestImage } from '../../domain/fleet/latest-image.ts';
import type { LatestImageStore } from '../../ports/latest-image-store.ts';
import { batches } from './batches.ts';
import { contended, type OnUnreadable } from './reading-store.ts';
import { records } from './records.ts';
import type { Table } from './table.ts';

/** Hundreds of classes at most, so the partition is read as a whole: one call, however many are asked for. */
export function tableLatestImageStore(table: Table, onUnreadable: OnUnreadable): LatestImageStore {
  const images = records<LatestImage>(table, 'image', onUnreadable);
  return {
    async find(imageClasses) {
      if (imageClasses.length === 0) return [];
      const wanted = new Set(imageClasses);
      return (await images.list()).filter(({ imageClass }) => wanted.has(imageClass));
    },
    async save(latest) {
      if (latest.length === 0) return;
      const stored = new Map((await images.list()).map((image) => [image.imageClass, image.readAt]));
      const newer = new Map<string, LatestImage>();
      for (const image of latest) {
        if ((newer.get(image.imageClass)?.readAt ?? stored.get(image.imageClass) ?? 0) > image.readAt) continue;
        newer.set(image.imageClass, image);
      }
      // Two writers at once: the last one stays, and both were just told the same by Azure.
      for (const batch of batches([...newer.values()], () => 5_000)) {
        const written = await table.batch(
          batch.map((image) => ['upsert', images.entity(image.imageClass, image), 'Replace']),
        );
        if (!written) throw contended('latest images');
      }
    },
  };
}
