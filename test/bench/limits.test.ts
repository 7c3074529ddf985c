import { expect, test } from 'vitest';
import { limitSeconds } from '../../bench/bound.ts';
import { sequenceSeconds } from '../../bench/plain.ts';

const graph = { method: 'POST', path: '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01' };
const read = { method: 'GET', path: '/subscriptions/s1/providers/x' };
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

test.each([
  { calls: [], seconds: 0 },
  { calls: times(15, graph), seconds: 0 },
  { calls: times(16, graph), seconds: 5 },
  { calls: times(31, graph), seconds: 10 },
  { calls: times(250, read), seconds: 0 },
  { calls: times(275, read), seconds: 1 },
])('$calls.length calls are kept for $seconds s by the published limits', ({ calls, seconds }) => {
  expect(limitSeconds(calls)).toBe(seconds);
});

test.each([
  { pools: 60, latency: 0, seconds: 0 },
  { pools: 61, latency: 0, seconds: 1 },
  { pools: 100, latency: 0, seconds: 40 },
  // A call a second never empties a bucket that fills by one a second.
  { pools: 100, latency: 1, seconds: 100 },
])('$pools pools of one region, each $latency s, take $seconds s in sequence', ({ pools, latency, seconds }) => {
  expect(sequenceSeconds(times(pools, { path: '/p', bucket: 's1/westeurope' }), latency)).toBe(seconds);
});

test('regions have buckets of their own', () => {
  const pools = [...times(60, { path: '/p', bucket: 's1/a' }), ...times(60, { path: '/p', bucket: 's1/b' })];
  expect(sequenceSeconds(pools, 0)).toBe(0);
});
