import type { Parts } from '../parts.ts';
import { isWatched } from './watched-migrations.ts';

/** How many of the ended ones are looked through for those of the last day. */
const MOST_ENDED = 500;

/**
 * Asks for one look at every cluster with a watched migration. A minute's message has the minute's id, so that a timer that
 * fires twice asks once.
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
    [...clusters].toSorted().map((clusterId) => ({
      id: parts.ids.of('look', `${clusterId} ${minute}`),
      body: { clusterId, askedAt: now },
    })),
  );
  return clusters.size;
}
