import { expect, test } from 'vitest';
import { baselineOf, type RateSample } from '../../../shared/domain/alert/baseline.ts';
import { NOW } from './given-alert.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const started = NOW - 10 * 60_000;
const sample = (from: number, failed = 2, requests = 100): RateSample => ({ from, requests, failed });

test('the same hour of the days before counts where there are five samples of it', () => {
  const days = [1, 2, 3, 4, 5].map((day) => sample(NOW - day * DAY, day));
  const hours = [1, 2, 3, 4, 5].map((hour) => sample(NOW - hour * HOUR, 50));
  expect(baselineOf([...days, ...hours], NOW, started)).toEqual({
    kind: 'known',
    rate: 0.03,
    window: 'the same hour of the 7 days before',
    samples: 5,
    spread: Math.sqrt(0.001 / 5),
  });
});

test('with four of them, the hours before the migration count', () => {
  const days = [1, 2, 3, 4].map((day) => sample(NOW - day * DAY));
  const hours = [1, 2, 3, 4, 5].map((hour) => sample(NOW - hour * HOUR, 5));
  expect(baselineOf([...days, ...hours], NOW, started)).toMatchObject({
    kind: 'known',
    rate: 0.05,
    window: 'the 6 hours before the migration',
    samples: 5,
  });
});

test('too few samples are unknown, and not 0', () => {
  const hours = [1, 2, 3, 4].map((hour) => sample(NOW - hour * HOUR));
  const idle = [1.5, 2.5, 3.5].map((hour) => sample(NOW - hour * HOUR, 0, 0));
  expect(baselineOf([...hours, ...idle], NOW, started)).toEqual({
    kind: 'unknown',
    samples: 4,
    why: '4 samples with requests, and 5 are needed.',
  });
});

test('what came after the first write may be the migration’s doing, and does not count', () => {
  const after = [1, 2, 3, 4, 5].map((minute) => sample(started + minute * 60_000, 90));
  expect(baselineOf(after, NOW, started)).toMatchObject({ kind: 'unknown', samples: 0 });
});
