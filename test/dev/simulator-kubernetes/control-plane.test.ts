import { describe, expect, test } from 'vitest';
import { arithmetic } from '../../../dev/simulator/kubernetes/control-plane/disruption.ts';
import { reportNode, stopKubelet } from '../../../dev/simulator/kubernetes/control-plane/nodes.ts';
import { isReady, type Node } from '../../../dev/simulator/kubernetes/objects.ts';
import { givenCluster } from './given-cluster.ts';

describe('disruption arithmetic', () => {
  test.each([
    { spec: { minAvailable: 2 }, selected: 3, wanted: 5, expectedPods: 3, desiredHealthy: 2 },
    { spec: { minAvailable: '50%' }, selected: 3, wanted: 5, expectedPods: 5, desiredHealthy: 3 },
    { spec: { maxUnavailable: 1 }, selected: 3, wanted: 5, expectedPods: 5, desiredHealthy: 4 },
    { spec: { maxUnavailable: '30%' }, selected: 3, wanted: 5, expectedPods: 5, desiredHealthy: 3 },
    { spec: { maxUnavailable: 9 }, selected: 3, wanted: 5, expectedPods: 5, desiredHealthy: 0 },
    { spec: {}, selected: 3, wanted: 5, expectedPods: 3, desiredHealthy: 1 },
  ])(
    '$spec over 5 wanted pods, 3 of them there: expects $expectedPods, $desiredHealthy must stay',
    ({ spec, selected, wanted, ...result }) => {
      expect(arithmetic(spec, selected, () => wanted)).toEqual(result);
    },
  );
});

describe('evictions and what follows', () => {
  test('an evicted pod ends after 2 s, and another one is ready 1 s after it is placed', () => {
    const cluster = givenCluster({ workloads: [{ name: 'web', replicas: 3, budgets: [{ maxUnavailable: 1 }] }] });
    const [pod, second] = cluster.pods('web');
    expect(cluster.evict(pod).status).toBe(201);
    expect(cluster.evict(second)).toMatchObject({
      status: 429,
      body: {
        details: {
          causes: [
            {
              reason: 'DisruptionBudget',
              message: 'The disruption budget web needs 2 healthy pods and has 3 currently',
            },
          ],
        },
      },
    });
    cluster.advance(1);
    expect(cluster.budget('web')?.status).toMatchObject({
      disruptionsAllowed: 0,
      currentHealthy: 2,
      desiredHealthy: 2,
      expectedPods: 3,
    });
    cluster.advance(2);
    expect(cluster.pods('web').map(isReady)).toEqual([true, true, true]);
    expect(cluster.pods('web').map(({ metadata }) => metadata.name)).not.toContain(pod?.metadata.name);
    expect(cluster.budget('web')?.status).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 3 });
    expect(cluster.evict(second).status).toBe(201);
  });

  test('an unhealthy pod may always go where the budget says so', () => {
    const state = 'crash-looping';
    const cluster = givenCluster({
      workloads: [
        { name: 'strict', replicas: 2, state, budgets: [{ minAvailable: 1 }] },
        { name: 'lenient', replicas: 2, state, budgets: [{ minAvailable: 1, unhealthyPods: 'AlwaysAllow' }] },
      ],
    });
    expect([cluster.evict(cluster.pods('strict')[0]).status, cluster.evict(cluster.pods('lenient')[0]).status]).toEqual(
      [429, 201],
    );
  });

  test('a pod that takes long to end goes at the end of its grace', () => {
    const cluster = givenCluster({
      workloads: [{ name: 'slow', kind: 'Pod', graceSeconds: 20, stopsAfterSeconds: 60 }],
    });
    expect(cluster.evict(cluster.pods('slow')[0]).status).toBe(201);
    cluster.advance(19);
    expect(cluster.pods('slow')).toHaveLength(1);
    cluster.advance(2);
    expect(cluster.pods('slow')).toEqual([]);
  });
});

test('a rolling restart replaces every pod, with never fewer than three available and never more than four there', () => {
  const cluster = givenCluster({ workloads: [{ name: 'web', replicas: 3 }] });
  const before = cluster.pods('web').map(({ metadata }) => metadata.uid);
  const template = { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-11-20T08:00:01Z' } } };
  cluster.ask(
    'PATCH',
    '/apis/apps/v1/namespaces/default/deployments/web',
    { spec: { template } },
    'application/strategic-merge-patch+json',
  );
  const seen: { available: number; replicas: number }[] = [];
  for (let step = 0; step < 200; step++) {
    cluster.advance(0.1);
    const status = cluster.workload('deployments', 'web')?.status;
    seen.push({ available: Number(status?.availableReplicas), replicas: Number(status?.replicas) });
  }
  expect(Math.min(...seen.map(({ available }) => available))).toBe(3);
  expect(Math.max(...seen.map(({ replicas }) => replicas))).toBe(4);
  expect(cluster.workload('deployments', 'web')?.status).toMatchObject({
    observedGeneration: 2,
    replicas: 3,
    updatedReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
  });
  expect(cluster.pods('web').filter(({ metadata }) => before.includes(metadata.uid))).toEqual([]);
  expect(cluster.workload('deployments', 'web')?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
});

describe('a StatefulSet whose template changes', () => {
  const restart = (strategy = {}) => {
    const cluster = givenCluster({ workloads: [{ name: 'db', kind: 'StatefulSet', replicas: 3, volume: 'disk' }] });
    const before = new Map(cluster.pods('db').map(({ metadata }) => [metadata.name, metadata.uid]));
    const annotations = { 'kubectl.kubernetes.io/restartedAt': '2026-11-20T08:00:01Z' };
    const answer = cluster.ask(
      'PATCH',
      '/apis/apps/v1/namespaces/default/statefulsets/db',
      { spec: { template: { metadata: { annotations } }, ...strategy } },
      'application/strategic-merge-patch+json',
    );
    expect(answer.status).toBe(200);
    const old = () =>
      cluster.pods('db').flatMap(({ metadata: { name, uid } }) => (before.get(name) === uid ? [name] : []));
    return { cluster, old };
  };

  test('its pods are replaced one at a time from the highest number, each after the one before is ready', () => {
    const { cluster, old } = restart();
    const first = cluster.workload('statefulsets', 'db')?.status;
    const steps: string[] = [];
    let fewestReady = 3;
    for (let step = 0; step < 300; step++) {
      cluster.advance(0.1);
      const now = old().join(' ');
      if (steps.at(-1) !== now) steps.push(now);
      fewestReady = Math.min(fewestReady, cluster.pods('db').filter(isReady).length);
    }
    expect(steps).toEqual(['db-0 db-1 db-2', 'db-0 db-1', 'db-0', '']);
    expect(fewestReady).toBe(2);
    const status = cluster.workload('statefulsets', 'db')?.status;
    expect(status).toMatchObject({ replicas: 3, readyReplicas: 3, currentReplicas: 3, updatedReplicas: 3 });
    expect(status?.currentRevision).toBe(status?.updateRevision);
    expect(status?.updateRevision).not.toBe(first?.currentRevision);
    expect(cluster.pods('db').map(({ metadata }) => metadata.annotations)).toEqual(
      Array.from({ length: 3 }, () => ({ 'kubectl.kubernetes.io/restartedAt': '2026-11-20T08:00:01Z' })),
    );
  });

  test.each([
    [{ updateStrategy: { type: 'OnDelete', rollingUpdate: null } }, ['db-0', 'db-1', 'db-2'], 0],
    [{ updateStrategy: { rollingUpdate: { partition: 2 } } }, ['db-0', 'db-1'], 1],
  ])('with %j it leaves %j alone', (strategy, left, updated) => {
    const { cluster, old } = restart(strategy);
    cluster.advance(30);
    expect(old()).toEqual(left);
    const status = cluster.workload('statefulsets', 'db')?.status;
    expect(Number(status?.updatedReplicas ?? 0)).toBe(updated);
    expect(Number(status?.currentReplicas)).toBe(3 - updated);
    expect(status?.currentRevision).not.toBe(status?.updateRevision);
  });

  test('it goes no further while a new pod is not ready', () => {
    const { cluster, old } = restart({
      template: { metadata: { annotations: { 'fake-kubelet/behaviour': 'not-ready' } } },
    });
    cluster.advance(30);
    expect(old()).toEqual(['db-0', 'db-1']);
  });
});

describe('placing pods', () => {
  test('a pod that fits nowhere is pending with the reason, and is placed as soon as it fits', () => {
    const cluster = givenCluster({ workloads: [{ name: 'picky', nodeSelector: { disk: 'nvme' } }] });
    const [pod] = cluster.pods('picky');
    expect(pod?.status.conditions?.[0]).toMatchObject({
      reason: 'Unschedulable',
      message:
        "0/6 nodes are available: 3 node(s) didn't match Pod's node affinity/selector, 3 node(s) had untolerated taint {CriticalAddonsOnly: true}. no new claims to deallocate, preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.",
    });
    expect(cluster.kube.store.list('events').map((event) => (event as { reason?: string }).reason)).toContain(
      'FailedScheduling',
    );
    const [node] = cluster.nodes('user');
    cluster.ask(
      'PATCH',
      `/api/v1/nodes/${node?.metadata.name}`,
      { metadata: { labels: { disk: 'nvme' } } },
      'application/merge-patch+json',
    );
    cluster.advance(2);
    expect(cluster.pods('picky')[0]?.spec.nodeName).toBe(node?.metadata.name);
  });

  test('pods that want to be apart are never on one host, even if one has to wait', () => {
    const cluster = givenCluster({ workloads: [{ name: 'zoo', replicas: 4, apart: 'hosts', pool: 'user' }] });
    const nodes = cluster.pods('zoo').map(({ spec }) => spec.nodeName);
    expect(new Set(nodes).size).toBe(4);
    expect(nodes.filter((node) => node === undefined)).toHaveLength(1);
  });

  test('a pod with a disk stays in its zone, one with a local volume on its node', () => {
    const cluster = givenCluster({
      workloads: [
        { name: 'db', kind: 'StatefulSet', volume: 'disk', pool: 'user' },
        { name: 'cache', kind: 'StatefulSet', volume: 'local', pool: 'user' },
      ],
    });
    for (const node of cluster.nodes('user')) cluster.cordon(node);
    cluster.advance(1);
    for (const app of ['db', 'cache']) cluster.evict(cluster.pods(app)[0]);
    cluster.advance(5);
    for (const app of ['db', 'cache']) {
      const message = cluster.pods(app)[0]?.status.conditions?.[0]?.message ?? '';
      expect(message).toContain('3 node(s) were unschedulable');
    }
  });
});

describe('nodes', () => {
  test('a silent kubelet: unknown after 55 s, its pods not ready, and gone from there after five minutes', () => {
    const cluster = givenCluster({ workloads: [{ name: 'web', replicas: 3, pool: 'user' }] });
    const [node] = cluster.nodes('user');
    const name = node?.metadata.name ?? '';
    stopKubelet(cluster.kube, name);
    cluster.advance(54);
    expect(readyOf(cluster.nodes('user')[0])).toBe('True');
    cluster.advance(3);
    expect(readyOf(cluster.nodes('user')[0])).toBe('Unknown');
    expect(cluster.nodes('user')[0]?.spec.taints?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    const there = () => cluster.pods('web').filter((pod) => pod.spec.nodeName === name);
    expect(there().map((pod) => [pod.status.phase, isReady(pod), pod.metadata.deletionTimestamp])).toEqual([
      ['Running', false, undefined],
    ]);
    cluster.advance(301);
    expect(there().map((pod) => pod.metadata.deletionTimestamp !== undefined)).toEqual([true]);
    expect(cluster.pods('web').filter(isReady)).toHaveLength(3);
    reportNode(cluster.kube, name, true);
    cluster.advance(1);
    expect(cluster.nodes('user')[0]?.spec.taints).toBeUndefined();
  });

  test('a scaled Deployment, a deleted one, and a DaemonSet on a new label', () => {
    const cluster = givenCluster({
      workloads: [
        { name: 'web', replicas: 2 },
        { name: 'agent', kind: 'DaemonSet', nodeSelector: { agent: 'yes' } },
      ],
    });
    const path = '/apis/apps/v1/namespaces/default/deployments/web';
    expect(
      cluster.ask('PATCH', `${path}/scale`, { spec: { replicas: 4 } }, 'application/merge-patch+json').status,
    ).toBe(200);
    cluster.advance(3);
    expect(cluster.workload('deployments', 'web')?.status).toMatchObject({
      replicas: 4,
      readyReplicas: 4,
      observedGeneration: 2,
    });
    cluster.ask('DELETE', path);
    cluster.advance(4);
    expect(cluster.pods('web')).toEqual([]);
    const node = cluster.nodes('user')[0]?.metadata.name;
    cluster.ask(
      'PATCH',
      `/api/v1/nodes/${node}`,
      { metadata: { labels: { agent: 'yes' } } },
      'application/merge-patch+json',
    );
    cluster.advance(3);
    expect(cluster.pods('agent').map((pod) => [pod.spec.nodeName, isReady(pod)])).toEqual([[node, true]]);
  });
});

const readyOf = (node: Node | undefined) => node?.status.conditions.find(({ type }) => type === 'Ready')?.status;
