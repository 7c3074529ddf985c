import { expect, test } from 'vitest';
import type { CalendarEntryView, CoverageView } from '../../shared/app/views.ts';
import { calendarFeed } from '../../shared/host/http/calendar-feed.ts';
import { partialCoverage, wholeCoverage } from '../cli/render/report-fixture.ts';

const ENTRY: CalendarEntryView = {
  id: 'ubuntu-22.04',
  what: 'Ubuntu 22.04',
  families: ['AKSUbuntu-2204*'],
  osSkus: ['Ubuntu2204'],
  status: 'supported-retiring',
  supportEnds: '2027-06-30',
  imagesRemoved: '2028-04-30',
  successor: 'Ubuntu2404',
  path: undefined,
  consequence: 'Scale out, reimage; repair fail,\nand more.',
  confidence: 'high',
  sources: ['Azure/AKS issue 1', 'https://example.com/retirement'],
  pools: 12,
  clusters: 3,
};

/** Lines of a feed, put together again where they were folded. */
const linesOf = (feed: string) => feed.replaceAll('\r\n ', '').split('\r\n');
const feedWith = (coverage: CoverageView | undefined, ...entries: CalendarEntryView[]) =>
  linesOf(calendarFeed({ asOf: '2026-10-08', origin: 'bundled', ...(coverage && { coverage }), entries }));
const feedOf = (...entries: CalendarEntryView[]) => feedWith(wholeCoverage, ...entries);

test.each([
  { sweep: 'a partial sweep', coverage: partialCoverage, pools: 12, says: ' (at least 12 of our pools)' },
  { sweep: 'a partial sweep', coverage: partialCoverage, pools: 0, says: ' (none of our pools that were seen)' },
  { sweep: 'a whole sweep', coverage: wholeCoverage, pools: 0, says: ' (none of our pools)' },
  { sweep: 'no sweep', coverage: undefined, pools: 0, says: '' },
])('with $sweep and $pools pools an event claims no more than was seen: "$says"', ({ coverage, pools, says }) => {
  const lines = feedWith(coverage, { ...ENTRY, pools });
  expect(lines.find((line) => line.startsWith('SUMMARY'))).toBe(`SUMMARY:Ubuntu 22.04: support ends${says}`);
  const description = lines.find((line) => line.startsWith('DESCRIPTION:')) ?? '';
  expect(description.includes('The last sweep was partial')).toBe(coverage === partialCoverage);
  expect(description.includes('Of our fleet')).toBe(coverage !== undefined);
});

test('both dates are all-day events, with ids that stay when a date moves', () => {
  const lines = feedOf(ENTRY);
  const moved = feedOf({ ...ENTRY, supportEnds: '2027-09-30' });
  const uids = (from: string[]) => from.filter((line) => line.startsWith('UID:'));

  expect(uids(lines)).toEqual([
    'UID:ubuntu-22.04-support-ends@image-steward',
    'UID:ubuntu-22.04-images-removed@image-steward',
  ]);
  expect(uids(moved)).toEqual(uids(lines));
  expect(lines.filter((line) => line.startsWith('DTSTART'))).toEqual([
    'DTSTART;VALUE=DATE:20270630',
    'DTSTART;VALUE=DATE:20280430',
  ]);
  expect(lines.filter((line) => line.startsWith('SUMMARY'))).toEqual([
    'SUMMARY:Ubuntu 22.04: support ends (12 of our pools)',
    'SUMMARY:Ubuntu 22.04: images are removed (12 of our pools)',
  ]);
});

test('each event reminds a month and a week before, and blocks nobody', () => {
  const lines = feedOf(ENTRY);
  expect(lines.filter((line) => line.startsWith('TRIGGER'))).toEqual([
    'TRIGGER:-P30D',
    'TRIGGER:-P7D',
    'TRIGGER:-P30D',
    'TRIGGER:-P7D',
  ]);
  expect(lines.filter((line) => line.startsWith('TRANSP'))).toEqual(['TRANSP:TRANSPARENT', 'TRANSP:TRANSPARENT']);
});

test('a date that nobody announced has no event', () => {
  expect(feedOf({ ...ENTRY, imagesRemoved: undefined }).filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
  expect(
    feedOf({ ...ENTRY, supportEnds: undefined, imagesRemoved: undefined }).filter((line) => line === 'BEGIN:VEVENT'),
  ).toHaveLength(0);
});

test('text cannot break out of its line', () => {
  const lines = feedOf({ ...ENTRY, consequence: 'a\r\nBEGIN:VEVENT\nb;c,d\\', what: 'x\nUID:y' });
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
  expect(lines.filter((line) => line === 'UID:y')).toHaveLength(0);
});

test('the same calendar is the same text, so that its tag holds', () => {
  const feed = () => calendarFeed({ asOf: '2026-10-08', origin: 'bundled', entries: [ENTRY] });
  expect(feed()).toBe(feed());
});
