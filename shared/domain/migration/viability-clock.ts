import type { ClusterLook } from '../cluster/facts.ts';
import { parseNodeImage } from '../fleet/node-image.ts';
import type { RetirementCalendar } from '../retirement/calendar.ts';
import { entryOfFamily } from '../retirement/find-entry.ts';
import { type Instant, startOfDay } from '../time.ts';
import type { AzureLook } from './azure-look.ts';
import type { Migration } from './migration.ts';
import { hasEnded } from './status-table.ts';
import type { Viability, ViabilityEnding, ViabilityKnown } from './viability.ts';
import { inPlaceViability } from './viability-in-place.ts';
import { replacementViability } from './viability-replacement.ts';
import { notCountedOn, noWayBack } from './viability-words.ts';

/**
 * Can this migration still be rolled back, until when, and what would end that. Works on what was seen in this pass;
 * what was not seen is not counted on.
 */
export function viabilityOf(
  migration: Migration,
  azure: AzureLook,
  look: ClusterLook,
  known: ViabilityKnown,
  now: Instant,
): Viability {
  if (hasEnded(migration.status)) return noWayBack(ENDED);
  if (migration.route === 'control-plane') return noWayBack(CONTROL_PLANE);
  if (azure.kind === 'gone') return noWayBack({ kind: 'source-nodes-gone', why: 'The cluster is gone.' });
  if (azure.kind === 'not-seen') {
    return notCountedOn(`Azure could not be asked about the pool: ${azure.detail}`, []);
  }
  return migration.route === 'pool-replacement'
    ? replacementViability(migration, azure, look, known, now)
    : inPlaceViability(migration, azure, known, now);
}

/** What the calendar knows of the end of the source's images. */
export function viabilityKnown({ work, remembered }: Migration, calendar: RetirementCalendar): ViabilityKnown {
  if (work.kind !== 'pool') return {};
  const image = parseNodeImage(remembered.imageBefore ?? work.source.image);
  const day = image.kind === 'known' ? entryOfFamily(calendar, image.family)?.imagesRemoved : undefined;
  const imagesRemoved = day === undefined ? undefined : startOfDay(day);
  return imagesRemoved === undefined ? {} : { imagesRemoved };
}

const CONTROL_PLANE: ViabilityEnding = {
  kind: 'never-possible',
  why: 'A control plane does not go back to an older version.',
};

const ENDED: ViabilityEnding = {
  kind: 'never-possible',
  why: 'This migration has ended: going back is another migration.',
};
