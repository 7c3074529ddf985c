import { imageAgeDays } from '../../domain/fleet/image-age.ts';
import { buildOf } from '../../domain/fleet/image-catalogue.ts';
import { type NodeImage, parseNodeImage } from '../../domain/fleet/node-image.ts';
import type { RetirementEntry } from '../../domain/retirement/calendar.ts';
import { entryOfFamily } from '../../domain/retirement/find-entry.ts';
import { type Day, startOfDay } from '../../domain/time.ts';
import type { PolicyInForce } from '../../ports/policy-source.ts';

/** What one image version means on one day, under the calendar and the catalogue in force. */
export interface ImageFacts {
  readonly image: NodeImage;
  readonly osRelease?: string;
  /** Absent when the version carries no date that can be trusted. */
  readonly ageDays?: number;
  /** Absent when the catalogue does not have the image. */
  readonly announced?: boolean;
  readonly entry?: RetirementEntry;
}

/** Fleets run a few hundred versions; names come from outside, so what is kept has an end. */
const KEPT_AT_MOST = 5_000;

/** Works each version out once. */
export function imageFactsAt(policy: PolicyInForce, today: Day): (version: string | undefined) => ImageFacts {
  const kept = new Map<string, ImageFacts>();
  return (version) => {
    const key = version ?? '';
    const known = kept.get(key);
    if (known) return known;
    const facts = factsOf(version, policy, today);
    if (kept.size < KEPT_AT_MOST) kept.set(key, facts);
    return facts;
  };
}

function factsOf(version: string | undefined, { calendar, catalogue }: PolicyInForce, today: Day): ImageFacts {
  const image = parseNodeImage(version);
  return {
    image,
    osRelease: image.kind === 'known' ? image.osRelease : undefined,
    ageDays: imageAgeDays(image, startOfDay(today) ?? 0),
    announced: buildOf(catalogue, image)?.announced,
    entry: image.kind === 'known' ? entryOfFamily(calendar, image.family) : undefined,
  };
}
