import { expect, test } from 'vitest';
import { runYear } from '../../support/announce/year.ts';

test('more than half a year of announcements: each once, none at night, none after its event, whoever dies on the way', async () => {
  const { announcements, crashes, moved, dropped, ...rest } = await runYear({ clusters: 6, seed: 1, days: 200 });
  expect(rest).toEqual({ clusters: 6, sentTwice: 0, atNight: 0, afterEvent: 0 });
  expect({ announcements: announcements > 30, crashes: crashes > 20, moved: moved > 1, dropped: dropped > 0 }).toEqual({
    announcements: true,
    crashes: true,
    moved: true,
    dropped: true,
  });
});
