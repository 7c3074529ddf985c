import type { Report } from '../../../cli/render/report.ts';
import type { CoverageView, FindingView, SweepView } from '../../../shared/app/views.ts';

const shop = '00000000-0000-0000-0000-000000000001';
const clusterId = `/subscriptions/${shop}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/shop`;

export const wholeCoverage: CoverageView = {
  whole: true,
  sweepId: 's-1',
  startedAt: '2026-11-20T07:59:00.000Z',
  finishedAt: '2026-11-20T08:00:00.000Z',
  subscriptionsExpected: 1,
  subscriptionsSeen: 1,
  clustersSeen: 1,
  poolsSeen: 2,
  notSeen: [],
};

export const partialCoverage: CoverageView = {
  ...wholeCoverage,
  whole: false,
  subscriptionsExpected: 2,
  notSeen: [
    {
      subscriptionId: '00000000-0000-0000-0000-000000000002',
      subscriptionName: 'Legacy',
      reason: 'forbidden',
      detail: 'The identity may not read it; give it the Reader role.',
      since: '2026-11-18T08:00:00.000Z',
    },
  ],
};

const common = {
  subscriptionId: shop,
  subscriptionName: 'Shop',
  resourceGroup: 'rg-shop',
  cluster: 'shop',
  clusterId,
  since: '2026-11-01T08:00:00.000Z',
  readAt: '2026-11-20T08:00:00.000Z',
};

export const removed: FindingView = {
  ...common,
  id: `${clusterId}/agentpools/web|images-removed`,
  ruleId: 'images-removed',
  severity: 'critical',
  pool: 'web',
  poolId: `${clusterId}/agentpools/web`,
  imageVersion: 'AKSUbuntu-1804gen2containerd-202501.12.0',
  facts: { imagesRemoved: '2026-03-17' },
  why: 'The pool can neither scale nor reimage.',
  deadline: '2026-03-17',
  nextAction: 'Create a pool on Ubuntu2404 and move the workloads.',
};

export const exempted: FindingView = {
  ...common,
  id: `${clusterId}|no-patch-channel`,
  ruleId: 'no-patch-channel',
  severity: 'low',
  facts: { channel: 'None' },
  why: 'Nodes get no security fixes by themselves.',
  nextAction: 'Set the node OS channel to NodeImage.',
  exemption: { id: 'x-1', owner: 'dana', reason: 'patched by hand', until: '2026-12-31' },
};

/** A name that tries to colour the terminal, to read backwards, and to be a formula and a tag. */
export const hostileName = '=cmd()\u001b[31m\u202egnp<b>';

export function reportOf(findings: FindingView[], coverage: CoverageView = wholeCoverage): Report {
  return { page: { coverage, total: findings.length, findings }, today: '2026-11-20' };
}

export const sweepView: SweepView = {
  coverage: partialCoverage,
  posture: {
    pools: 2,
    nodes: 6,
    clusters: 1,
    byAge: [
      { label: '0-30', pools: 1, nodes: 3 },
      { label: '31-60', pools: 0, nodes: 0 },
      { label: 'over 90', pools: 1, nodes: 3 },
    ],
    byRetirement: [
      { label: 'supported', pools: 1, nodes: 3 },
      { label: 'images removed', pools: 1, nodes: 3 },
    ],
    bySubscription: [],
    bySeverity: { critical: 1, high: 0, medium: 0, low: 1 },
    exempted: 1,
  },
  changes: { new: 1, worse: 0, better: 0, gone: 2 },
  firstSeen: 0,
  ourselves: [
    {
      id: 'calendar',
      code: 'CALENDAR_UNREADABLE',
      what: 'The calendar file could not be read.',
      nextAction: 'Correct it.',
      since: '2026-11-20T08:00:00.000Z',
    },
  ],
};
