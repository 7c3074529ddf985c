import { expect, test } from 'vitest';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { announceRetirements } from '../../../shared/app/announce-retirements.ts';
import type { RetirementDigest } from '../../../shared/domain/announce/digest.ts';
import type { RetirementCalendar, RetirementEntry } from '../../../shared/domain/retirement/calendar.ts';
import { at, givenSubscription, SUBSCRIPTION } from '../../support/fleet.ts';
import { givenCalendar, givenCatalogue } from '../../support/policy.ts';
import { Mortal } from '../alerts/given-mortal.ts';
import { clusterWith, FRESH, type GivenApp, givenApp, type World } from '../given-app.ts';

const JAMMY = 'AKSUbuntu-2204gen2containerd-202611.12.0';
const FOCAL = 'AKSUbuntu-2004gen2containerd-202503.06.0';
const MONDAY = at('2026-11-30T09:00:00Z');
const TUESDAY = at('2026-12-01T09:00:00Z');

/** Two clusters on Ubuntu 22.04, one on 24.04 and one on a system that the calendar does not know. */
function givenFleet(world: Partial<World> = {}, calendar: () => RetirementCalendar = givenCalendar): GivenApp {
  const clusters = [
    clusterWith('shop', JAMMY),
    clusterWith('cart', JAMMY),
    clusterWith('new', FRESH),
    clusterWith('old', FOCAL, { pool: { osSku: undefined } }),
  ];
  const policy = {
    load: async () => ({ calendar: calendar(), catalogue: givenCatalogue(), images: { knownBad: [] }, trouble: [] }),
  };
  return givenApp(
    { now: MONDAY, subscriptions: [givenSubscription()], clusters: { [SUBSCRIPTION]: clusters }, ...world },
    { policy },
  );
}

function digests(app: GivenApp): RetirementDigest[] {
  return app.announced().flatMap((one) => (one.kind === 'retirement-digest' ? [one] : []));
}

async function look(app: GivenApp, now: number): Promise<void> {
  app.world.now = now;
  await announceRetirements(app.parts);
  await app.drain();
}

/** The calendar with another date for the end of Ubuntu 22.04. */
function calendarWith(change: Partial<RetirementEntry>): RetirementCalendar {
  const calendar = givenCalendar();
  return {
    ...calendar,
    entries: calendar.entries.map((entry) => (entry.id === 'ubuntu-22.04' ? { ...entry, ...change } : entry)),
  };
}

test('nothing is said before a sweep has seen the fleet, and then what it runs, by cluster', async () => {
  const app = givenFleet();
  await look(app, MONDAY);
  expect(digests(app)).toEqual([]);
  await app.sweep();
  await look(app, MONDAY + 900_000);
  expect(digests(app)).toMatchObject([
    {
      what: 'monthly',
      month: '2026-11',
      title:
        '1 system that the fleet runs has an end, the next is Ubuntu 22.04, on 2027-06-30; of 1 pool nobody knows when the image ends.',
      moved: [],
      items: [
        {
          name: 'Ubuntu 22.04',
          state: 'supported',
          supportEnds: '2027-06-30',
          imagesRemoved: '2028-04-30',
          pools: 2,
          clusters: [
            { name: 'cart', pools: 1 },
            { name: 'shop', pools: 1 },
          ],
          more: 0,
        },
      ],
      partial: false,
    },
  ]);
});

test('a sweep that did not see all of the fleet makes a partial digest', async () => {
  const closed = givenSubscription({ id: '33333333-2222-3333-4444-555555555555', name: 'closed', state: 'Disabled' });
  const app = givenFleet({ subscriptions: [givenSubscription(), closed] });
  await app.sweep();
  await look(app, MONDAY);
  expect(digests(app)).toMatchObject([
    { partial: true, title: expect.stringMatching(/^As far as the fleet was seen/) },
  ]);
});

test('a date that a file corrects is told once, old and new; by day', async () => {
  let calendar = givenCalendar();
  const app = givenFleet({}, () => calendar);
  await app.sweep();
  await look(app, MONDAY);
  calendar = calendarWith({ supportEnds: '2027-03-31' });
  await look(app, at('2026-11-30T21:00:00Z'));
  expect(digests(app)).toHaveLength(1);
  // December has begun: the digest of the month tells it.
  await look(app, TUESDAY);
  calendar = calendarWith({ supportEnds: '2027-04-30' });
  await look(app, TUESDAY + 900_000);
  await look(app, TUESDAY + 1_800_000);
  const moves = digests(app).map(({ what, moved }) => [what, moved.map(({ before, after }) => [before, after])]);
  expect(moves).toEqual([
    ['monthly', []],
    ['monthly', [['2027-06-30', '2027-03-31']]],
    ['moved', [['2027-03-31', '2027-04-30']]],
  ]);
});

test('night and weekdays are those of the time zone that is set', async () => {
  const planning = fixedPlanning('{ "announcements": { "timeZone": "Asia/Tokyo" } }');
  const app = givenFleet();
  await app.sweep();
  const parts = { ...app.parts, planning };
  app.world.now = at('2026-11-29T22:59:00Z');
  await announceRetirements(parts);
  await app.drain();
  expect(digests(app)).toEqual([]);
  app.world.now = at('2026-11-29T23:00:00Z');
  await announceRetirements(parts);
  await app.drain();
  expect(digests(app)).toHaveLength(1);
});

test('whoever dies at any call, before or after it took effect, a digest and a move are told once', async () => {
  let died = 0;
  for (const moment of ['before', 'after'] as const) {
    for (let call = 1; call <= 9; call += 1) {
      let calendar = givenCalendar();
      const app = givenFleet({}, () => calendar);
      await app.sweep();
      for (const now of [MONDAY, MONDAY + 3_600_000]) {
        const mortal = new Mortal(call, moment);
        app.world.now = now;
        await announceRetirements(mortal.ports(app.parts, ['digests', 'planning', 'policy', 'sweeps', 'sender'])).catch(
          (error: unknown) => {
            if (!mortal.died) throw error;
            died += 1;
          },
        );
        await look(app, now + 900_000);
        calendar = calendarWith({ supportEnds: '2027-03-31' });
      }
      expect(digests(app).map(({ what }) => what)).toEqual(['monthly', 'moved']);
    }
  }
  expect(died).toBeGreaterThan(20);
});
