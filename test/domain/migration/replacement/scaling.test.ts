import { expect, test } from 'vitest';
import type { DisruptionBudget, PodAutoscaler } from '../../../../shared/domain/cluster/facts.ts';
import type { RememberedReplicas } from '../../../../shared/domain/migration/remembered.ts';
import { nodesNeeded } from '../../../../shared/domain/migration/shrink-source.ts';
import { givenBudget } from '../../../support/kubernetes.ts';
import { givenNode, HOUR, MINUTE } from '../../../support/migration.ts';
import { decideNow, givenWalker, pod, seen, type Walker, walk } from './driver.ts';

const CART = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
const HPA = { kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'cart' };

function positioning(
  replicas: number,
  budget?: Partial<DisruptionBudget>,
  max?: number,
  claims: string[] = [],
): Walker {
  const walker = givenWalker();
  walk(walker, 'forward', 'pre-position');
  const { workloads } = walker.look;
  const items = workloads?.kind === 'seen' ? workloads.items : [];
  const autoscaler: PodAutoscaler = {
    namespace: 'shop',
    name: 'cart',
    target: { kind: 'Deployment', name: 'cart' },
    minReplicas: 1,
    maxReplicas: max ?? 0,
    currentReplicas: replicas,
    desiredReplicas: replicas,
  };
  walker.look = {
    ...walker.look,
    pods: seen(pod('cart-1', 'apps-1', { claims })),
    workloads: seen(...items.map((workload) => ({ ...workload, replicas, ready: replicas }))),
    budgets: seen(...(budget ? [givenBudget({ expectedPods: replicas, ...budget })] : [])),
    autoscalers: seen(...(max === undefined ? [] : [autoscaler])),
  };
  return walker;
}

test.each([
  ['one pod alone gets another', positioning(1), { from: 1, to: 2 }],
  ['two pods need no more', positioning(2), undefined],
  ['a budget that keeps both gets one more', positioning(2, { minAvailable: '2' }), { from: 2, to: 3 }],
  ['a budget that asks for three of two gets two more', positioning(2, { minAvailable: '3' }), { from: 2, to: 4 }],
  ['a budget that asks for four of two is not helped', positioning(2, { minAvailable: '4' }), undefined],
  ['a budget of 100 % is not helped', positioning(2, { minAvailable: '100%' }), undefined],
  ['a pod with a volume is left', positioning(1, undefined, undefined, ['data']), undefined],
  ['an autoscaler is raised by its least number', positioning(1, undefined, 2), { autoscaler: HPA, from: 1, to: 2 }],
  ['an autoscaler at its most is left', positioning(1, undefined, 1), undefined],
])('%s', (_, walker, scale) => {
  const write = { kind: 'scale', workload: CART, ...scale };
  expect(decideNow(walker)).toMatchObject(scale ? { kind: 'write', write } : { kind: 'done' });
});

test.each([
  ['ours', 3, { kind: 'write', write: { kind: 'scale', workload: CART, from: 3, to: 2 } }],
  ['back already', 2, { kind: 'done', because: 'Replicas and autoscalers are as they were found.' }],
  [
    'somebody else’s',
    5,
    {
      kind: 'done',
      because:
        'Replicas and autoscalers are as they were found. Deployment shop/cart was set to 5 by somebody else, and stays so.',
    },
  ],
])('invariant 6: a number of replicas that is %s, put back', (_, now, decision) => {
  const walker = positioning(now);
  const replicas: RememberedReplicas[] = [{ workload: CART, before: 2, during: 3 }];
  walker.migration = { ...walker.migration, step: 'put-back', direction: 'aside', remembered: { replicas } };
  expect(decideNow(walker)).toMatchObject(decision);
});

test('invariant 6: a node with somebody’s own taint of that key keeps it', () => {
  const walker = givenWalker();
  const own = { key: 'lifecycle', value: 'spot', effect: 'NoSchedule' };
  walker.look = { ...walker.look, nodes: seen(givenNode('apps-1', { taints: [own] }), givenNode('apps-2')) };
  walk(walker, 'forward', 'cordon-source');
  expect(walker.migration.remembered).toMatchObject({ tainted: ['apps-2'], taintedBefore: ['apps-1'] });
});

test.each([
  [0, 1],
  [80, 1],
  [89, 2],
])('a rollback of %i pods needs %i of 3 nodes, with headroom', (pods, nodes) => {
  const three = ['a', 'b', 'c'].map((name) => givenNode(name));
  expect(
    nodesNeeded(
      Array.from({ length: pods }, (_, at) => pod(`p${at}`, 'x', { cpu: 1, memory: 1 })),
      three,
    ),
  ).toBe(nodes);
});

test.each([
  ['before the second half of the hold', true, 2 * HOUR - 1, 'wait'],
  ['in the second half', true, 2 * HOUR, 'write'],
  ['without the setting', false, 3 * HOUR, 'wait'],
])('an empty source node is given back %s: %s', (_, shrinkDuringHold, after, kind) => {
  const walker = givenWalker();
  walk(walker, 'forward', 'hold');
  walker.migration = { ...walker.migration, running: { ...walker.migration.running, shrinkDuringHold } };
  walker.now += after;
  expect(decideNow(walker)).toMatchObject(
    kind === 'write'
      ? { kind, write: { kind: 'delete-machines', machines: ['apps-2'] }, remember: { shrunkFrom: 2 } }
      : { kind },
  );
  const gone = { ...walker, facts: { viability: viability('images-removed') } };
  expect(decideNow(gone).kind).toBe('wait');
});

test('a dry run is not held and not watched, and says for how long it would be', () => {
  const walker = givenWalker({ step: 'hold', dryRun: true });
  expect(decideNow(walker)).toEqual({
    kind: 'done',
    because: 'Dry run: the emptied source would be kept for 4 hours.',
  });
  walker.migration = { ...walker.migration, step: 'watch' };
  expect(decideNow(walker)).toEqual({ kind: 'done', because: 'Dry run: it would be watched for 24 hours.' });
});

test.each([
  [15 * MINUTE, undefined, undefined, 'wait'],
  [15 * MINUTE + 1, undefined, undefined, 'stop'],
  [20 * MINUTE, 16 * MINUTE, 'NOT_WELL_AFTER', 'done'],
  [31 * MINUTE, 20 * MINUTE, undefined, 'wait'],
  [31 * MINUTE, 20 * MINUTE, 'ALERT_OPEN', 'wait'],
  [20 * MINUTE, -MINUTE, 'NOT_WELL_AFTER', 'stop'],
])('a workload unwell %i ms after the drain, resumed at %s from %s: %s', (after, resumed, resumedFrom, kind) => {
  const walker = givenWalker();
  walk(walker, 'forward', 'validate');
  const { workloads } = walker.look;
  const items = workloads?.kind === 'seen' ? workloads.items : [];
  walker.look = { ...walker.look, workloads: seen(...items.map((one) => ({ ...one, ready: 1 }))) };
  const { stepSince } = walker.migration;
  const from = resumedFrom === undefined ? {} : { resumedFrom };
  if (resumed !== undefined) walker.migration = { ...walker.migration, ...from, resumedAt: stepSince + resumed };
  walker.now = stepSince + after;
  const stops = { kind, code: 'NOT_WELL_AFTER' };
  expect(decideNow(walker)).toMatchObject(kind === 'stop' ? stops : { kind });
});

test('a pod on the emptied source keeps the pool from being deleted', () => {
  const walker = givenWalker();
  walk(walker, 'forward', 'delete-source');
  walker.migration = {
    ...walker.migration,
    imagined: walker.migration.imagined.filter(({ kind }) => kind !== 'drain'),
  };
  expect(decideNow(walker)).toMatchObject({ kind: 'stop', code: 'POOL_NOT_EMPTY' });
});

const DELETED = { kind: 'write', write: { kind: 'delete-machines' } };
const NOT_DELETED = { kind: 'stop', code: 'POOL_NOT_DELETED' };

test.each([
  ['not asked for yet, for whatever window it waits', 'Succeeded', undefined, 40 * HOUR, 0, DELETED],
  ['asked for and barred by a window since', 'Succeeded', 1, 20 * HOUR, 0, DELETED],
  ['under way for not quite an hour', 'Deleting', 1, HOUR - 1, 0, { kind: 'wait' }],
  ['under way for an hour', 'Deleting', 1, HOUR, 0, NOT_DELETED],
  ['under way for an hour, and a person said to go on', 'Deleting', 1, HOUR, HOUR - 1, { kind: 'wait' }],
  ['asked for nineteen times', 'Failed', 19, MINUTE, 0, DELETED],
  ['asked for twenty times', 'Failed', 20, MINUTE, 0, NOT_DELETED],
  ['asked for twenty times, and a person said to go on', 'Failed', 20, MINUTE, 1, DELETED],
])('a deletion %s', (_, provisioningState, times, after, resumed, expected) => {
  const walker = givenWalker();
  walk(walker, 'forward', 'delete-source');
  const { azure, migration, now } = walker;
  if (azure.kind !== 'seen') throw new Error('the cluster is seen');
  walker.azure = { ...azure, pools: azure.pools.map((pool) => ({ ...pool, provisioningState })) };
  walker.migration = {
    ...migration,
    // What was imagined of a pool's settings would make it look at rest.
    imagined: migration.imagined.filter(({ kind }) => kind !== 'update-pool'),
    ...(resumed > 0 && { resumedAt: now + resumed }),
    remembered: { ...migration.remembered, ...(times && { deletion: { askedAt: now, times } }) },
  };
  walker.now += after;
  expect(decideNow(walker)).toMatchObject(expected);
});

function viability(kind: 'images-removed') {
  return { kind: 'possible' as const, why: 'a test', endings: [{ kind, why: 'a test' }] };
}
