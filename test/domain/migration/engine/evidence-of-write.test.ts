import { expect, test } from 'vitest';
import type { Pod } from '../../../../shared/domain/cluster/facts.ts';
import { callsOf, wordsOf } from '../../../../shared/domain/migration/evidence-of-write.ts';
import type { Write } from '../../../../shared/domain/migration/write.ts';
import { givenPod } from '../../../support/kubernetes.ts';
import { CLUSTER_ID, givenLook, givenMigration, POOL_ID } from '../../../support/migration.ts';

const TAINT = { key: 'lifecycle', value: 'retiring', effect: 'NoSchedule' };
const CART = { kind: 'StatefulSet', namespace: 'shop', name: 'cart' };
const HPA = { kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'cart' };
const ID = givenMigration().id;

const CALLS: readonly [Write, readonly string[], unknown, string][] = [
  [{ kind: 'create-pool', poolId: POOL_ID, body: { a: 1 } }, [`PUT ${POOL_ID}`], { a: 1 }, 'create the pool apps.'],
  [
    { kind: 'update-pool', poolId: POOL_ID, properties: { count: 3 }, etag: 'e' },
    [`PUT ${POOL_ID}`],
    { properties: { count: 3 } },
    'change count of the pool apps.',
  ],
  [
    { kind: 'delete-machines', poolId: POOL_ID, machines: ['m1', 'm2'] },
    [`POST ${POOL_ID}/deleteMachines`],
    { machineNames: ['m1', 'm2'] },
    'delete 2 machines of the pool apps.',
  ],
  [
    { kind: 'delete-pool', poolId: POOL_ID, etag: undefined },
    [`DELETE ${POOL_ID}`],
    undefined,
    'delete the pool apps.',
  ],
  [
    { kind: 'upgrade-image', poolId: POOL_ID },
    [`POST ${POOL_ID}/upgradeNodeImageVersion`],
    undefined,
    'upgrade the node image of the pool apps.',
  ],
  [
    { kind: 'upgrade-control-plane', clusterId: CLUSTER_ID, version: '1.35' },
    [`PUT ${CLUSTER_ID}`],
    { properties: { kubernetesVersion: '1.35' } },
    'upgrade the control plane to 1.35.',
  ],
  [
    { kind: 'stop-operation', poolId: POOL_ID },
    [`POST ${POOL_ID}/abort`],
    undefined,
    'stop what AKS does with the pool apps.',
  ],
  [
    { kind: 'taint', nodes: ['n1', 'n2'], taint: TAINT },
    ['PATCH /api/v1/nodes/n1', 'PATCH /api/v1/nodes/n2'],
    {
      metadata: { annotations: { 'image-steward.io/migration': ID, 'image-steward.io/tainted': ID } },
      spec: { taints: [TAINT] },
    },
    'taint n1, n2.',
  ],
  [
    { kind: 'uncordon', nodes: ['n1'] },
    ['PATCH /api/v1/nodes/n1'],
    {
      metadata: { annotations: { 'image-steward.io/migration': null, 'image-steward.io/cordoned': null } },
      spec: { unschedulable: false },
    },
    'uncordon n1.',
  ],
  [
    { kind: 'scale', workload: CART, from: 2, to: 3 },
    ['PATCH /apis/apps/v1/namespaces/shop/statefulsets/cart/scale'],
    { spec: { replicas: 3 } },
    'StatefulSet shop/cart from 2 to 3.',
  ],
  [
    { kind: 'scale', workload: CART, autoscaler: HPA, from: 2, to: 3 },
    ['PATCH /apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/cart'],
    { spec: { minReplicas: 3 } },
    'HorizontalPodAutoscaler shop/cart from 2 to 3.',
  ],
];

test.each(CALLS)('%j is shown as the calls that it makes', (write, lines, body, words) => {
  const calls = callsOf(write, givenMigration());
  expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual(lines);
  expect(calls[0]?.body).toEqual(body);
  expect(wordsOf(write)).toBe(words);
});

const podOf = (namespace: string, name: string, node: string, more: Partial<Pod>): Pod => ({
  ...givenPod(name),
  namespace,
  node,
  ...more,
});

test('a drain is shown as the evictions of the pods that it moves, each with the longer grace period', () => {
  const pods: readonly Pod[] = [
    podOf('shop', 'cart', 'n1', {
      graceSeconds: 30,
      owner: { kind: 'ReplicaSet', name: 'r' },
    }),
    podOf('shop', 'slow', 'n1', {
      graceSeconds: 900,
      owner: { kind: 'ReplicaSet', name: 'r' },
    }),
    podOf('kube-system', 'proxy', 'n1', { owner: { kind: 'DaemonSet', name: 'proxy' } }),
    podOf('shop', 'elsewhere', 'n2', { owner: { kind: 'ReplicaSet', name: 'r' } }),
  ];
  const write = { kind: 'drain', node: 'n1', graceSeconds: 300, attentionSeconds: 45 } as const;
  const look = givenLook({ pods: { kind: 'seen', items: pods } });
  const eviction = (name: string, gracePeriodSeconds: number) => ({
    method: 'POST',
    path: `/api/v1/namespaces/shop/pods/${name}/eviction`,
    body: { kind: 'Eviction', deleteOptions: { gracePeriodSeconds } },
  });
  expect(callsOf(write, givenMigration(), look)).toEqual([eviction('cart', 300), eviction('slow', 900)]);
  expect(callsOf(write, givenMigration()).map(({ path }) => path)).toEqual([
    '/api/v1/namespaces/NAMESPACE/pods/POD/eviction',
  ]);
});
