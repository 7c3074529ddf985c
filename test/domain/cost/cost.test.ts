import { expect, test } from 'vitest';
import { burstableSaving, nodePrice, overlapCost } from '../../../shared/domain/cost/pool-cost.ts';
import { sumMoney, timesMoney } from '../../../shared/domain/cost/sum.ts';
import { givenPool } from '../../support/fleet.ts';
import { PRICES } from '../../support/planning.ts';

const TWO_HOURS = { nodes: 3, hours: 2 };

test('extra nodes times hours times price', () => {
  expect(overlapCost(givenPool(), TWO_HOURS, PRICES)).toEqual({ kind: 'known', amount: 1.2, currency: 'USD' });
  expect(overlapCost(givenPool({ osType: 'Windows' }), TWO_HOURS, PRICES)).toEqual({
    kind: 'known',
    amount: 2.4,
    currency: 'USD',
  });
});

test.each([
  [{ vmSizes: ['Standard_X1'] }, 'no Linux price for Standard_X1'],
  [{ vmSizes: ['Standard_D2ps_v5'], osType: 'Windows' }, 'no Windows price for Standard_D2ps_v5'],
  [{ vmSizes: ['Standard_D4s_v5', 'Standard_X1'] }, 'no Linux price for Standard_X1'],
  [{ vmSizes: [] }, 'the VM size of a pool is not known'],
  [{ spot: true }, 'spot prices change by the hour and are not in the list (Standard_D4s_v5)'],
  [{ count: undefined }, 'the number of nodes of a pool is not known'],
])('what is not known is unknown and never 0: %j', (pool, why) => {
  expect(overlapCost(givenPool(pool), TWO_HOURS, PRICES)).toEqual({ kind: 'unknown', why: [why] });
});

test('of several sizes the dearest counts; sizes are compared without regard to case', () => {
  expect(nodePrice(givenPool({ vmSizes: ['standard_d2ps_v5', 'STANDARD_D4S_V5'] }), PRICES)).toBe(0.2);
});

test('a sum with unknown parts is at least the rest, and unknown when nothing is known', () => {
  const five = { kind: 'known', amount: 5, currency: 'USD' } as const;
  const unknown = { kind: 'unknown', why: ['no price'] } as const;
  expect(sumMoney([], 'USD')).toEqual({ kind: 'known', amount: 0, currency: 'USD' });
  expect(sumMoney([five, five], 'USD')).toEqual({ kind: 'known', amount: 10, currency: 'USD' });
  expect(sumMoney([five, unknown], 'USD')).toEqual({
    kind: 'at-least',
    atLeast: 5,
    currency: 'USD',
    why: ['no price'],
  });
  expect(sumMoney([unknown, unknown], 'USD')).toEqual({ kind: 'unknown', why: ['no price'] });
  expect(timesMoney(sumMoney([five, unknown], 'USD'), 12)).toMatchObject({ kind: 'at-least', atLeast: 60 });
});

test('many reasons are counted, not listed', () => {
  const parts = Array.from({ length: 9 }, (_, index) => ({ kind: 'unknown' as const, why: [`reason ${index}`] }));
  expect(sumMoney(parts, 'USD')).toMatchObject({ why: { length: 6, 5: 'and 4 more' } });
});

test('burstable nodes of as many vCPUs save the difference, where there are any and they are cheaper', () => {
  expect(burstableSaving(givenPool(), TWO_HOURS, PRICES)).toMatchObject({ kind: 'known', amount: 0.3 });
  for (const pool of [
    { gpu: true },
    { arm: true },
    { vmSizes: ['Standard_D8s_v5'] },
    { vmSizes: ['Standard_B4ms'] },
    { osType: 'Windows' },
  ]) {
    expect(burstableSaving(givenPool(pool), TWO_HOURS, PRICES)).toBeUndefined();
  }
});
