import { expect, test } from 'vitest';
import { runYear } from '../../support/announce/year.ts';
import { FAULTS } from '../../support/announce/year-judge.ts';

const NONE = Object.fromEntries(FAULTS.map((fault) => [fault, 0]));
const KINDS = ['digest', 'exemption', 'first-seen', 'migration', 'planned-work', 'sign-off'];

test.each([1, 2])(
  'a third of a year as people read it in the chat: each thing once, none at night, none after its event, none missing without a word: seed %i',
  async (seed) => {
    const year = await runYear({ clusters: 20, seed, days: 110, each: 2 });
    expect(Object.fromEntries(FAULTS.map((fault) => [fault, year[fault]]))).toEqual(NONE);
    expect(Object.keys(year.said).toSorted()).toEqual(KINDS);
    const { posts, crashes, moved, dropped, weather, deadLetters } = year;
    expect({
      posts: posts > 400,
      crashes: crashes > 60,
      moved: moved > 1,
      dropped: dropped > 0,
      busy: weather.busy > 3,
      deadLetters,
    }).toEqual({ posts: true, crashes: true, moved: true, dropped: true, busy: true, deadLetters: 0 });
  },
  // Under ten seconds for both on a machine that does nothing else.
  180_000,
);
