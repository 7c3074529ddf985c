import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../../shared/domain/cluster/facts.ts';
import { nowhereToGo } from '../../../../shared/domain/readiness/checks/nowhere-to-go.ts';
import {
  FORBIDDEN,
  GIB,
  givenArmPool,
  givenClaim,
  givenNode,
  givenPod,
  givenVolume,
  judge,
  levels,
  type ReadinessCase,
  seen,
} from '../../../support/kubernetes.ts';

const away: ReadinessCase['move'] = { kind: 'remaining-nodes' };
const pods = (number: number, overrides: Partial<Pod> = {}) =>
  seen(...Array.from({ length: number }, (_, place) => givenPod(`cart-${place + 1}`, { ...overrides, leaning: {} })));
const one = (...spare: Parameters<typeof givenNode>[1][]) =>
  seen(
    givenNode('node-1'),
    ...spare.map((overrides, place) => givenNode(`spare-${place + 1}`, { pool: 'spare', ...overrides })),
  );

describe('room, counted by requests', () => {
  test.each([
    [4, { cpu: 1000 }, []],
    [5, { cpu: 1000 }, ['blocks Deployment shop/cart']],
    [2, { memory: 8 * GIB }, []],
    [3, { memory: 8 * GIB }, ['blocks Deployment shop/cart']],
    [30, { cpu: 0, memory: 0 }, []],
    [31, { cpu: 0, memory: 0 }, ['blocks Deployment shop/cart']],
  ])('%i pods of %j for one node of 4 vCPUs, 16 GiB and 30 pods: %j', (number, each, expected) => {
    expect(levels(judge(nowhereToGo, { facts: { nodes: one({}), pods: pods(number, each) }, move: away }))).toEqual(
      expected,
    );
  });

  test('writes the arithmetic out', () => {
    const facts = { nodes: one({}, { taints: [{ key: 'gpu', effect: 'NoSchedule' }] }), pods: pods(5, { cpu: 1000 }) };
    expect(judge(nowhereToGo, { facts, move: away })).toMatchObject([
      {
        what: '1 of its 5 pods would find no room.',
        arithmetic: '5 x (1000m CPU, 128 MiB); of 2 other nodes 1 tainted; 1 may take them; with room for 4',
      },
    ]);
  });

  test('what runs there already takes room, unless it has ended', () => {
    const there = (phase: string) =>
      givenPod('db', { node: 'spare-1', cpu: 3500, phase, owner: { kind: 'Job', name: 'db' } });
    const facts = (phase: string) => ({ nodes: one({}), pods: seen(givenPod('cart-1', { cpu: 1000 }), there(phase)) });
    expect(levels(judge(nowhereToGo, { facts: facts('Running'), move: away }))).toEqual([
      'blocks Deployment shop/cart',
    ]);
    expect(judge(nowhereToGo, { facts: facts('Succeeded'), move: away })).toEqual([]);
  });

  test('what an autoscaler of another pool may add is a warning, up to its limit', () => {
    const given = (max: number): ReadinessCase => ({
      facts: { nodes: one({}), pods: pods(8, { cpu: 1000 }) },
      arm: { pools: seen(givenArmPool(), givenArmPool({ name: 'spare', autoscaler: { enabled: true, min: 1, max } })) },
      move: away,
    });
    expect(levels(judge(nowhereToGo, given(1)))).toEqual(['blocks Deployment shop/cart']);
    expect(judge(nowhereToGo, given(2))).toMatchObject([
      { level: 'warns', what: '4 of its 8 pods have room only after an autoscaler has added nodes.' },
    ]);
  });
});

describe('in place', () => {
  const full = (surge: number, unavailable: number): ReadinessCase => ({
    facts: {
      nodes: seen(givenNode('node-1'), givenNode('node-2')),
      pods: seen(givenPod('cart-1', { cpu: 3000 }), givenPod('cart-2', { cpu: 3000, node: 'node-2' })),
    },
    move: { kind: 'in-place', surge, unavailable },
  });
  test.each([
    [1, 0, []],
    [0, 1, ['blocks Deployment shop/cart']],
  ])('full nodes with a surge of %i and %i unavailable: %j', (surge, unavailable, expected) => {
    expect(levels(judge(nowhereToGo, full(surge, unavailable)))).toEqual(expected);
  });

  test('pods that ask for the present image find no node after the upgrade', () => {
    const nodeSelector = { 'kubernetes.azure.com/node-image-version': 'AKSUbuntu-2404gen2containerd-202610.08.0' };
    const nodes = seen(givenNode('node-1'), givenNode('node-2'));
    expect(judge(nowhereToGo, { facts: { nodes, pods: pods(1, { nodeSelector }) } })).toMatchObject([
      { level: 'blocks', what: 'No other node may take its pods: 2 are without the labels of the node selector.' },
    ]);
  });
});

describe('a new pool', () => {
  const to = (nodes: number): ReadinessCase['move'] => ({ kind: 'new-pool', nodes });
  test.each([
    [1, {}, ['blocks Deployment shop/cart']],
    [2, {}, []],
    [2, { agentpool: 'apps' }, ['blocks Deployment shop/cart']],
    [2, { 'kubernetes.azure.com/agentpool': 'apps' }, ['blocks Deployment shop/cart']],
    [2, { 'kubernetes.io/hostname': 'node-1' }, ['blocks Deployment shop/cart']],
    [2, { 'topology.kubernetes.io/zone': 'westeurope-1' }, []],
  ])('of %i nodes for pods that select %j: %j', (nodes, nodeSelector, expected) => {
    const facts = { nodes: seen(givenNode('node-1')), pods: pods(6, { cpu: 1000, nodeSelector }) };
    expect(levels(judge(nowhereToGo, { facts, move: to(nodes) }))).toEqual(expected);
  });

  test('DaemonSets take their part of a new node', () => {
    const agent = givenPod('agent', { cpu: 2000, owner: { kind: 'DaemonSet', name: 'agent' } });
    const facts = {
      nodes: seen(givenNode('node-1')),
      pods: seen(agent, givenPod('cart-1', { cpu: 2000 }), givenPod('cart-2', { cpu: 2000 })),
    };
    expect(levels(judge(nowhereToGo, { facts, move: to(1) }))).toEqual(['blocks Deployment shop/cart']);
    expect(judge(nowhereToGo, { facts, move: to(2) })).toEqual([]);
  });
});

describe('rules of nodes', () => {
  test.each([
    [{ taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] }, {}, false],
    [{ taints: [{ key: 'a', value: 'b', effect: 'PreferNoSchedule' }] }, {}, true],
    [
      { taints: [{ key: 'a', value: 'b', effect: 'NoExecute' }] },
      { tolerations: [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' }] },
      false,
    ],
    [
      { taints: [{ key: 'a', value: 'b', effect: 'NoExecute' }] },
      { tolerations: [{ key: 'a', operator: 'Exists' }] },
      true,
    ],
    [{ taints: [{ key: 'a', value: 'b', effect: 'NoExecute' }] }, { tolerations: [{ operator: 'Exists' }] }, true],
    [{ ready: false }, {}, false],
    [{ unschedulable: true }, {}, false],
    [{}, { nodeAffinity: [[{ key: 'disk', operator: 'In', values: ['ssd'] }]] }, false],
    [{ labels: { disk: 'ssd' } }, { nodeAffinity: [[{ key: 'disk', operator: 'In', values: ['ssd'] }]] }, true],
    [{}, { nodeAffinity: [[{ key: 'disk', operator: 'NotIn', values: ['ssd'] }]] }, true],
    [{ labels: { gen: '5' } }, { nodeAffinity: [[{ key: 'gen', operator: 'Gt', values: ['4'] }]] }, true],
    [{ labels: { gen: '4' } }, { nodeAffinity: [[{ key: 'gen', operator: 'Gt', values: ['4'] }]] }, false],
    [{}, { nodeAffinity: [[], [{ key: 'x', operator: 'Exists', values: [] }]] }, false],
  ])('node %j, pod %j: %s', (node, pod, goes) => {
    const found = judge(nowhereToGo, { facts: { nodes: one(node), pods: pods(1, pod) }, move: away });
    expect(levels(found)).toEqual(goes ? [] : ['blocks Deployment shop/cart']);
  });

  test.each([
    [2, 2, []],
    [3, 2, ['blocks Deployment shop/cart']],
  ])('%i pods that keep apart, on %i nodes: %j', (number, nodes, expected) => {
    const facts = {
      nodes: one(...Array.from({ length: nodes }, () => ({}))),
      pods: pods(number, { antiAffinityTopologies: ['kubernetes.io/hostname'] }),
    };
    expect(levels(judge(nowhereToGo, { facts, move: away }))).toEqual(expected);
  });

  test('a volume keeps its pod in its zone', () => {
    const facts = (zone: string) => ({
      nodes: one({ zone: 'westeurope-2' }),
      pods: pods(1, { claims: ['data'] }),
      claims: seen(givenClaim('data', 'pv-1')),
      volumes: seen(
        givenVolume('pv-1', 'data', {
          nodeAffinity: [[{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }]],
        }),
      ),
    });
    expect(judge(nowhereToGo, { facts: facts('westeurope-2'), move: away })).toEqual([]);
    expect(judge(nowhereToGo, { facts: facts('westeurope-1'), move: away })).toMatchObject([
      { level: 'blocks', what: 'No other node may take its pods: 1 are outside the zone of a volume.' },
    ]);
  });
});

test.each([
  [{ nodes: FORBIDDEN }, ['unknown ManagedCluster payments']],
  [{ pods: FORBIDDEN }, ['unknown ManagedCluster payments']],
  [{ volumes: FORBIDDEN }, []],
  [{ volumes: FORBIDDEN, pods: pods(1, { claims: ['data'] }) }, ['unknown ManagedCluster payments']],
])('%#: %j', (facts, expected) => {
  expect(levels(judge(nowhereToGo, { facts }))).toEqual(expected);
});
