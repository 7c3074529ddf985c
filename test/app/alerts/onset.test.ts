import { expect, test } from 'vitest';
import { CONDITIONS, reactionsTo } from '../../support/alerts/onset.ts';
import { numberAt } from '../../support/world/random.ts';

test('100 troubles at random moments: paused within 90 seconds, recommended within five minutes and 60 seconds, and paged', async () => {
  let drawn = 0;
  const reactions = await reactionsTo(100, () => numberAt(7, 1, (drawn += 1)));
  expect(new Set(reactions.map(({ condition }) => condition))).toEqual(new Set(CONDITIONS));
  expect(reactions.filter(({ toPauseSeconds }) => toPauseSeconds > 90 || toPauseSeconds < 0)).toEqual([]);
  expect(reactions.filter(({ toRecommendationSeconds }) => toRecommendationSeconds > 360)).toEqual([]);
  expect(reactions.filter(({ paged }) => !paged)).toEqual([]);
  // Only what needs no waiting is recommended before it lasted for five minutes.
  const early = reactions.filter(({ toRecommendationSeconds }) => toRecommendationSeconds <= 300);
  expect(new Set(early.map(({ condition }) => condition))).toEqual(new Set(['node-trouble']));
});
