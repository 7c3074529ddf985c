import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../../shared/domain/cluster/facts.ts';
import { barePod } from '../../../../shared/domain/readiness/checks/bare-pod.ts';
import { daemonsetFailing } from '../../../../shared/domain/readiness/checks/daemonset-failing.ts';
import { finalizer } from '../../../../shared/domain/readiness/checks/finalizer.ts';
import { CHECKS } from '../../../../shared/domain/readiness/checks/index.ts';
import { localData } from '../../../../shared/domain/readiness/checks/local-data.ts';
import { longGracePeriod } from '../../../../shared/domain/readiness/checks/long-grace-period.ts';
import { podStuckTerminating } from '../../../../shared/domain/readiness/checks/pod-stuck-terminating.ts';
import { podsPending } from '../../../../shared/domain/readiness/checks/pods-pending.ts';
import { singleReplica } from '../../../../shared/domain/readiness/checks/single-replica.ts';
import { CHECK_IDS } from '../../../../shared/domain/readiness/readiness.ts';
import { NOW } from '../../../support/fleet.ts';
import {
  FORBIDDEN,
  givenArmPool,
  givenClaim,
  givenNode,
  givenPod,
  givenVolume,
  givenWorkload,
  judge,
  levels,
  seen,
  without,
} from '../../../support/kubernetes.ts';

test('there is one check for every id, in that order', () => {
  expect(CHECKS.map(({ id }) => id)).toEqual(CHECK_IDS);
});

const POD_CHECKS = [
  barePod,
  daemonsetFailing,
  finalizer,
  localData,
  longGracePeriod,
  podStuckTerminating,
  podsPending,
  singleReplica,
];

test.each(POD_CHECKS)('$id is unknown when pods may not be listed, and finds nothing on a sound pool', (check) => {
  expect(levels(judge(check, { facts: { pods: FORBIDDEN } }))).toEqual(['unknown ManagedCluster payments']);
  expect(judge(check)).toEqual([]);
});

describe('single-replica', () => {
  const given = (kind: string, replicas: number) => ({
    facts: {
      pods: seen(givenPod('cart-1', { owner: { kind, name: 'cart' } })),
      workloads: seen(givenWorkload(kind, 'cart', { replicas })),
    },
  });
  test.each([
    ['Deployment', 1, ['warns Deployment shop/cart']],
    ['Deployment', 2, []],
    ['StatefulSet', 1, ['warns StatefulSet shop/cart']],
    ['Job', 1, []],
  ])('a %s of %i: %j', (kind, replicas, expected) => {
    expect(levels(judge(singleReplica, given(kind, replicas)))).toEqual(expected);
  });

  test('the fix is one replica more', () => {
    const [finding] = judge(singleReplica, given('Deployment', 1));
    expect(finding).toMatchObject({
      arithmetic: 'replicas 1, on this pool 1: 1 - 1 = 0 while it moves',
      patch:
        '# kubectl patch deployment cart --namespace shop --type merge --patch-file fix.yaml\nspec:\n  replicas: 2\n',
    });
  });

  test('workloads that were not seen are unknown', () => {
    expect(levels(judge(singleReplica, { facts: { workloads: FORBIDDEN } }))).toEqual([
      'unknown ManagedCluster payments',
    ]);
  });
});

describe('bare-pod', () => {
  const bare = (overrides: Partial<Pod> = {}) => without(givenPod('debug', overrides), 'owner') as Pod;
  test.each([
    [bare(), ['blocks Pod shop/debug']],
    [bare({ phase: 'Succeeded' }), []],
    [bare({ mirror: true }), []],
    [bare({ node: 'spare-1' }), []],
  ])('%#: %j', (pod, expected) => {
    expect(levels(judge(barePod, { facts: { pods: seen(pod) } }))).toEqual(expected);
  });
});

describe('local-data', () => {
  test.each([
    [{ emptyDir: true }, ['warns Deployment shop/cart']],
    [{ hostPaths: ['/data/cart'] }, ['blocks Deployment shop/cart']],
    [{ hostPaths: ['/etc/localtime', '/sys/'] }, []],
    [{ hostPaths: ['/etcetera'] }, ['blocks Deployment shop/cart']],
    [{ emptyDir: true, hostPaths: ['/data'] }, ['blocks Deployment shop/cart', 'warns Deployment shop/cart']],
  ])('%o: %j', (leaning, expected) => {
    expect(levels(judge(localData, { facts: { pods: seen(givenPod('cart-1', { leaning })) } }))).toEqual(expected);
  });

  const withClaim = { pods: seen(givenPod('cart-1', { claims: ['data'] })), claims: seen(givenClaim('data', 'pv-1')) };
  test.each([
    [false, []],
    [true, ['blocks Deployment shop/cart']],
  ])('a volume on a node’s own disk %s: %j', (local, expected) => {
    const facts = { ...withClaim, volumes: seen(givenVolume('pv-1', 'data', { local })) };
    expect(levels(judge(localData, { facts }))).toEqual(expected);
  });

  test('volumes that may not be read are unknown where a pod uses a claim, and of no matter where none does', () => {
    expect(levels(judge(localData, { facts: { ...withClaim, volumes: FORBIDDEN } }))).toEqual([
      'unknown ManagedCluster payments',
    ]);
    expect(judge(localData, { facts: { volumes: FORBIDDEN, claims: FORBIDDEN } })).toEqual([]);
  });

  test('a DaemonSet stays, with its files', () => {
    const pod = givenPod('agent', { owner: { kind: 'DaemonSet', name: 'agent' }, leaning: { hostPaths: ['/data'] } });
    expect(judge(localData, { facts: { pods: seen(pod) } })).toEqual([]);
  });
});

describe('long-grace-period', () => {
  test.each([
    [300, 30, []],
    [301, 30, ['warns Deployment shop/cart']],
    [1800, 30, ['warns Deployment shop/cart']],
    [1801, 30, ['blocks Deployment shop/cart']],
    [600, 10, ['warns Deployment shop/cart']],
    [601, 10, ['blocks Deployment shop/cart']],
  ])('%i s with a drain timeout of %i min: %j', (graceSeconds, drainTimeoutMinutes, expected) => {
    const given = {
      facts: { pods: seen(givenPod('cart-1', { graceSeconds })) },
      arm: { pools: seen(givenArmPool({ drainTimeoutMinutes })) },
    };
    expect(levels(judge(longGracePeriod, given))).toEqual(expected);
  });

  test('AKS’s drain timeout is of no matter to a drain that AKS does not do', () => {
    const given = {
      facts: { pods: seen(givenPod('cart-1', { graceSeconds: 5000 })) },
      move: { kind: 'remaining-nodes' } as const,
    };
    expect(judge(longGracePeriod, given)).toMatchObject([
      {
        level: 'warns',
        arithmetic: 'grace period 5000 s > plan 300 s, 1 pod',
        patch: expect.stringContaining('terminationGracePeriodSeconds: 300'),
      },
    ]);
  });
});

describe('finalizer', () => {
  test.each([
    [[], []],
    [['batch.kubernetes.io/job-tracking'], []],
    [['example.com/guard', 'batch.kubernetes.io/job-tracking'], ['warns Pod shop/cart-1']],
  ])('%j: %j', (finalizers, expected) => {
    expect(levels(judge(finalizer, { facts: { pods: seen(givenPod('cart-1', { finalizers })) } }))).toEqual(expected);
  });

  test('the patch keeps what Kubernetes set itself', () => {
    const finalizers = ['example.com/guard', 'batch.kubernetes.io/job-tracking'];
    const [finding] = judge(finalizer, { facts: { pods: seen(givenPod('cart-1', { finalizers })) } });
    expect(finding?.patch).toContain('metadata:\n  finalizers:\n    - batch.kubernetes.io/job-tracking\n');
  });
});

describe('pod-stuck-terminating', () => {
  const since = (seconds: number, finalizers: string[] = []) => ({
    facts: { pods: seen(givenPod('cart-1', { terminatingSince: NOW - seconds * 1000, graceSeconds: 30, finalizers })) },
  });
  test.each([
    [90, []],
    [91, ['blocks Pod shop/cart-1']],
  ])('terminating for %i s of 30 s grace and 60 s slack: %j', (seconds, expected) => {
    expect(levels(judge(podStuckTerminating, since(seconds)))).toEqual(expected);
  });

  test('a pod that has run to its end and is held by a finalizer blocks as well: a drain waits until it is gone', () => {
    const pod = {
      phase: 'Succeeded',
      terminatingSince: NOW - 100_000,
      graceSeconds: 30,
      finalizers: ['x.example/hold'],
    };
    expect(levels(judge(podStuckTerminating, { facts: { pods: seen(givenPod('job-1', pod)) } }))).toEqual([
      'blocks Pod shop/job-1',
    ]);
  });

  test('finalizers are named, and only they have a patch', () => {
    expect(judge(podStuckTerminating, since(100))[0]).not.toHaveProperty('patch');
    expect(judge(podStuckTerminating, since(100, ['example.com/guard']))[0]).toMatchObject({
      what: 'The pod was told to go and is held by its finalizers: example.com/guard.',
      arithmetic: 'terminating for 100 s > grace period 30 s + 60 s',
      patch: expect.stringContaining('finalizers: null'),
    });
  });
});

describe('daemonset-failing', () => {
  const agent = (name: string, node: string, ready: boolean) =>
    givenPod(name, { node, ready, owner: { kind: 'DaemonSet', name: 'agent' } });
  test.each([
    [true, true, []],
    [true, false, ['warns DaemonSet shop/agent']],
    [false, false, ['blocks DaemonSet shop/agent']],
  ])('ready %s and %s: %j', (first, second, expected) => {
    const pods = seen(agent('agent-1', 'node-1', first), agent('agent-2', 'node-2', second));
    expect(levels(judge(daemonsetFailing, { facts: { pods } }))).toEqual(expected);
  });
});

describe('pods-pending', () => {
  const pending = (overrides: Partial<Pod> = {}) =>
    without(givenPod('cart-9', { phase: 'Pending', ready: false, ...overrides }), 'node') as Pod;
  test.each([
    [pending(), ['warns Deployment shop/cart']],
    [pending({ nodeSelector: { disk: 'ssd' } }), []],
    [givenPod('cart-9', { phase: 'Pending' }), []],
  ])('%#: %j', (pod, expected) => {
    expect(levels(judge(podsPending, { facts: { pods: seen(pod) } }))).toEqual(expected);
  });

  test('a pod that the pool’s taint keeps out waits for someone else', () => {
    const nodes = seen(givenNode('node-1', { taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }] }));
    expect(judge(podsPending, { facts: { nodes, pods: seen(pending()) } })).toEqual([]);
    const tolerant = pending({ tolerations: [{ key: 'team', operator: 'Equal', value: 'a' }] });
    expect(judge(podsPending, { facts: { nodes, pods: seen(tolerant) } })).toHaveLength(1);
  });
});
