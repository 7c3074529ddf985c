import type { LatestImage } from '../domain/fleet/latest-image.ts';
import type { Instant } from '../domain/time.ts';
import { mapLimited } from './map-limited.ts';
import type { Parts } from './parts.ts';

/** One class of pools, and who of it could be asked. */
export interface ClassToAsk {
  readonly imageClass: string;
  /** Pool ids, in the order in which they are asked until one answers. */
  readonly candidates: readonly string[];
}

/** Takes one call from the budget of the pool's subscription and region; `false` when none is left. */
export type MayAsk = (poolId: string) => boolean;

export interface LatestImages {
  /** Newest image of each class; a class that could not be asked is not in the answer. */
  of(classes: readonly ClassToAsk[], mayAsk: MayAsk): Promise<ReadonlyMap<string, string>>;
}

/** Pools asked for one class before giving up: a pool may be deleted between list and read. */
const MOST_ASKED = 3;
const AT_ONCE = 8;

/**
 * Asks each class once, remembers the answer for its time to live, and lets callers who ask for the
 * same class at the same time share one call. Keep one per process.
 */
export function latestImages(parts: Pick<Parts, 'latestImages' | 'details' | 'clock' | 'limits'>): LatestImages {
  const remembered = new Map<string, LatestImage>();
  const underWay = new Map<string, Promise<LatestImage | undefined>>();
  const fresh = (latest: LatestImage | undefined, now: Instant): latest is LatestImage =>
    latest !== undefined && now - latest.readAt < parts.limits.latestImageTtlMs;

  async function recall(imageClasses: readonly string[]): Promise<void> {
    if (imageClasses.length === 0) return;
    for (const latest of await parts.latestImages.find(imageClasses)) {
      const known = remembered.get(latest.imageClass);
      if (!known || known.readAt < latest.readAt) remembered.set(latest.imageClass, latest);
    }
  }

  async function ask({ imageClass, candidates }: ClassToAsk, mayAsk: MayAsk): Promise<LatestImage | undefined> {
    for (const poolId of candidates.slice(0, MOST_ASKED)) {
      if (!mayAsk(poolId)) return undefined;
      const readAt = parts.clock.now();
      const answer = await parts.details.latestImage(poolId);
      if (answer.kind === 'not-seen') return undefined;
      if (answer.kind === 'seen') {
        const latest = { imageClass, version: answer.value, askedPoolId: poolId, readAt };
        await parts.latestImages.save([latest]);
        remembered.set(imageClass, latest);
        return latest;
      }
    }
    return undefined;
  }

  function askOnce(toAsk: ClassToAsk, mayAsk: MayAsk): Promise<LatestImage | undefined> {
    // Another caller may have asked for it since ours found it stale.
    const known = remembered.get(toAsk.imageClass);
    if (fresh(known, parts.clock.now())) return Promise.resolve(known);
    const running = underWay.get(toAsk.imageClass);
    if (running) return running;
    const asking = ask(toAsk, mayAsk).finally(() => underWay.delete(toAsk.imageClass));
    underWay.set(toAsk.imageClass, asking);
    return asking;
  }

  return {
    async of(classes, mayAsk) {
      const now = parts.clock.now();
      const stale = () => classes.filter(({ imageClass }) => !fresh(remembered.get(imageClass), now));
      await recall(stale().map(({ imageClass }) => imageClass));
      await mapLimited(stale(), AT_ONCE, (toAsk) => askOnce(toAsk, mayAsk));
      return new Map(
        classes.flatMap(({ imageClass }) => {
          const latest = remembered.get(imageClass);
          return fresh(latest, now) ? [[imageClass, latest.version] as const] : [];
        }),
      );
    },
  };
}
