import { expect, test } from 'vitest';
import type { KubeNode, Pod } from '../../../../shared/domain/cluster/facts.ts';
import type { StuckPod } from '../../../../shared/domain/drain/stuck.ts';
import { drainOrder } from '../../../../shared/domain/migration/drain-order.ts';
import { imagine } from '../../../../shared/domain/migration/imagine.ts';
import { indexLook } from '../../../../shared/domain/migration/pass.ts';
import { without } from '../../../support/kubernetes.ts';
import { givenLook, givenNode, MINUTE } from '../../../support/migration.ts';
import { decideNow, givenWalker, pod, seen, type Walker, walk } from './driver.ts';

/** At the first node's drain; the imagined world is made the world, so that a test can change it. */
function draining(change: (walker: Walker) => void = () => {}): Walker {
  const walker = givenWalker();
  walk(walker, 'forward', 'drain-source');
  const world = imagine(walker.migration, walker.azure, walker.look);
  Object.assign(walker, world, { migration: { ...walker.migration, imagined: [] } });
  change(walker);
  return walker;
}

function addPod(walker: Walker, added: Pod): void {
  const { pods } = walker.look;
  walker.look = { ...walker.look, pods: seen(...(pods?.kind === 'seen' ? pods.items : []), added) };
}

function eachNode(walker: Walker, change: (node: KubeNode) => KubeNode): void {
  const { nodes } = walker.look;
  walker.look = { ...walker.look, nodes: seen(...(nodes?.kind === 'seen' ? nodes.items.map(change) : [])) };
}

function pending(createdAt: number): Pod {
  return without(pod('cart-9', 'x', { phase: 'Pending', ready: false, createdAt }), 'node');
}

test('one node is emptied at a time, with the plan’s grace', () => {
  expect(decideNow(draining())).toEqual({
    kind: 'write',
    write: { kind: 'drain', node: 'apps-1', graceSeconds: 300, attentionSeconds: 45 },
    because: 'apps-1 is the next to be emptied: 1 pod has to leave.',
  });
});

test.each([
  [120_000, 'wait'],
  [120_001, 'stop'],
])('a pod that finds no node for %i ms: %s', (age, kind) => {
  const walker = draining((one) => addPod(one, pending(one.now - age)));
  expect(decideNow(walker)).toMatchObject(kind === 'stop' ? { kind, code: 'NO_ROOM' } : { kind });
});

test('a pod that found no node before the migration began is not this migration’s fault', () => {
  const walker = draining((one) => {
    addPod(one, pending(one.now - 10 * MINUTE));
    const remembered = { ...one.migration.remembered, troubleBefore: ['Deployment|shop|cart'] };
    one.migration = { ...one.migration, remembered };
  });
  expect(decideNow(walker)).toMatchObject({ kind: 'write', write: { kind: 'drain' } });
});

test.each([
  [30 * MINUTE, 'write'],
  [30 * MINUTE + 1, 'stop'],
])('a node that is not empty %i ms after it was begun, of 30 minutes: %s', (after, kind) => {
  const walker = draining((one) => {
    const drain = { ...one.migration.drain, node: { name: 'apps-1', since: one.now - after } };
    one.migration = { ...one.migration, drain };
  });
  expect(decideNow(walker)).toMatchObject(kind === 'stop' ? { kind, code: 'DRAIN_TIMEOUT' } : { kind });
});

test.each([
  ['past-grace', 'POD_PAST_GRACE'],
  ['unmanaged', 'DRAIN_NEEDS_PERSON'],
  ['budget-full', undefined],
] as const)('the last pod of a node is stuck, %s: stops with %s', (cause, code) => {
  const walker = draining((one) => {
    const stuck: StuckPod = {
      pod: { namespace: 'shop', name: 'cart-1' },
      node: 'apps-1',
      cause,
      since: one.now,
      seenAt: one.now,
      refusals: 1,
      why: 'It is stuck.',
      blocks: 'the node',
      remedies: [{ kind: 'ask-owner', what: 'Ask shop.' }],
    };
    one.migration = {
      ...one.migration,
      drain: { node: { name: 'apps-1', since: one.now }, done: [], stuck: [stuck], evicted: 0 },
    };
  });
  const stops = { kind: 'stop', code, because: 'It is stuck.', remedy: 'Ask shop. Then resume; or roll back.' };
  expect(decideNow(walker)).toMatchObject(code ? stops : { kind: 'write' });
});

test('a cordon of ours that somebody lifts, or an autoscaler that somebody turns on, is left and said', () => {
  const lifted = draining((one) =>
    eachNode(one, (node) => (node.name === 'apps-1' ? { ...node, unschedulable: false } : node)),
  );
  expect(decideNow(lifted)).toMatchObject({ kind: 'stop', code: 'CORDON_LIFTED' });
  const scaled = draining((one) => {
    if (one.azure.kind !== 'seen') return;
    const autoscaler = { min: 1, max: 9 };
    const pools = one.azure.pools.map((pool) =>
      pool.name === 'apps' ? { ...pool, scaling: { count: 2, autoscaler } } : pool,
    );
    one.azure = { ...one.azure, pools };
  });
  expect(decideNow(scaled)).toMatchObject({ kind: 'stop', code: 'SCALING_CHANGED' });
});

test('unknown holds: pods that cannot be seen are not taken for gone', () => {
  const walker = draining((one) => {
    one.look = { ...one.look, pods: { kind: 'not-seen', reason: 'forbidden', detail: 'no right' } };
  });
  expect(decideNow(walker)).toMatchObject({ kind: 'wait', because: expect.stringContaining('no right') });
});

test('nodes with nothing critical come first, then by name; reasons are told', () => {
  const look = givenLook({
    nodesSeen: ['a', 'b', 'c'].map((name) => givenNode(name)),
    pods: seen(pod('dns', 'a', { priorityClass: 'system-cluster-critical' }), pod('db', 'b', { claims: ['data'] })),
  });
  const nodes = look.nodes?.kind === 'seen' ? look.nodes.items : [];
  expect(drainOrder(indexLook(look), nodes)).toEqual([
    { node: 'c', weight: 0, reasons: [] },
    { node: 'b', weight: 10, reasons: ['1 pod with a volume'] },
    { node: 'a', weight: 1000, reasons: ['1 pod of a system priority class'] },
  ]);
});
