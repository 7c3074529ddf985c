import type { Clock } from '../../ports/clock.ts';
import type { OverrideFiles } from '../../ports/override-files.ts';
import type { PolicyInForce, PolicySource } from '../../ports/policy-source.ts';
import { type BundledPolicy, readBundled } from './bundled.ts';
import { calendarOf } from './calendar-file.ts';
import { extendCalendar } from './extend-calendar.ts';
import { extendImagePolicy } from './image-policy-file.ts';
import { keptLook } from './kept-look.ts';
import { ownFile } from './own-file.ts';

/** The texts of a person's own files; what ships when absent. */
export interface OwnPolicy {
  readonly calendar?: string;
  readonly images?: string;
}

/**
 * What ships, extended by texts that do not change: for a laptop, where there is no store. Nothing is
 * read before it is asked for, and there is no last good version to go on with:
 * `load` throws InputError `CALENDAR_UNREADABLE` or `POLICY_UNREADABLE` for a text that is not sound.
 */
export function fixedPolicy(own: OwnPolicy = {}, read: () => Promise<BundledPolicy> = readBundled): PolicySource {
  let inForce: Promise<PolicyInForce> | undefined;
  return {
    load() {
      inForce ??= read().then(({ calendar, catalogue, images }) => ({
        calendar:
          own.calendar === undefined
            ? calendarOf(calendar, 'bundled')
            : calendarOf(extendCalendar(calendar, own.calendar), 'extended'),
        catalogue,
        images: own.images === undefined ? images : extendImagePolicy(images, own.images),
        trouble: [],
      }));
      return inForce;
    },
  };
}

/** Only what ships. */
export async function bundledPolicy(read: () => Promise<BundledPolicy> = readBundled): Promise<PolicySource> {
  return fixedPolicy({}, read);
}

/** What ships, extended and overridden by the user's files. */
export function extendablePolicy(
  files: OverrideFiles,
  clock: Clock,
  read: () => Promise<BundledPolicy> = readBundled,
): PolicySource {
  let look: (() => Promise<PolicyInForce>) | undefined;
  return {
    load: keptLook(clock, async () => {
      look ??= follow(files, await read());
      return look();
    }),
  };
}

function follow(files: OverrideFiles, bundled: BundledPolicy): () => Promise<PolicyInForce> {
  const shipped = calendarOf(bundled.calendar, 'bundled');
  const calendar = ownFile(files, 'calendar.json', 'CALENDAR_UNREADABLE', (text) =>
    calendarOf(extendCalendar(bundled.calendar, text), 'extended'),
  );
  const images = ownFile(files, 'image-policy.json', 'POLICY_UNREADABLE', (text) =>
    extendImagePolicy(bundled.images, text),
  );
  return async () => {
    const [ofCalendar, ofImages] = await Promise.all([calendar(), images()]);
    return {
      calendar: ofCalendar.value ?? shipped,
      catalogue: bundled.catalogue,
      images: ofImages.value ?? bundled.images,
      trouble: [ofCalendar.trouble, ofImages.trouble].filter((trouble) => trouble !== undefined),
    };
  };
}
