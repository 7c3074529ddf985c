import type { Parts } from '../parts.ts';
import { isWatched } from './watched-migrations.ts';

/** How many of the ended ones are looked through for those of the last day. */
const MOST_ENDED = 500;

/** Half a minute apart: what begins just after a look is not seen a whole minute late. */
const LOOKS_AFTER_MS = [0, 30_000];

/**
 * Asks for two looks at every cluster with a watched migration, now and half a minute later. A minute's messages have the
 * minute's ids, so that a timer that fires twice asks once.
 */
export async function watchFleet(
  parts: Pick<Parts, 'migrations' | 'clock' | 'sender' | 'ids' | 'alertsOn'>,
): Promise<number> {
  if (!parts.alertsOn) return 0;
  const now = parts.clock.now();
  const stored = [...(await parts.migrations.list('open')), ...(await parts.migrations.list('all', MOST_ENDED))];
  const clusters = new Set(
    stored.flatMap((one) =>
      one.kind === 'migration' && isWatched(one.migration, now) ? [one.migration.clusterId] : [],
    ),
  );
  const minute = Math.floor(now / 60_000);
  await parts.sender.send(
    'evaluate-alert',
    [...clusters].toSorted().flatMap((clusterId) =>
      LOOKS_AFTER_MS.map((after) => ({
        id: parts.ids.of('look', `${clusterId} ${minute} ${after}`),
        body: { clusterId, askedAt: now + after },
        ...(after > 0 && { notBefore: now + after }),
      })),
    ),
  );
  return clusters.size;
}
