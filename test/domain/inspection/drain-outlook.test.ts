import { expect, test } from 'vitest';
import { indexCluster } from '../../../shared/domain/cluster/cluster-index.ts';
import type { ClusterFacts } from '../../../shared/domain/cluster/facts.ts';
import { viewPool } from '../../../shared/domain/cluster/pool-view.ts';
import { drainOutlook } from '../../../shared/domain/inspection/drain-outlook.ts';
import { givenPool } from '../../support/fleet.ts';
import { FORBIDDEN, givenBudget, givenClusterFacts, givenNode, givenPod, seen } from '../../support/kubernetes.ts';

function outlook(facts: Partial<ClusterFacts>) {
  const index = indexCluster(
    givenClusterFacts({ nodes: seen(givenNode('node-1'), givenNode('node-2')), budgets: seen(), ...facts }),
  );
  return drainOutlook(index, viewPool(index, givenPool()));
}

const pods = (node: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => givenPod(`cart-${from + at}`, { node }));

test('pods that a drain moves are counted, with the longest grace period of them', () => {
  const found = outlook({
    pods: seen(
      givenPod('a', { graceSeconds: 30 }),
      givenPod('b', { node: 'node-2', graceSeconds: 90 }),
      givenPod('daemon', { owner: { kind: 'DaemonSet', name: 'd' }, graceSeconds: 600 }),
      givenPod('done', { phase: 'Succeeded', graceSeconds: 700 }),
      givenPod('elsewhere', { node: 'node-9', graceSeconds: 800 }),
    ),
  });
  expect(found).toEqual({ pods: 2, longestGraceSeconds: 90, budgetRounds: 0 });
});

test.each([
  [6, 1, 6],
  [6, 2, 3],
  [6, 5, 2],
  [6, 6, 1],
  [6, 0, 6],
])('%d pods of one node, %d at a time, are %d rounds; none at a time counts as one', (count, allowed, rounds) => {
  const found = outlook({
    pods: seen(...pods('node-1', count), ...pods('node-2', 2, 100)),
    budgets: seen(givenBudget({ disruptionsAllowed: allowed })),
  });
  expect(found).toEqual({ pods: count + 2, longestGraceSeconds: 30, budgetRounds: rounds });
});

test('what a budget is not asked about waits for none', () => {
  const found = outlook({
    pods: seen(givenPod('a'), givenPod('b', { phase: 'Pending' }), givenPod('c', { labels: { app: 'other' } })),
    budgets: seen(givenBudget()),
  });
  expect(found).toEqual({ pods: 3, longestGraceSeconds: 30, budgetRounds: 1 });
});

test('an empty node has nothing to drain', () => {
  expect(outlook({ pods: seen() })).toEqual({ pods: 0, longestGraceSeconds: 0, budgetRounds: 0 });
});

test.each(['nodes', 'pods', 'budgets'] as const)('when %s were not seen, nothing is made up', (list) => {
  expect(outlook({ [list]: FORBIDDEN })).toBeUndefined();
});

test('a pool without a node in the cluster has no outlook', () => {
  expect(outlook({ nodes: seen() })).toBeUndefined();
});
