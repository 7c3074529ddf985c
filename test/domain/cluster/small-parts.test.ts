import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexBudgets } from '../../../shared/domain/cluster/budget-index.ts';
import { indexCluster } from '../../../shared/domain/cluster/cluster-index.ts';
import { selectorProblem, selects } from '../../../shared/domain/cluster/labels.ts';
import { ownerIn } from '../../../shared/domain/cluster/owners.ts';
import { viewPool } from '../../../shared/domain/cluster/pool-view.ts';
import { atLeast, compareVersions } from '../../../shared/domain/cluster/version-text.ts';
import { vmSizeOf } from '../../../shared/domain/cluster/vm-size.ts';
import { givenPool } from '../../support/fleet.ts';
import {
  givenBudget,
  givenClusterFacts,
  givenNamespace,
  givenNode,
  givenPod,
  givenWorkload,
  seen,
} from '../../support/kubernetes.ts';

describe('label selectors', () => {
  const expression = (operator: string, ...values: string[]) => ({
    matchLabels: {},
    matchExpressions: [{ key: 'app', operator, values }],
  });
  test.each([
    [expression('In', 'cart'), true, false],
    [expression('In', 'web'), false, false],
    [expression('NotIn', 'cart'), false, true],
    [expression('Exists'), true, false],
    [expression('DoesNotExist'), false, true],
    [{ matchLabels: {}, matchExpressions: [] }, true, true],
    [{ matchLabels: { app: 'cart', tier: 'x' }, matchExpressions: [] }, false, false],
  ])('%j selects app=cart: %s, nothing: %s', (selector, labelled, bare) => {
    expect(selects(selector, { app: 'cart' })).toBe(labelled);
    expect(selects(selector, {})).toBe(bare);
  });

  test.each([
    [expression('In', 'a'), undefined],
    [expression('In'), 'In on app names no value'],
    [expression('Exists', 'a'), 'Exists on app must not name values'],
    [expression('Gt', '4'), 'Gt on app is no operator of a label selector'],
  ])('%j: %s', (selector, problem) => {
    expect(selectorProblem(selector)).toBe(problem);
  });

  test('a key like any other: constructor', () => {
    expect(selects(expression('Exists'), Object.create({ app: 'x' }) as Record<string, string>)).toBe(false);
  });
});

test('budgets found by the index are those that a look at each of them finds', () => {
  const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'v'), fc.constantFrom('a', 'b'), { maxKeys: 3 });
  const budgets = fc.array(
    fc.record({
      matchLabels: labels,
      operator: fc.constantFrom('In', 'Exists', 'NotIn', 'Near'),
      namespace: fc.constantFrom('shop', 'other'),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(budgets, labels, (given, own) => {
      const all = given.map(({ matchLabels, operator, namespace }, at) =>
        givenBudget({
          name: `b-${at}`,
          namespace,
          selector: {
            matchLabels,
            matchExpressions: [{ key: 'tier', operator, values: operator === 'Exists' ? [] : ['a'] }],
          },
        }),
      );
      const plain = all.filter(
        ({ namespace, selector }) =>
          namespace === 'shop' && selector && !selectorProblem(selector) && selects(selector, own),
      );
      const found = indexBudgets(all).of(givenPod('p', { labels: own }));
      expect(found.map(({ name }) => name).toSorted()).toEqual(plain.map(({ name }) => name).toSorted());
    }),
  );
});

test.each([
  ['Standard_D4s_v5', 'standardDSv5Family', 4],
  ['Standard_D4ds_v5', 'standardDDSv5Family', 4],
  ['Standard_D8as_v4', 'standardDASv4Family', 8],
  ['Standard_D2pls_v5', 'standardDPLSv5Family', 2],
  ['Standard_E16bds_v5', 'standardEBDSv5Family', 16],
  ['Standard_DS2_v2', 'standardDSv2Family', 2],
  ['Standard_F8s_v2', 'standardFSv2Family', 8],
  ['Standard_B2ms', 'standardBSFamily', 2],
  ['Standard_NC24ads_A100_v4', 'standardNCADSA100v4Family', 24],
  ['Standard_NV36ads_A10_v5', 'standardNVADSA10v5Family', 36],
  ['Standard_DS13-2_v2', undefined, undefined],
  ['D4s_v5', undefined, undefined],
  ['', undefined, undefined],
])('%s: %s, %s vCPUs', (name, family, vcpus) => {
  const size = vmSizeOf(name);
  expect([size?.family, size?.vcpus]).toEqual([family, vcpus]);
});

test.each([
  ['5.15.0-1118-azure', '5.8', true],
  ['5.4.0-1166-azure-fips', '5.8', false],
  ['5.8', '5.8', true],
  ['5.10.189.1-1.cm1', '5.8', true],
  ['2.x', '2.0', true],
  ['1.x', '2.0', false],
  ['v1.18.6', '1.18', true],
  ['containerd://1.7.27-1', '2.0', false],
  ['1.1.1f', '3.0', false],
  ['unknown', '3.0', undefined],
])('%s is at least %s: %s', (version, floor, expected) => {
  expect(atLeast(version, floor)).toBe(expected);
});

test('versions compare as far as both have numbers', () => {
  expect(compareVersions('1.7', '1.7.34')).toBe(0);
  expect(compareVersions('1.10', '1.9')).toBeGreaterThan(0);
});

describe('owners', () => {
  test.each([
    [[{ team: 'a' }, { owner: 'b' }], 'a'],
    [[{ team: 'a', owner: 'b' }], 'b'],
    [[{ 'example.com/owner': 'c' }], 'c'],
    [[{ 'example.com/owner': 'c', team: 'a' }], 'a'],
    [[{ owner: ' ' }, { team: 'd' }], 'd'],
    [[{ coowner: 'x' }], undefined],
    [[], undefined],
  ])('%j: %s', (sources, expected) => {
    expect(ownerIn(sources as Record<string, string>[], ['owner', 'team'])).toBe(expected);
  });

  test('the workload’s word comes before its pod’s, and that before the namespace’s; keys can be set', () => {
    const facts = (workload: object, pod: Record<string, string>) =>
      indexCluster(
        givenClusterFacts({
          workloads: seen(
            givenWorkload('ReplicaSet', 'cart', { owner: { kind: 'Deployment', name: 'cart' } }),
            givenWorkload('Deployment', 'cart', workload),
          ),
          namespaces: seen(givenNamespace('shop', {}, { squad: 'of-namespace' })),
          pods: seen(givenPod('cart-1', { labels: pod })),
        }),
        ['squad'],
      ).ownerOfPod(givenPod('cart-1', { labels: pod }));
    expect(facts({ annotations: { squad: 'of-workload' } }, { squad: 'of-pod' })).toBe('of-workload');
    expect(facts({}, { squad: 'of-pod' })).toBe('of-pod');
    expect(facts({}, {})).toBe('of-namespace');
  });
});

test('the root of a pod is followed up, and a made-up circle ends', () => {
  const index = indexCluster(
    givenClusterFacts({
      workloads: seen(
        givenWorkload('ReplicaSet', 'cart', { owner: { kind: 'Deployment', name: 'cart' } }),
        givenWorkload('Deployment', 'cart', { owner: { kind: 'ReplicaSet', name: 'cart' } }),
      ),
    }),
  );
  expect(index.rootOf(givenPod('cart-1'))).toMatchObject({ namespace: 'shop', name: 'cart' });
  expect(indexCluster(givenClusterFacts()).rootOf(givenPod('cart-1'))).toEqual({
    kind: 'Deployment',
    namespace: 'shop',
    name: 'cart',
  });
});

test('nodes without a pool’s label belong to the pool that node auto-provisioning made', () => {
  const index = indexCluster(
    givenClusterFacts({ nodes: seen(givenNode('node-1'), givenNode('made', { pool: undefined })) }),
  );
  expect(viewPool(index, givenPool({ name: 'dap', kind: 'auto-provisioned' })).nodes.map(({ name }) => name)).toEqual([
    'made',
  ]);
  expect(viewPool(index, givenPool()).nodes.map(({ name }) => name)).toEqual(['node-1']);
});
