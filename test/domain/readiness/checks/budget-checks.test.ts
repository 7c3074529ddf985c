import { describe, expect, test } from 'vitest';
import { budgetAllowsNothing } from '../../../../shared/domain/readiness/checks/budget-allows-nothing.ts';
import { budgetsOverlap } from '../../../../shared/domain/readiness/checks/budgets-overlap.ts';
import { FORBIDDEN, givenBudget, givenPod, givenWorkload, judge, levels, seen } from '../../../support/kubernetes.ts';

const full = { disruptionsAllowed: 0, minAvailable: '3', desiredHealthy: 3 };

describe('budget-allows-nothing', () => {
  test.each([
    [{ maxUnavailable: '1' }, [], 'one may go'],
    [full, ['blocks PodDisruptionBudget shop/cart'], 'all must stay'],
    [
      { disruptionsAllowed: 0, maxUnavailable: '0', desiredHealthy: 3 },
      ['blocks PodDisruptionBudget shop/cart'],
      'none may be away',
    ],
    [
      { disruptionsAllowed: 0, minAvailable: '2', currentHealthy: 2 },
      ['blocks PodDisruptionBudget shop/cart'],
      'one is sick already',
    ],
    [{ ...full, namespace: 'other' }, [], 'in another namespace'],
    [{ observed: false, minAvailable: '2' }, ['unknown PodDisruptionBudget shop/cart'], 'changed just now'],
  ])('%o: %j (%s)', (budget, expected, _why) => {
    expect(levels(judge(budgetAllowsNothing, { facts: { budgets: seen(givenBudget(budget)) } }))).toEqual(expected);
  });

  test('names the budget, its arithmetic, its owner and a patch', () => {
    const facts = {
      budgets: seen(givenBudget({ ...full, minAvailable: '67%' })),
      workloads: seen(
        givenWorkload('Deployment', 'cart', { labels: { team: 'team-cart' } }),
        givenWorkload('ReplicaSet', 'cart', { owner: { kind: 'Deployment', name: 'cart' } }),
      ),
    };
    expect(judge(budgetAllowsNothing, { facts })).toEqual([
      {
        level: 'blocks',
        object: { kind: 'PodDisruptionBudget', namespace: 'shop', name: 'cart' },
        owner: 'team-cart',
        what: 'The budget allows no disruption even when all its pods are healthy: 3 pods on this pool can never be evicted.',
        arithmetic: 'minAvailable 67% of 3 is 3 (rounded up); expected 3, healthy 3, must stay healthy 3: 0 may go',
        remedy: 'Let one pod be unavailable at a time.',
        patch: [
          '# kubectl patch poddisruptionbudget cart --namespace shop --type merge --patch-file fix.yaml',
          'spec:',
          '  minAvailable: null',
          '  maxUnavailable: 1',
          '',
        ].join('\n'),
      },
    ]);
  });

  test('the only pod of a Deployment is scaled, not let go', () => {
    const [finding] = judge(budgetAllowsNothing, {
      facts: {
        pods: seen(givenPod('cart-1')),
        budgets: seen(
          givenBudget({
            minAvailable: '1',
            expectedPods: 1,
            currentHealthy: 1,
            desiredHealthy: 1,
            disruptionsAllowed: 0,
          }),
        ),
      },
    });
    expect(finding?.patch).toContain('deployment cart');
    expect(finding?.patch).toContain('replicas: 2');
  });

  const sick = { disruptionsAllowed: 0, minAvailable: '2', currentHealthy: 1, desiredHealthy: 2 };
  test.each([
    [sick, false, 1, 'too few are healthy, so not even a sick pod goes'],
    [{ ...sick, unhealthyPodEvictionPolicy: 'AlwaysAllow' }, false, 0, 'sick pods always go'],
    [{ ...sick, unhealthyPodEvictionPolicy: 'AlwaysAllow' }, true, 1, 'healthy ones still do not'],
    [{ ...sick, currentHealthy: 2 }, false, 0, 'enough others are healthy'],
    [{ ...sick, currentHealthy: 2 }, true, 1, 'enough are healthy, and none to spare'],
  ])('%o with a pod that is ready %s: %i findings (%s)', (budget, ready, expected, _why) => {
    const facts = { pods: seen(givenPod('cart-1', { ready })), budgets: seen(givenBudget(budget)) };
    expect(judge(budgetAllowsNothing, { facts })).toHaveLength(expected);
  });

  test.each([
    ['Pending', undefined],
    ['Succeeded', undefined],
    ['Running', 1],
  ])('a pod that is %s and terminating since %s asks no budget', (phase, terminatingSince) => {
    const pod = givenPod('cart-1', { phase, ...(terminatingSince ? { terminatingSince } : {}) });
    expect(judge(budgetAllowsNothing, { facts: { pods: seen(pod), budgets: seen(givenBudget(full)) } })).toEqual([]);
  });

  const nothing = { expectedPods: 0, currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0 };
  const other = { matchLabels: { app: 'other' }, matchExpressions: [] };
  const invalid = { matchLabels: {}, matchExpressions: [{ key: 'app', operator: 'In', values: [] }] };
  test.each([
    [{ ...nothing, selector: other }, 3, 'its selector selects no pod'],
    [{ ...nothing, selector: other }, 0, undefined],
    [{ ...nothing, selector: invalid }, 3, 'its selector is not valid (In on app names no value)'],
    [{ ...nothing, selector: undefined }, 3, 'it has no selector'],
  ])('a budget %o beside a workload of %i: %s', (budget, replicas, why) => {
    const findings = judge(budgetAllowsNothing, {
      facts: {
        budgets: seen(givenBudget(budget as object)),
        workloads: seen(givenWorkload('Deployment', 'other', { replicas })),
      },
    });
    expect(findings.map(({ level, what }) => ({ level, what }))).toEqual(
      why ? [{ level: 'warns', what: `The budget protects nothing: ${why}.` }] : [],
    );
  });

  test('budgets that were not seen are unknown', () => {
    expect(judge(budgetAllowsNothing, { facts: { budgets: FORBIDDEN } })).toEqual([
      {
        level: 'unknown',
        object: { kind: 'ManagedCluster', name: 'payments' },
        what: 'The PodDisruptionBudgets were not seen: the role may not list them.',
        remedy: 'Grant the reading role for PodDisruptionBudgets and inspect the cluster again.',
      },
    ]);
  });
});

describe('budgets-overlap', () => {
  test('two budgets on one pod: no eviction at all, and the stricter one is kept', () => {
    const facts = {
      budgets: seen(
        givenBudget({ name: 'cart-a', desiredHealthy: 1 }),
        givenBudget({ name: 'cart-b', selector: { matchLabels: {}, matchExpressions: [] } }),
      ),
    };
    expect(judge(budgetsOverlap, { facts })).toEqual([
      {
        level: 'blocks',
        object: { kind: 'PodDisruptionBudget', namespace: 'shop', name: 'cart-b' },
        what: '2 budgets (cart-a, cart-b) select the same pods; 3 pods on this pool cannot be evicted at all.',
        arithmetic: 'selected by 2, at most 1 is possible: cart-1, cart-2, cart-3',
        remedy:
          'Leave one budget for these pods. If cart-b is to stay: kubectl delete poddisruptionbudget cart-a --namespace shop',
      },
    ]);
  });

  test.each([
    ['one budget', [givenBudget()]],
    [
      'two budgets for different pods',
      [givenBudget(), givenBudget({ name: 'b', selector: { matchLabels: { app: 'x' }, matchExpressions: [] } })],
    ],
    [
      'a second one with an invalid selector',
      [
        givenBudget(),
        givenBudget({
          name: 'b',
          selector: { matchLabels: {}, matchExpressions: [{ key: 'app', operator: 'Near', values: [] }] },
        }),
      ],
    ],
  ])('%s: nothing', (_name, budgets) => {
    expect(judge(budgetsOverlap, { facts: { budgets: seen(...budgets) } })).toEqual([]);
  });
});
