import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GivenCluster, givenCluster, seen } from './given-cluster.ts';

let cluster: GivenCluster;
beforeEach(async () => {
  cluster = await givenCluster();
});
afterEach(() => cluster.close());

const podStatus = (name: string, status: object) =>
  cluster.admin('PATCH', `/api/v1/namespaces/shop/pods/${name}/status`, { status });

const restartsOf = async (uid: string) =>
  seen((await cluster.look()).restarts).find((one) => one.uid === uid)?.restarts;

describe('what is read', () => {
  test('pods and nodes are listed once; every later look asks only for what changed', async () => {
    const first = await cluster.look();
    expect(cluster.asked()).toEqual(['list nodes', 'list pods']);
    expect(await cluster.look()).toEqual({ ...first, readAt: expect.any(Number) });
    expect(cluster.asked()).toEqual(['watch nodes', 'watch pods']);
  });

  test('what changed between two looks is in the second one', async () => {
    await cluster.look();
    const { name, uid } = await cluster.podOf('cart');
    await podStatus(name, { containerStatuses: [{ name: 'cart', restartCount: 4 }] });
    cluster.asked();
    expect(await restartsOf(uid)).toBe(4);
    expect(cluster.asked()).toEqual(['watch nodes', 'watch pods']);
  });

  test('two who look at the same time share one look', async () => {
    const [one, other] = await Promise.all([cluster.look(), cluster.look()]);
    expect(cluster.asked()).toEqual(['list nodes', 'list pods']);
    expect(seen(one.restarts).length).toBe(seen(other.restarts).length);
  });

  test('a version that the server has forgotten (410) leads to a whole list', async () => {
    const first = await cluster.look();
    cluster.simulator.control.addFault({ kind: 'list-expires', pathIncludes: '/api/v1/', times: 2 });
    cluster.asked();
    const again = await cluster.look();
    expect(cluster.asked()).toEqual(expect.arrayContaining(['list pods', 'watch pods']));
    expect(seen(again.restarts).length).toBe(seen(first.restarts).length);
  });

  test('a stream that breaks leads to a whole list', async () => {
    const first = await cluster.look();
    cluster.simulator.control.addFault({ kind: 'drop', pathIncludes: '/api/v1/pods', times: 1 });
    cluster.asked();
    const again = await cluster.look();
    expect(cluster.asked()).toEqual(['list pods', 'watch nodes', 'watch pods']);
    expect(seen(again.restarts)).toEqual(seen(first.restarts));
  });
});

describe('what cannot be read is unknown, and the rest is still there', () => {
  test('pods that may not be listed', async () => {
    cluster.simulator.control.addFault({ kind: 'denied', resource: 'pods' });
    const { nodes, restarts, pending, pastGrace, daemonSets, nodeTroubles } = await cluster.look();
    expect(restarts).toEqual({ kind: 'unknown', why: expect.stringContaining('403'), source: 'kubernetes' });
    expect([nodes, restarts, pending, pastGrace, daemonSets, nodeTroubles].map(({ kind }) => kind)).toEqual([
      'seen',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'seen',
    ]);
  });

  test('pods that were seen a minute ago and may not be read now', async () => {
    await cluster.look();
    const fault = cluster.simulator.control.addFault({ kind: 'denied', resource: 'pods' });
    expect((await cluster.look()).restarts.kind).toBe('unknown');
    cluster.simulator.control.removeFault(fault);
    expect(seen((await cluster.look()).restarts).length).toBeGreaterThan(5);
  });

  test('nodes, events and DaemonSets that may not be listed', async () => {
    for (const resource of ['nodes', 'events', 'daemonsets']) {
      cluster.simulator.control.addFault({ kind: 'denied', resource });
    }
    const { nodes, restarts, daemonSets, nodeTroubles } = await cluster.look();
    expect([nodes, restarts, daemonSets, nodeTroubles].map(({ kind }) => kind)).toEqual([
      'unknown',
      'seen',
      'unknown',
      'unknown',
    ]);
  });

  test('a cluster to which there is no way', async () => {
    const none = await cluster.source.read(cluster.clusterId.replace('aks-shop', 'aks-none'), { pools: [], since: 0 });
    const { nodes, restarts, pending, pastGrace, daemonSets, nodeTroubles } = none;
    for (const signal of [nodes, restarts, pending, pastGrace, daemonSets, nodeTroubles]) {
      expect(signal).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/./) });
    }
  });
});

describe('restarts', () => {
  test('the containers of a pod count together, beside its node and its Deployment', async () => {
    const { name, uid, node } = await cluster.podOf('cart');
    await podStatus(name, {
      containerStatuses: [
        { name: 'cart', restartCount: 2 },
        { name: 'sidecar', restartCount: 3 },
      ],
    });
    expect(seen((await cluster.look()).restarts).find((one) => one.uid === uid)).toEqual({
      pod: { kind: 'Pod', namespace: 'shop', name },
      uid,
      node,
      workload: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
      restarts: 5,
    });
  });

  test('a counter that was reset is told as it is now', async () => {
    const { name, uid } = await cluster.podOf('cart');
    await podStatus(name, { containerStatuses: [{ name: 'cart', restartCount: 7 }] });
    expect(await restartsOf(uid)).toBe(7);
    await podStatus(name, { containerStatuses: [{ name: 'cart', restartCount: 1 }] });
    expect(await restartsOf(uid)).toBe(1);
  });

  test('a pod that was deleted is gone, and the one in its place has a uid and a counter of its own', async () => {
    const { name, uid } = await cluster.podOf('cart');
    await podStatus(name, { containerStatuses: [{ name: 'cart', restartCount: 7 }] });
    const before = seen((await cluster.look()).restarts);
    await cluster.admin('DELETE', `/api/v1/namespaces/shop/pods/${name}`);
    cluster.advance(120);
    const after = seen((await cluster.look()).restarts);
    expect(after.some((one) => one.uid === uid)).toBe(false);
    const known = new Set(before.map((one) => one.uid));
    const fresh = after.filter((one) => !known.has(one.uid));
    expect(fresh.map(({ workload, restarts }) => [workload?.name, restarts])).toEqual([['cart', 0]]);
    expect(after).toHaveLength(before.length);
  });

  test('a pod that moved is told on its new node', async () => {
    const { name, node } = await cluster.podOf('web');
    await cluster.look();
    await cluster.admin('PATCH', `/api/v1/nodes/${node}`, { spec: { unschedulable: true } });
    await cluster.admin('DELETE', `/api/v1/namespaces/shop/pods/${name}`);
    cluster.advance(120);
    const web = seen((await cluster.look()).restarts).filter(({ workload }) => workload?.name === 'web');
    expect(web).toHaveLength(2);
    expect(web.filter((one) => one.node !== node).length).toBeGreaterThan(0);
    expect(web.every((one) => one.node !== undefined)).toBe(true);
  });
});

describe('pods', () => {
  test('one that waits for a node is pending since it was made, in the words of the scheduler', async () => {
    await cluster.look();
    const { items } = (await cluster.admin('GET', '/api/v1/nodes')) as { items: { metadata: { name: string } }[] };
    for (const { metadata } of items) {
      await cluster.admin('PATCH', `/api/v1/nodes/${metadata.name}`, { spec: { unschedulable: true } });
    }
    const at = cluster.now();
    const { name } = await cluster.podOf('web');
    await cluster.admin('DELETE', `/api/v1/namespaces/shop/pods/${name}`);
    cluster.advance(120);
    const pending = seen((await cluster.look()).pending);
    expect(pending).toEqual([
      {
        pod: { kind: 'Pod', namespace: 'shop', name: expect.stringMatching(/^web-/) },
        uid: expect.any(String),
        workload: { kind: 'Deployment', namespace: 'shop', name: 'web' },
        since: expect.any(Number),
        why: expect.stringMatching(/^Unschedulable: 0\/4 nodes are available/),
      },
    ]);
    expect(Math.abs((pending[0]?.since ?? 0) - at)).toBeLessThan(60_000);
  });

  test('one that is still there after its grace is told with the moment at which it should have been gone', async () => {
    const { name, uid, node } = await cluster.podOf('cart');
    const path = `/api/v1/namespaces/shop/pods/${name}`;
    await cluster.admin('PATCH', path, { metadata: { finalizers: ['example.com/hold'] } });
    await cluster.admin('DELETE', path, { gracePeriodSeconds: 60 });
    expect(seen((await cluster.look()).pastGrace)).toEqual([]);
    cluster.advance(90);
    const { metadata } = (await cluster.admin('GET', path)) as { metadata: { deletionTimestamp: string } };
    expect(seen((await cluster.look()).pastGrace)).toEqual([
      {
        pod: { kind: 'Pod', namespace: 'shop', name },
        uid,
        node,
        workload: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
        graceEnded: Date.parse(metadata.deletionTimestamp),
      },
    ]);
  });
});

describe('DaemonSets', () => {
  interface Made {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly nodeName: string };
  }
  const agents = async () => {
    const { items } = (await cluster.admin('GET', '/api/v1/namespaces/kube-system/pods')) as { items: Made[] };
    return items.filter(({ metadata }) => metadata.name.startsWith('kube-proxy-'));
  };
  const failing = async (pools: readonly string[] = []) =>
    seen((await cluster.look(pools)).daemonSets).find(({ workload }) => workload.name === 'kube-proxy')?.failing;

  test('a pod that crashes fails on its node at once; on a node of another pool it does not concern', async () => {
    const pod = (await agents()).find(({ spec }) => spec.nodeName.includes('-apps-'));
    await cluster.admin('PATCH', `/api/v1/namespaces/kube-system/pods/${pod?.metadata.name}/status`, {
      status: { containerStatuses: [{ name: 'kube-proxy', state: { waiting: { reason: 'CrashLoopBackOff' } } }] },
    });
    expect(await failing(['apps'])).toEqual([pod?.spec.nodeName]);
  });

  test('a pod that is not ready is given two minutes from when it was made, and not a second more', async () => {
    const [pod] = await agents();
    const path = `/api/v1/namespaces/kube-system/pods/${pod?.metadata.name}`;
    await cluster.admin('DELETE', path);
    cluster.advance(5);
    const fresh = (await agents()).find(({ spec }) => spec.nodeName === pod?.spec.nodeName) as Made & {
      metadata: { creationTimestamp: string };
    };
    await cluster.admin('PATCH', `/api/v1/namespaces/kube-system/pods/${fresh.metadata.name}/status`, {
      status: { conditions: [{ type: 'Ready', status: 'False' }] },
    });
    const made = Date.parse(fresh.metadata.creationTimestamp);
    cluster.advance((made + 118_000 - cluster.now()) / 1_000);
    expect(await failing()).toEqual([]);
    cluster.advance(10);
    expect(await failing()).toEqual([fresh.spec.nodeName]);
  });

  test('where everything runs, nothing fails', async () => {
    expect(await failing()).toEqual([]);
  });
});

describe('nodes', () => {
  test('one that is not ready is told with the moment, and only nodes of the pools are told', async () => {
    const node = await cluster.nodeOf('apps');
    await cluster.look(['apps']);
    const before = cluster.now();
    cluster.simulator.control.change({ change: 'set-node', cluster: 'aks-shop', node, health: 'not-ready' });
    const nodes = seen((await cluster.look(['apps'])).nodes);
    expect(nodes).toHaveLength(2);
    expect(nodes.filter(({ ready }) => !ready)).toEqual([
      { name: node, pool: 'apps', ready: false, since: expect.any(Number) },
    ]);
    expect(Math.abs((nodes.find(({ ready }) => !ready)?.since ?? 0) - before)).toBeLessThan(60_000);
  });

  test('conditions of node problem detector are troubles from when they turned true', async () => {
    const node = await cluster.nodeOf('apps');
    const at = cluster.now() + 30_000;
    await cluster.admin('PATCH', `/api/v1/nodes/${node}/status`, {
      status: {
        conditions: [
          {
            type: 'ReadonlyFilesystem',
            status: 'True',
            reason: 'FilesystemIsReadOnly',
            message: 'Filesystem is read-only',
            lastTransitionTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
          },
          { type: 'KernelDeadlock', status: 'False', lastTransitionTime: new Date(at).toISOString() },
        ],
      },
    });
    expect(seen((await cluster.look()).nodeTroubles)).toEqual([
      {
        node,
        kind: 'filesystem-read-only',
        at: Math.floor(at / 1_000) * 1_000,
        lasts: true,
        detail: 'ReadonlyFilesystem: Filesystem is read-only',
      },
    ]);
  });

  test('events of a node are troubles; what is older than asked, or about something else, is none', async () => {
    const node = await cluster.nodeOf('apps');
    const since = cluster.now();
    const event = (name: string, reason: string, kind: string, at: number) =>
      cluster.admin('POST', '/api/v1/namespaces/default/events', {
        metadata: { name, namespace: 'default' },
        type: 'Warning',
        reason,
        message: 'Killed process 4711 (java) total-vm:8161632kB',
        involvedObject: { kind, name: node },
        lastTimestamp: `${new Date(at).toISOString().slice(0, 19)}Z`,
        firstTimestamp: `${new Date(at).toISOString().slice(0, 19)}Z`,
        count: 1,
      });
    await event('new.1', 'OOMKilling', 'Node', since + 5_000);
    await event('old.1', 'OOMKilling', 'Node', since - 60_000);
    await event('other.1', 'OOMKilling', 'Pod', since + 5_000);
    await event('harmless.1', 'Starting', 'Node', since + 5_000);
    expect(seen((await cluster.look(['apps'], since)).nodeTroubles)).toEqual([
      {
        node,
        kind: 'oom-kill',
        at: Math.floor((since + 5_000) / 1_000) * 1_000,
        detail: 'OOMKilling: Killed process 4711 (java) total-vm:8161632kB',
      },
    ]);
  });
});
