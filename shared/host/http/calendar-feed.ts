import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventBusyStatus, ICalEventTransparency } from 'ical-generator';
import type { CalendarEntryView, CalendarView, CoverageView } from '../../app/views.ts';

/** Announced first a month, then a week before the day. */
const ALARM_DAYS_BEFORE = [30, 7];
const SECONDS_PER_DAY = 86_400;

/**
 * The calendar as all-day events, two for an entry with two dates. A date that moves keeps its `UID`,
 * so that a subscriber's calendar moves the event and does not show two.
 */
export function calendarFeed({ entries, asOf, coverage }: CalendarView): string {
  const feed = ical({
    name: 'AKS node image retirement',
    description: `When support of AKS node images ends and when they are removed, as known on ${asOf}.${coverage ? partialText(coverage) : ''}`,
    prodId: { company: 'image-steward', product: 'image-steward', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: SECONDS_PER_DAY,
  });
  const stamp = new Date(`${asOf}T00:00:00Z`);
  for (const entry of entries) {
    for (const { what, day, summary } of datesOf(entry, coverage)) {
      const event = feed.createEvent({
        id: `${entry.id}-${what}@image-steward`,
        start: day,
        allDay: true,
        stamp,
        summary,
        description: descriptionOf(entry, coverage),
        url: entry.sources.find((source) => source.startsWith('https://')) ?? null,
        busystatus: ICalEventBusyStatus.FREE,
        transparency: ICalEventTransparency.TRANSPARENT,
        categories: [{ name: 'AKS node image retirement' }],
      });
      for (const days of ALARM_DAYS_BEFORE) {
        event.createAlarm({ type: ICalAlarmType.display, trigger: days * SECONDS_PER_DAY, description: summary });
      }
    }
  }
  return feed.toString();
}

function datesOf(entry: CalendarEntryView, coverage: CoverageView | undefined) {
  const fleet = fleetText(entry, coverage);
  return [
    { what: 'support-ends', day: entry.supportEnds, summary: `${entry.what}: support ends${fleet}` },
    { what: 'images-removed', day: entry.imagesRemoved, summary: `${entry.what}: images are removed${fleet}` },
  ].flatMap((date) => (date.day === undefined ? [] : [{ ...date, day: date.day }]));
}

/** Without a sweep nothing is claimed about the fleet, and a partial one is not all of it. */
function fleetText({ pools }: CalendarEntryView, coverage: CoverageView | undefined): string {
  if (!coverage) return '';
  if (coverage.whole) return pools === 0 ? ' (none of our pools)' : ` (${pools} of our pools)`;
  return pools === 0 ? ' (none of our pools that were seen)' : ` (at least ${pools} of our pools)`;
}

function partialText({ whole, subscriptionsSeen, subscriptionsExpected }: CoverageView): string {
  if (whole) return '';
  return ` The last sweep was partial (${subscriptionsSeen} of ${subscriptionsExpected} subscriptions seen): there may be more pools.`;
}

function descriptionOf(entry: CalendarEntryView, coverage: CoverageView | undefined): string {
  return [
    entry.consequence,
    entry.successor && `Successor: ${entry.successor}${entry.path ? ` (${entry.path})` : ''}.`,
    coverage && `Of our fleet: ${entry.pools} pools in ${entry.clusters} clusters.${partialText(coverage)}`,
    entry.sources.length > 0 && `Sources: ${entry.sources.join('; ')}`,
  ]
    .filter(Boolean)
    .join('\n');
}
