import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { desiredHealthy, scaled } from '../../../shared/domain/readiness/budget-arithmetic.ts';

test.each([
  ['0', 7, 0],
  ['3', 7, 3],
  ['50%', 7, 4],
  ['50%', 8, 4],
  ['1%', 1, 1],
  ['0%', 9, 0],
  ['100%', 9, 9],
  ['33%', 3, 1],
  ['34%', 3, 2],
  ['', 3, undefined],
  ['-1', 3, undefined],
  ['1.5', 3, undefined],
  ['all', 3, undefined],
])('%s of %i is %s', (text, total, expected) => {
  expect(scaled(text, total)).toBe(expected);
});

test.each([
  [{ minAvailable: '50%' }, 7, 4],
  [{ maxUnavailable: '50%' }, 7, 3],
  [{ maxUnavailable: '10' }, 7, 0],
  [{ minAvailable: '10' }, 7, 10],
  [{}, 7, undefined],
  [{ maxUnavailable: 'x' }, 7, undefined],
])('%j of %i pods: %s must stay healthy', (budget, expected, desired) => {
  expect(desiredHealthy(budget, expected)).toBe(desired);
});

/** As Kubernetes writes it: integers only, `(value * total + 99) / 100` cut off. */
test('percentages come to what Kubernetes comes to', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 200_000 }), (percent, total) => {
      expect(scaled(`${percent}%`, total)).toBe(Number((BigInt(percent) * BigInt(total) + 99n) / 100n));
    }),
  );
});
