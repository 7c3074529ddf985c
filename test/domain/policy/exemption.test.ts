import { describe, expect, test } from 'vitest';
import {
  exemptionCovers,
  exemptionDaysLeft,
  exemptionState,
  markExempted,
} from '../../../shared/domain/policy/exemption.ts';
import { at, clusterId, givenFinding, poolId, SUBSCRIPTION } from '../../support/fleet.ts';
import { givenExemption } from '../../support/policy.ts';

const cluster = clusterId('payments');
const finding = givenFinding({ poolId: poolId(cluster, 'apps') });
const aboutCluster = givenFinding({ poolId: undefined, ruleId: 'no-patch-channel' });

test.each([
  ['its subscription', `/subscriptions/${SUBSCRIPTION}`, true],
  ['its resource group', `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop`, true],
  ['its cluster', cluster, true],
  ['its cluster, written with a slash at the end', `${cluster}/`, true],
  ['its cluster, written in capitals', cluster.toUpperCase(), true],
  ['itself', poolId(cluster, 'apps'), true],
  ['a pool whose name begins the same', poolId(cluster, 'app'), false],
  ['a cluster whose name begins the same', clusterId('pay'), false],
  ['another cluster', clusterId('orders'), false],
  ['nothing at all', '', false],
  ['a slash', '/', false],
])('an exemption of %s covers a finding of a pool: %s', (_, scope, expected) => {
  expect(exemptionCovers(givenExemption({ scope }), finding)).toBe(expected);
});

test('an exemption of a pool does not cover a finding of its cluster', () => {
  expect(exemptionCovers(givenExemption({ scope: poolId(cluster, 'apps') }), aboutCluster)).toBe(false);
  expect(exemptionCovers(givenExemption({ scope: cluster }), aboutCluster)).toBe(true);
});

test.each([
  ['*', true],
  ['image-too-old', true],
  ['images-removed', false],
])('one for rule %s covers image-too-old: %s', (ruleId, expected) => {
  expect(exemptionCovers(givenExemption({ ruleId }), finding)).toBe(expected);
});

test.each([
  ['2026-12-16T23:59:59Z', 15, 'in-force'],
  ['2026-12-17', 14, 'ending'],
  ['2026-12-31', 0, 'ending'],
  ['2026-12-31T23:59:59Z', 0, 'ending'],
  ['2027-01-01', -1, 'ended'],
])('one until 2026-12-31 has, at %s, %i days left and is %s', (now, days, state) => {
  const exemption = givenExemption({ until: '2026-12-31' });
  expect([exemptionDaysLeft(exemption, at(now)), exemptionState(exemption, at(now))]).toEqual([days, state]);
});

describe('marking', () => {
  const { id, owner, reason, until } = givenExemption();
  const marked = { ...finding, exemption: { id, owner, reason, until } };

  test('nothing is left out, and only what is covered is marked', () => {
    const other = givenFinding({ clusterId: clusterId('orders'), poolId: poolId(clusterId('orders'), 'apps') });
    expect(markExempted([finding, other], [givenExemption()], at('2026-11-20'))).toEqual([marked, other]);
  });

  test('it ends by itself: the mark is there on its last day and gone on the next', () => {
    expect(markExempted([finding], [givenExemption()], at('2026-12-31T23:59:59Z'))).toEqual([marked]);
    expect(markExempted([marked], [givenExemption()], at('2027-01-01'))).toEqual([finding]);
  });

  test('the mark of one that was withdrawn goes', () => {
    expect(markExempted([marked], [], at('2026-11-20'))).toEqual([finding]);
  });

  test('of several the one that lasts longest counts', () => {
    const longer = givenExemption({ id: 'e-2', until: '2027-02-28' });
    for (const several of [
      [givenExemption(), longer],
      [longer, givenExemption()],
    ]) {
      expect(markExempted([finding], several, at('2026-11-20'))[0]?.exemption?.id).toBe('e-2');
    }
  });
});
