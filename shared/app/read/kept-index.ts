import type { Instant } from '../../domain/time.ts';
import { buildFleetIndex, type FleetIndex } from './fleet-index.ts';
import type { ReadPorts } from './ports.ts';

/** A build that took less is repeated whenever anything changed. */
const LONG_BUILD_MS = 1_000;
/** A long build is used for this many times as long as it took, while a sweep keeps on changing the fleet... */
const KEEP_FACTOR = 10;
/** ...and never longer than this. */
const KEEP_AT_MOST_MS = 60_000;

/**
 * The index of the whole process: built once for each `ReadingStore.version()`, shared by every
 * request that comes meanwhile. A failed build is not kept.
 */
export function keptIndex({
  readings,
  clock,
  packing,
}: Pick<ReadPorts, 'readings' | 'clock' | 'packing'>): () => Promise<FleetIndex> {
  let kept: { version: string; index: FleetIndex; freshUntil: Instant } | undefined;
  let building: { version: string; index: Promise<FleetIndex> } | undefined;

  async function build(version: string): Promise<FleetIndex> {
    const startedAt = clock.now();
    const index = await buildFleetIndex(readings, packing);
    const endedAt = clock.now();
    const took = endedAt - startedAt;
    const keepFor = took < LONG_BUILD_MS ? 0 : Math.min(took * KEEP_FACTOR, KEEP_AT_MOST_MS);
    // A slow build of an older version must not push out a newer one.
    if (building?.version === version) kept = { version, index, freshUntil: endedAt + keepFor };
    return index;
  }

  return async () => {
    if (kept && clock.now() < kept.freshUntil) return kept.index;
    // Asked before anything is read: a change while reading makes the next request read again.
    const version = await readings.version();
    if (kept?.version === version) return kept.index;
    if (building?.version === version) return building.index;
    const started = { version, index: Promise.resolve().then(() => build(version)) };
    building = started;
    try {
      return await started.index;
    } finally {
      if (building === started) building = undefined;
    }
  };
}
