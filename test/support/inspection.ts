/** One inspection as people are shown it, with a pool of each verdict and hostile names. */
import type { InspectionView, PoolInspectionView } from '../../shared/app/inspection-views.ts';

/** Moves a cursor in a terminal, is markup in HTML and in Markdown, and reads backwards. */
export const HOSTILE = '\u001b[2J<b>x</b>`|*\u202ed';

const POOL: PoolInspectionView = {
  poolId: '/subscriptions/s/agentpools/apps',
  name: 'apps',
  mode: 'User',
  verdict: 'ready',
  claimedImage: 'AKSUbuntu-2204gen2containerd-202608.20.0',
  nodes: 3,
  stacks: [
    {
      image: 'AKSUbuntu-2204gen2containerd-202608.20.0',
      kernel: '5.15.0-1090-azure',
      containerd: '1.7.28-1',
      kubelet: '1.34.9',
      os: 'Ubuntu 22.04.5 LTS',
      nodes: 3,
    },
  ],
  drift: { nodes: 0, examples: [] },
  findings: [],
  findingsLeftOut: 0,
  classification: 'simple',
  reasons: [],
  dependencies: [],
};

const CHANNEL: PoolInspectionView['findings'][number] = {
  check: 'conflicting-actor',
  level: 'warns',
  object: { kind: 'ManagedCluster', name: 'aks-shop-weu' },
  what: 'The node OS channel may start an upgrade during the move.',
  remedy: 'Agree on a date.',
};

export const GIVEN_INSPECTION: InspectionView = {
  clusterId: '/subscriptions/s/resourcegroups/g/providers/microsoft.containerservice/managedclusters/aks-shop-weu',
  name: 'aks-shop-weu',
  readAt: '2026-11-20T08:00:00.000Z',
  serverVersion: 'v1.34.9',
  notSeen: [{ list: 'network policies', reason: 'forbidden', detail: 'this identity may not list them (403)' }],
  arm: 'asked',
  nodes: 6,
  pods: 40,
  pools: [
    {
      ...POOL,
      name: 'shop',
      verdict: 'blocked',
      drift: { nodes: 1, examples: [{ node: HOSTILE, what: ['It runs another kernel.'] }] },
      findings: [
        {
          check: 'budget-allows-nothing',
          level: 'blocks',
          object: { kind: 'PodDisruptionBudget', namespace: 'shop', name: HOSTILE },
          owner: HOSTILE,
          what: 'The budget allows nothing.',
          arithmetic: 'expected 3, healthy 3, must stay healthy 3: 0 may go',
          remedy: 'Loosen it.',
          fix: '# kubectl patch\nspec:\n  maxUnavailable: 1\n',
        },
        CHANNEL,
      ],
      findingsLeftOut: 2,
      classification: 'complex',
      reasons: [
        {
          kind: 'host-path',
          object: { kind: 'DaemonSet', namespace: 'falco', name: 'falco' },
          why: 'It reads the kernel.',
        },
      ],
      dependencies: [
        {
          kind: 'host-path',
          object: { kind: 'DaemonSet', namespace: 'falco', name: 'falco' },
          owner: 'security',
          details: ['/lib/modules'],
          agent: 'Falco',
          complexBecause: 'It reads the kernel.',
        },
        {
          kind: 'host-network',
          object: { kind: 'DaemonSet', namespace: 'kube-system', name: 'kube-proxy' },
          details: [],
          agent: 'kube-proxy',
          managed: true,
        },
      ],
      target: {
        sourceImage: 'AKSUbuntu-2204gen2containerd-202608.20.0',
        targetImage: 'AKSUbuntu-2404gen2containerd-202611.12.0',
        verdict: 'violates',
        items: [
          {
            id: 'agent/falco',
            component: 'agent',
            verdict: 'violates',
            what: 'Falco needs kernel 5.8.',
            remedy: 'Update Falco.',
            change: '5.15 -> 6.8',
            objects: [{ kind: 'DaemonSet', namespace: 'falco', name: 'falco' }],
            sources: ['test'],
          },
          { id: 'stack/containerd', component: 'containerd', verdict: 'pass', what: 'Fine.', objects: [], sources: [] },
        ],
      },
    },
    { ...POOL, findings: [CHANNEL], verdict: 'ready-with-warnings' },
  ],
};
