import { expect, test } from 'vitest';
import type { KubeNode } from '../../../shared/domain/cluster/facts.ts';
import type { NodeTruth } from '../../../shared/domain/cluster/node-drift.ts';
import type { MaintenanceRule } from '../../../shared/domain/fleet/maintenance-rule.ts';
import { stacksOf } from '../../../shared/domain/inspection/node-stacks.ts';
import { poolsOfNodes } from '../../../shared/domain/inspection/pools-of-nodes.ts';
import { windowOutlook } from '../../../shared/domain/inspection/window-outlook.ts';
import { DEFAULT_PLAN_SETTINGS } from '../../../shared/domain/plan/settings.ts';
import { givenCluster } from '../../support/fleet.ts';

const truth = (node: string, image?: string, kernel = 'k1'): NodeTruth => ({
  node,
  kernel,
  drift: [],
  ...(image !== undefined && { image }),
});

test('nodes that run the same are one stack, the most common first; a missing label is a stack of its own', () => {
  const truths = [truth('a', 'i-1'), truth('b', 'i-2'), truth('c', 'i-2'), truth('d'), truth('e', 'i-2', 'k2')];
  expect(stacksOf(truths)).toEqual([
    { image: 'i-2', kernel: 'k1', nodes: 2 },
    { image: 'i-1', kernel: 'k1', nodes: 1 },
    { image: 'i-2', kernel: 'k2', nodes: 1 },
    { kernel: 'k1', nodes: 1 },
  ]);
});

function node(name: string, labels: Record<string, string> = {}, more: Partial<KubeNode> = {}): KubeNode {
  const ours = Object.fromEntries(Object.entries(labels).map(([key, value]) => [`kubernetes.azure.com/${key}`, value]));
  const pool = labels['agentpool'];
  const base = { name, ready: true, unschedulable: false, taints: [], cpu: 0, memory: 0, podLimit: 110 };
  return { ...base, labels: ours, ...(pool !== undefined && { pool }), ...more };
}

test('pools are taken from the labels of nodes, with the image that most of them have', () => {
  const labels = {
    agentpool: 'apps',
    mode: 'system',
    'os-sku': 'Ubuntu',
    scalesetpriority: 'spot',
    fips_enabled: 'true',
  };
  const nodes = [
    node('a', labels, { imageVersion: 'i-1', kubelet: 'v1.34.9', vmSize: 'Standard_D4s_v5', arch: 'arm64' }),
    node('b', labels, { imageVersion: 'i-2' }),
    node('c', labels, { imageVersion: 'i-2' }),
    node('d'),
  ];
  expect(poolsOfNodes('kubeconfig/x', nodes)).toMatchObject([
    { id: 'kubeconfig/x/agentpools/nodes-without-a-pool', kind: 'auto-provisioned', count: 1 },
    {
      id: 'kubeconfig/x/agentpools/apps',
      name: 'apps',
      mode: 'System',
      osSku: 'Ubuntu',
      imageVersion: 'i-2',
      kubernetesVersion: '1.34.9',
      count: 3,
      vmSizes: ['Standard_D4s_v5'],
      spot: true,
      arm: true,
      fips: true,
    },
  ]);
  expect(poolsOfNodes('x', [])).toEqual([]);
});

const planning = { settings: DEFAULT_PLAN_SETTINGS, regions: { asOf: '2026-11-01', regions: new Map() } };
/** Saturdays 22:00 to 02:00 UTC. */
const rule: MaintenanceRule = {
  kind: 'window',
  rhythm: { kind: 'weekly', everyWeeks: 1, weekday: 6 },
  startTime: '22:00',
  durationHours: 4,
  utcOffsetMinutes: 0,
  notAllowed: [],
};
const name = 'aksManagedNodeOSUpgradeSchedule';
const at = (text: string) => Date.parse(text);

test('nothing is said of windows that were not read, or that are not there', () => {
  expect(windowOutlook({ ...givenCluster(), maintenance: undefined }, planning, 0)).toBeUndefined();
  expect(windowOutlook(givenCluster({ maintenance: [] }), planning, 0)).toBeUndefined();
});

test('a configuration whose form is not known is unknown', () => {
  const cluster = givenCluster({ maintenance: [{ name, schedule: 'unknown schedule' }] });
  expect(windowOutlook(cluster, planning, at('2026-11-20T08:00:00Z'))).toMatchObject({ kind: 'unknown' });
});

test.each([
  ['2026-11-21T21:59:00Z', { kind: 'opens', name, at: at('2026-11-21T22:00:00Z') }],
  ['2026-11-21T22:00:00Z', { kind: 'open', name, until: at('2026-11-22T02:00:00Z') }],
  ['2026-11-22T02:00:00Z', { kind: 'opens', name, at: at('2026-11-28T22:00:00Z') }],
])('at %s the window of Saturday night is %j', (now, outlook) => {
  const cluster = givenCluster({ maintenance: [{ name, schedule: 'weekly', rule }] });
  expect(windowOutlook(cluster, planning, at(now))).toEqual(outlook);
});

test('a window that is never allowed never opens, and a configuration for something else is none', () => {
  const closed = { ...rule, notAllowed: [{ from: '2026-01-01', to: '2029-01-01' }] };
  const never = givenCluster({ maintenance: [{ name, schedule: 'weekly', rule: closed }] });
  const other = givenCluster({ maintenance: [{ name: 'somethingElse', schedule: 'weekly', rule }] });
  const now = at('2026-11-20T08:00:00Z');
  expect(windowOutlook(never, planning, now)).toMatchObject({ kind: 'never-opens', name });
  expect(windowOutlook(other, planning, now)).toEqual({ kind: 'none' });
});
