import { expect, test } from 'vitest';
import { nextWaking } from '../../../shared/domain/announce/quiet.ts';
import { type SayingFacts, whenToSay } from '../../../shared/domain/announce/when-to-say.ts';
import type { Announcement } from '../../../shared/domain/announcement.ts';

const QUIET = { from: '20:00', to: '08:00' };
/** A Monday; in Tokyo nine hours ahead. */
const at = (time: string, day = '2027-02-01') => Date.parse(`${day}T${time}Z`);
const CLUSTER = '/subscriptions/s/resourcegroups/r/providers/microsoft.containerservice/managedclusters/shop';

function say(news: Partial<Announcement>, overrides: Partial<SayingFacts> = {}) {
  const facts = { now: at('12:00'), quiet: QUIET, fleetZone: 'UTC', zone: 'UTC', ...overrides };
  return whenToSay({ id: 'a-1', at: 0, ...news } as Announcement, facts);
}

const TOKYO = { timeZone: 'Asia/Tokyo' };
const window = { opens: at('15:00', '2027-02-05'), closes: at('21:00', '2027-02-05') };
const exemption = { scope: `${CLUSTER}/agentpools/apps`, until: '2027-02-09' } as never;

test.each([
  ['11:59:59', '2027-02-01T11:59:59.000Z', 'by day'],
  ['19:59:59', '2027-02-01T19:59:59.000Z', 'to the last second of the day'],
  ['20:00:00', '2027-02-02T08:00:00.000Z', 'in the evening'],
  ['00:00:00', '2027-02-01T08:00:00.000Z', 'after midnight'],
  ['08:00:00', '2027-02-01T08:00:00.000Z', 'in the morning'],
])('people who are asked at %s can be told at %s (%s)', (time, next) => {
  expect(new Date(nextWaking(at(time), QUIET, 'UTC')).toISOString()).toBe(next);
});

test('without quiet hours everybody is always awake, also when clocks change', () => {
  const never = { from: '08:00', to: '08:00' };
  for (const time of [at('00:00'), at('07:59:59'), at('08:00'), at('01:30', '2027-03-28'), at('00:30', '2027-10-31')]) {
    expect(nextWaking(time, never, 'Europe/Amsterdam')).toBe(time);
  }
});

const NIGHT_IN_TOKYO = { kind: 'wait', until: at('23:00') };
const NOW = { kind: 'now' };

test.each<[string, Partial<Announcement>, Partial<SayingFacts>, unknown]>([
  ['work on a cluster', { kind: 'planned-work', what: 'announce', window, ...TOKYO }, {}, NIGHT_IN_TOKYO],
  ['news of a migration', { kind: 'migration-news', what: 'started', ...TOKYO }, {}, NIGHT_IN_TOKYO],
  ['an exemption of a cluster there', { kind: 'exemption-ending', exemption }, { zone: 'Asia/Tokyo' }, NIGHT_IN_TOKYO],
  [
    'an exemption of a cluster elsewhere, in a fleet that is kept there',
    { kind: 'exemption-ending', exemption },
    { fleetZone: 'Asia/Tokyo' },
    NOW,
  ],
  [
    'a question for signers of a cluster',
    { kind: 'sign-off', what: 'asked', clusters: [{ clusterId: CLUSTER, name: 'shop' }] },
    { zone: 'Asia/Tokyo' },
    NIGHT_IN_TOKYO,
  ],
  ['findings', { kind: 'findings-changed' }, { fleetZone: 'Asia/Tokyo' }, NIGHT_IN_TOKYO],
  ['a digest', { kind: 'retirement-digest', what: 'moved' }, { fleetZone: 'Asia/Tokyo' }, NIGHT_IN_TOKYO],
  ['an alert', { kind: 'alert' }, { fleetZone: 'Asia/Tokyo' }, NOW],
  ['a freeze of the fleet', { kind: 'fleet-freeze' }, { fleetZone: 'Asia/Tokyo' }, NOW],
])('at night in Tokyo %s waits or does not', (_what, news, overrides, expected) => {
  expect(say(news, overrides)).toEqual(expected);
});

const tooLate = (why: string) => ({ kind: 'too-late', why });
const day = { timeZone: 'UTC' };

test.each<[string, Partial<Announcement>, Partial<SayingFacts>, unknown]>([
  [
    'work whose window opens in a second',
    { kind: 'planned-work', what: 'day-of', window, ...day },
    { now: window.opens - 1000 },
    NOW,
  ],
  [
    'work whose window is open',
    { kind: 'planned-work', what: 'day-of', window, ...day },
    { now: window.opens },
    tooLate('Its time was over at 2027-02-05 15:00 UTC.'),
  ],
  [
    'a retro after the window',
    { kind: 'planned-work', what: 'retro', window, ...day },
    { now: at('12:00', '2027-02-08') },
    NOW,
  ],
  [
    'a retro on its last day',
    { kind: 'planned-work', what: 'retro', window, ...day },
    { now: at('19:59:59', '2027-02-15') },
    NOW,
  ],
  [
    'a retro when its last day is over',
    { kind: 'planned-work', what: 'retro', window, ...day },
    { now: at('00:00', '2027-02-16') },
    tooLate('Its time was over at 2027-02-16 00:00 UTC.'),
  ],
  [
    'a retro on its last day in Tokyo, where the window closed a day later',
    { kind: 'planned-work', what: 'retro', window, ...TOKYO },
    { now: at('10:59:59', '2027-02-16') },
    NOW,
  ],
  [
    'a retro when its last day is over in Tokyo',
    { kind: 'planned-work', what: 'retro', window, ...TOKYO },
    { now: at('15:00', '2027-02-16') },
    tooLate('Its time was over at 2027-02-16 15:00 UTC.'),
  ],
  [
    'the beginning of a migration that runs',
    { kind: 'migration-news', what: 'started', ...day },
    { isOver: false },
    NOW,
  ],
  [
    'the beginning of one that has ended',
    { kind: 'migration-news', what: 'started', ...day },
    { isOver: true },
    tooLate('The migration has ended meanwhile.'),
  ],
  ['the end of one that has ended', { kind: 'migration-news', what: 'ended', ...day }, { isOver: true }, NOW],
  ['an exemption on its last day', { kind: 'exemption-ending', exemption }, { now: at('19:00', '2027-02-09') }, NOW],
  [
    'an exemption that ended',
    { kind: 'exemption-ending', exemption },
    { now: at('00:00', '2027-02-10') },
    tooLate('The exemption has ended meanwhile.'),
  ],
  ['the digest of this month', { kind: 'retirement-digest', what: 'monthly', month: '2027-02' }, {}, NOW],
  [
    'the digest of the month before',
    { kind: 'retirement-digest', what: 'monthly', month: '2027-01' },
    {},
    tooLate('Its month is over, and the next digest says what is so then.'),
  ],
  [
    'a reminder before the window',
    { kind: 'sign-off', what: 'reminder', opens: at('12:00:01'), clusters: [] },
    {},
    NOW,
  ],
  [
    'a reminder when the window is open',
    { kind: 'sign-off', what: 'reminder', opens: at('12:00'), clusters: [] },
    {},
    tooLate('The window opened at 2027-02-01 12:00 UTC.'),
  ],
  [
    'a question while later windows are to come',
    { kind: 'sign-off', what: 'asked', opens: at('12:00'), clusters: [] },
    {},
    NOW,
  ],
  [
    'a reminder of later windows, decided when the first one was open',
    { kind: 'sign-off', what: 'reminder', at: at('12:00'), opens: at('12:00'), clusters: [] },
    {},
    NOW,
  ],
  ['a late sign-off', { kind: 'sign-off', what: 'late', opens: at('12:00'), clusters: [] }, {}, NOW],
])('%s is told or it is too late', (_what, news, overrides, expected) => {
  expect(say(news, overrides)).toEqual(expected);
});
