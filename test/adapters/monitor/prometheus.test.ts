import { assert, property, string } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SignalName } from '../../../shared/adapters/monitor/more-signals.ts';
import { prometheusSignals } from '../../../shared/adapters/monitor/prometheus.ts';
import { labelIs, PROMETHEUS_SCOPE } from '../../../shared/adapters/monitor/promql.ts';
import { type GivenMonitor, givenMonitor, matrix, vector } from './given-monitor.ts';

const NOW = Date.parse('2026-11-20T08:10:00Z');
const HOUR = 3_600_000;
const CLUSTER = '/subscriptions/1/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/aks-shop';
const NODE = 'aks-apps-12345678-vmss000001';
const ALL: readonly SignalName[] = [
  'nodes',
  'restarts',
  'pending',
  'daemonSets',
  'pastGrace',
  'nodeTroubles',
  'errorRate',
];

let monitor: GivenMonitor;
beforeEach(async () => {
  monitor = await givenMonitor();
});
afterEach(() => monitor.close());

const source = (answerMs?: number) =>
  prometheusSignals(monitor.ask('Prometheus', PROMETHEUS_SCOPE, answerMs), monitor.url, { now: () => NOW }, true);
const read = (name: SignalName, body: unknown, status = 200) => {
  monitor.answer = () => ({ status, body });
  return source()
    .read(CLUSTER, { since: NOW - HOUR, pools: ['apps'] }, new Set([name]))
    .then((told) => told[name]);
};
const pod = (more: Record<string, string> = {}) => ({
  namespace: 'shop',
  pod: 'cart-7d4b9c6f5-x2x4z',
  uid: 'u1',
  node: NODE,
  created_by_kind: 'ReplicaSet',
  created_by_name: 'cart-7d4b9c6f5',
  ...more,
});
const collected = (metric: string) => [{ image_steward_collected: metric }, 12] as const;

describe('what is asked', () => {
  test('one query for a whole cluster and signal, by POST, signed in for Azure Monitor', async () => {
    await read('nodes', vector([{ node: NODE }, 1]));
    expect(monitor.scopes).toEqual(['https://prometheus.monitor.azure.com/.default']);
    expect(monitor.asked).toEqual([
      {
        path: '/api/v1/query',
        authorization: 'Bearer of-a-test',
        contentType: 'application/x-www-form-urlencoded',
        body: expect.stringContaining(`time=${NOW / 1000}`),
        query:
          'max by (node) (kube_node_status_condition{cluster=~"(?i)(aks\\\\-shop)", condition="Ready", status="true"})',
      },
    ]);
  });

  test('a name cannot leave its label: whatever it holds, the matcher is one literal of exactly this name', () => {
    const evil = 'x"} or vector(1) or up{a=~".*';
    expect(labelIs('cluster', evil)).toBe('cluster=~"(?i)(x\\"\\\\} or vector\\\\(1\\\\) or up\\\\{a=~\\"\\\\.\\\\*)"');
    assert(
      property(string({ unit: 'grapheme' }), string(), (name, other) => {
        const literal = labelIs('cluster', name).slice('cluster=~'.length);
        expect(literal).toMatch(/^"(?:[^"\\\n]|\\.)*"$/u);
        const pattern = new RegExp(`^(?:${(JSON.parse(literal) as string).replace('(?i)', '')})$`, 'i');
        expect(pattern.test(name)).toBe(true);
        expect(pattern.test(other)).toBe(other.toLowerCase() === name.toLowerCase());
      }),
    );
  });
});

describe('what is told', () => {
  test('nodes of the pools, ready or not', async () => {
    const other = 'aks-system-12345678-vmss000000';
    expect(await read('nodes', vector([{ node: NODE }, 0], [{ node: other }, 1]))).toEqual({
      kind: 'seen',
      source: 'prometheus',
      value: [{ name: NODE, pool: 'apps', ready: false }],
    });
  });

  test('restarts of pods with their Deployments, and of pods that nobody owns', async () => {
    const bare = { namespace: 'shop', pod: 'job', uid: 'u2', created_by_kind: '<none>', created_by_name: '<none>' };
    expect(await read('restarts', vector([pod(), 4], [bare, 0]))).toMatchObject({
      value: [
        {
          pod: { kind: 'Pod', namespace: 'shop', name: 'cart-7d4b9c6f5-x2x4z' },
          uid: 'u1',
          node: NODE,
          workload: { kind: 'Deployment', namespace: 'shop', name: 'cart' },
          restarts: 4,
        },
        { uid: 'u2', restarts: 0 },
      ],
    });
  });

  test('pods that are pending since they were made, and those past their grace', async () => {
    const at = NOW / 1000 - 200;
    expect(await read('pending', vector([pod(), at], collected('kube_pod_status_phase')))).toMatchObject({
      kind: 'seen',
      value: [{ uid: 'u1', since: at * 1000 }],
    });
    expect(await read('pastGrace', vector([pod(), at], collected('kube_pod_deletion_timestamp')))).toMatchObject({
      kind: 'seen',
      value: [{ uid: 'u1', node: NODE, graceEnded: at * 1000 }],
    });
  });

  test('DaemonSets with the nodes on which their pod is not ready', async () => {
    const set = { namespace: 'kube-system', daemonset: 'agent' };
    const failing = pod({ namespace: 'kube-system', created_by_kind: 'DaemonSet', created_by_name: 'agent' });
    const rows = [
      [{ ...set, what: 'wanted' }, 4],
      [{ ...set, what: 'ready' }, 3],
      [{ ...set, what: 'missing' }, 0],
      [{ ...failing, what: 'failing' }, 0],
    ] as const;
    expect(await read('daemonSets', vector(...rows))).toEqual({
      kind: 'seen',
      source: 'prometheus',
      value: [
        {
          workload: { kind: 'DaemonSet', namespace: 'kube-system', name: 'agent' },
          wanted: 4,
          ready: 3,
          failing: [NODE],
        },
      ],
    });
    expect(await read('daemonSets', vector([{ ...set, what: 'wanted' }, 4], [{ ...set, what: 'missing' }, 1]))).toEqual(
      {
        kind: 'unknown',
        source: 'prometheus',
        why: 'Prometheus says that pods of DaemonSet kube-system/agent are missing, and not on which nodes.',
      },
    );
  });

  test('troubles of nodes, by condition and by OOM kill, not older than asked', async () => {
    const at = NOW / 1000 - 60;
    const rows = [
      [{ node: NODE, condition: 'ReadonlyFilesystem' }, at],
      [{ instance: NODE, condition: 'OOMKilling' }, at],
      [{ node: NODE, condition: 'KernelDeadlock' }, at - 7_200],
      collected('container_oom_events_total'),
      collected('KernelDeadlock'),
    ] as const;
    expect(await read('nodeTroubles', vector(...rows))).toMatchObject({
      kind: 'seen',
      value: [
        { node: NODE, kind: 'filesystem-read-only', at: at * 1000 },
        { node: NODE, kind: 'oom-kill', at: at * 1000 },
      ],
    });
  });

  test('the share of requests that fail, beside whole hours of before the first write', async () => {
    const hours = Array.from({ length: 169 }, (_, n) => [Math.floor(NOW / HOUR) * 3_600 - n * 3_600, 100] as const);
    monitor.answer = ({ query }) => ({
      body: query.includes('[169h:1h]')
        ? matrix([{ what: 'all' }, hours], [{ what: 'failed' }, hours.map(([at]) => [at, 2])])
        : vector([{ what: 'all' }, 1_000], [{ what: 'failed' }, 50]),
    });
    const both = source();
    const asked = { since: NOW - HOUR, pools: [], untouchedUntil: NOW - HOUR };
    for (let look = 0; look < 2; look += 1) {
      expect(await both.read(CLUSTER, asked, new Set(['errorRate']))).toEqual({
        errorRate: {
          kind: 'seen',
          source: 'prometheus',
          value: {
            now: 0.05,
            requests: 1_000,
            baseline: {
              kind: 'known',
              rate: 0.02,
              spread: 0,
              samples: 7,
              window: 'the same hour of the 7 days before',
            },
          },
        },
      });
    }
    expect(monitor.asked).toHaveLength(3);
  });
});

describe('what is not told whole is unknown, with the reason', () => {
  const unknown = async (body: unknown, status = 200) => {
    const told = await Promise.all(ALL.map((name) => read(name, body, status)));
    expect(told.map((one) => one?.kind)).toEqual(ALL.map(() => 'unknown'));
    return told[0]?.kind === 'unknown' ? told[0].why : '';
  };

  test('no series of this cluster', async () => {
    expect(await unknown(vector())).toBe('Prometheus has no kube_node_status_condition of this cluster.');
  });

  test('status:error, with a code and in a 200', async () => {
    const error = { status: 'error', errorType: 'bad_data', error: 'invalid parameter "query"' };
    expect(await unknown(error, 400)).toBe('Prometheus answered 400: invalid parameter "query"');
    expect(await unknown(error)).toBe('Prometheus could not answer: bad_data: invalid parameter "query"');
  });

  test('an answer with warnings: a part of the data is missing', async () => {
    expect(await unknown({ ...vector([{ node: NODE }, 1]), warnings: ['store 3 did not answer'] })).toBe(
      'Prometheus gave an answer that is not whole: store 3 did not answer',
    );
  });

  test('refused, asked too often, given up, fallen over', async () => {
    expect(await unknown({}, 401)).toBe('Prometheus did not accept the sign-in (401).');
    expect(await unknown({}, 403)).toBe('Prometheus may not be read by this identity (403); see docs/permissions.md.');
    expect(await unknown({}, 429)).toBe('Prometheus is asked too often (429).');
    expect(await unknown({ status: 'error', errorType: 'timeout', error: 'query timed out' }, 503)).toBe(
      'Prometheus gave up on the query (503): query timed out',
    );
    expect(await unknown('', 502)).toBe('Prometheus answered 502.');
  });

  test('an answer that is none', async () => {
    expect(await unknown('{"status":"succ')).toBe('Prometheus gave an answer that could not be understood.');
    expect(await unknown({ status: 'success', data: { resultType: 'scalar', result: [0, '1'] } })).toBe(
      'Prometheus gave an answer that could not be understood.',
    );
    expect(await unknown(vector([{ node: NODE }, 'NaN']))).toBe('Prometheus gave a value that is no number.');
  });

  test('no answer in time, and nobody there', async () => {
    monitor.answer = () => ({ silent: true });
    const asked = { since: 0, pools: [] };
    const late = await source(30).read(CLUSTER, asked, new Set(['nodes']));
    expect(late.nodes).toMatchObject({ kind: 'unknown', why: 'Prometheus did not answer within 0.03 seconds.' });
    const nobody = prometheusSignals(
      monitor.ask('Prometheus', PROMETHEUS_SCOPE),
      'http://127.0.0.1:1',
      { now: () => NOW },
      false,
    );
    const told = await nobody.read(CLUSTER, asked, new Set(['nodes', 'errorRate']));
    expect(told).toEqual({
      nodes: { kind: 'unknown', why: 'Prometheus cannot be reached (ECONNREFUSED).', source: 'prometheus' },
    });
  });
});
