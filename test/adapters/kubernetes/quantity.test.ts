import { expect, test } from 'vitest';
import { bytes, millicores, quantity } from '../../../shared/adapters/kubernetes/quantity.ts';

test.each([
  ['250m', 0.25],
  ['2', 2],
  ['1.5', 1.5],
  ['500u', 0.0005],
  ['1e3', 1_000],
  ['1E', 1e18],
  ['128Mi', 134_217_728],
  ['2Gi', 2_147_483_648],
  ['1k', 1_000],
  ['', undefined],
  ['1 Gi', undefined],
  ['Mi', undefined],
  ['1Zi', undefined],
  ['__proto__', undefined],
])('the quantity %j is %s', (text, expected) => {
  expect(quantity(text)).toEqual(expected);
});

test.each([
  ['1m', 1],
  ['0.1m', 1],
  ['1001u', 2],
  ['1.1', 1_100],
  [undefined, 0],
  ['nonsense', 0],
])('%j of a processor is %i millicores, rounded up as the scheduler does', (text, expected) => {
  expect(millicores(text)).toBe(expected);
});

test('memory is counted in bytes', () => {
  expect([bytes('64Mi'), bytes('128974848'), bytes('0.5'), bytes(undefined)]).toEqual([67_108_864, 128_974_848, 1, 0]);
});
