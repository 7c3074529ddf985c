import { expect, test } from 'vitest';
import type { RetryContext } from '../../../dev/functions-host/invoke.ts';
import { retryDelays, retrying } from '../../../dev/functions-host/retry.ts';
import { manualClock } from './manual-clock.ts';

const fixed = { retryStrategy: 'fixedDelay', maxRetryCount: 2, delayInterval: { seconds: 30 } };
const START = '2026-11-20T06:00:00.000Z';

function given(policy: typeof fixed, failures: number) {
  const clock = manualClock(START);
  const attempts: { at: string; retry: RetryContext }[] = [];
  const retries = retrying(policy, clock, 'function "f"');
  const run = () =>
    retries.run(async (retry) => {
      attempts.push({ at: clock.now().toISOString(), retry });
      return attempts.length > failures ? { ok: true } : { ok: false, error: new Error(`failure ${attempts.length}`) };
    });
  return { clock, retries, attempts, run };
}

test('a failed run is tried again after the delay, knows its number and what failed before', async () => {
  const { run, clock, attempts } = given(fixed, 1);
  const ended = run();
  await clock.moveTo('2026-11-20T06:00:29.999Z');
  expect(attempts).toHaveLength(1);
  await clock.moveTo('2026-11-20T06:00:30.000Z');
  await ended;
  expect(attempts).toEqual([
    { at: START, retry: { retryCount: 0, maxRetryCount: 2 } },
    {
      at: '2026-11-20T06:00:30.000Z',
      retry: { retryCount: 1, maxRetryCount: 2, exception: { message: 'failure 1' } },
    },
  ]);
});

test('after the last attempt it gives up', async () => {
  const { run, clock, attempts } = given(fixed, 9);
  const ended = run();
  await clock.moveTo('2026-11-20T07:00:00Z');
  await ended;
  expect(attempts.map(({ retry }) => retry.retryCount)).toEqual([0, 1, 2]);
});

test('-1 goes on until it goes well', async () => {
  const { run, clock, attempts } = given({ ...fixed, maxRetryCount: -1 }, 9);
  const ended = run();
  await clock.moveTo('2026-11-20T07:00:00Z');
  await ended;
  expect(attempts).toHaveLength(10);
});

test('a stopped host does not try again', async () => {
  const { run, retries, attempts } = given(fixed, 9);
  const ended = run();
  await new Promise((resolve) => setImmediate(resolve));
  retries.stop();
  await ended;
  expect(attempts).toHaveLength(1);
});

test('an exponential delay doubles up to its limit', () => {
  const delay = retryDelays(
    {
      retryStrategy: 'exponentialBackoff',
      maxRetryCount: 5,
      minimumInterval: { seconds: 5 },
      maximumInterval: { seconds: 30 },
    },
    'f',
  );
  expect([1, 2, 3, 4, 5].map(delay)).toEqual([5000, 10_000, 20_000, 30_000, 30_000]);
});

test('an unknown strategy is refused', () => {
  expect(() => retryDelays({ retryStrategy: 'sometimes', maxRetryCount: 1 }, 'function "f"')).toThrow(
    'function "f" has the unknown retry strategy "sometimes"',
  );
});
