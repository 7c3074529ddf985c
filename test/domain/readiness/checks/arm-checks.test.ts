import { describe, expect, test } from 'vitest';
import { autoscalerLimit } from '../../../../shared/domain/readiness/checks/autoscaler-limit.ts';
import { conflictingActor } from '../../../../shared/domain/readiness/checks/conflicting-actor.ts';
import { noMaintenanceWindow } from '../../../../shared/domain/readiness/checks/no-maintenance-window.ts';
import { nodeNotReady } from '../../../../shared/domain/readiness/checks/node-not-ready.ts';
import { poolBusyOrFailed } from '../../../../shared/domain/readiness/checks/pool-busy-or-failed.ts';
import { quotaTooSmallForSurge } from '../../../../shared/domain/readiness/checks/quota-too-small-for-surge.ts';
import { subnetTooSmallForSurge } from '../../../../shared/domain/readiness/checks/subnet-too-small-for-surge.ts';
import { MS_PER_DAY } from '../../../../shared/domain/time.ts';
import { NOW } from '../../../support/fleet.ts';
import {
  FORBIDDEN,
  givenArmPool,
  givenNode,
  judge,
  levels,
  type ReadinessCase,
  seen,
} from '../../../support/kubernetes.ts';

const surge = (nodes: number): ReadinessCase['move'] => ({ kind: 'in-place', surge: nodes, unavailable: 0 });

describe('quota-too-small-for-surge', () => {
  const quota = (family: string, used: number, limit: number) => ({ region: 'westeurope', family, used, limit });
  const family = 'standardDSv5Family';
  test.each([
    [[quota(family, 88, 100), quota('cores', 0, 100)], 3, []],
    [[quota(family, 89, 100), quota('cores', 0, 100)], 3, ['blocks NodePool apps']],
    [[quota(family, 0, 100), quota('cores', 95, 100)], 3, ['blocks NodePool apps']],
    [[quota('STANDARDDSV5FAMILY', 0, 100), quota('Cores', 0, 100)], 3, []],
    [[quota('cores', 0, 100)], 3, ['unknown NodePool apps']],
    [[], 0, []],
  ])('%j for %i nodes of 4 vCPUs: %j', (quotas, nodes, expected) => {
    expect(levels(judge(quotaTooSmallForSurge, { arm: { quotas: seen(...quotas) }, move: surge(nodes) }))).toEqual(
      expected,
    );
  });

  test('writes the arithmetic out', () => {
    const given = { arm: { quotas: seen(quota(family, 92, 100), quota('cores', 0, 100)) }, move: surge(3) };
    expect(judge(quotaTooSmallForSurge, given)).toMatchObject([
      {
        what: 'The quota standardDSv5Family in westeurope has no room for surge of 3 nodes.',
        arithmetic: '3 x 4 vCPUs (Standard_D4s_v5) = 12 > limit 100 - used 92 = 8 free',
        remedy: 'Ask for 4 more vCPUs of standardDSv5Family, or add fewer nodes at a time (maxSurge).',
      },
    ]);
  });

  test('spot has a quota of its own', () => {
    const given = { pool: { spot: true }, arm: { quotas: seen(quota('lowPriorityCores', 0, 3)) } };
    expect(levels(judge(quotaTooSmallForSurge, given))).toEqual(['blocks NodePool apps']);
  });

  test.each([
    [{ arm: 'not-asked' as const }, 'nobody asked'],
    [{ arm: { quotas: FORBIDDEN } }, 'may not be read'],
    [{ pool: { vmSizes: [] } }, 'no size is told'],
    [{ pool: { vmSizes: ['Standard_Odd'] } }, 'the size has no form'],
  ])('%o: unknown (%s)', (given, _why) => {
    expect(levels(judge(quotaTooSmallForSurge, given))).toEqual(['unknown NodePool apps']);
  });
});

describe('subnet-too-small-for-surge', () => {
  const nodes = '/subscriptions/s/subnets/nodes';
  const pods = '/subscriptions/s/subnets/pods';
  const given = (
    networkMode: 'overlay' | 'kubenet' | 'node-subnet' | 'pod-subnet' | 'unknown',
    free: number,
    podsFree = 1000,
  ) => ({
    arm: {
      networkMode,
      pools: seen(givenArmPool({ nodeSubnetId: nodes, podSubnetId: pods, maxPods: 30 })),
      subnets: seen({ id: nodes, size: 100, used: 100 - free }, { id: pods, size: 1000, used: 1000 - podsFree }),
    },
    move: surge(2),
  });
  test.each([
    ['overlay', 2, 0, []],
    ['overlay', 1, 0, ['blocks Subnet nodes']],
    ['kubenet', 2, 0, []],
    ['node-subnet', 62, 0, []],
    ['node-subnet', 61, 0, ['blocks Subnet nodes']],
    ['pod-subnet', 2, 64, []],
    ['pod-subnet', 2, 63, ['warns Subnet pods']],
    ['pod-subnet', 2, 32, ['warns Subnet pods']],
    ['pod-subnet', 2, 31, ['blocks Subnet pods']],
    ['unknown', 100, 0, ['unknown NodePool apps']],
  ] as const)('%s with %i and %i addresses free: %j', (mode, free, podsFree, expected) => {
    expect(levels(judge(subnetTooSmallForSurge, given(mode, free, podsFree)))).toEqual(expected);
  });

  test('writes the arithmetic out', () => {
    expect(judge(subnetTooSmallForSurge, given('node-subnet', 61))).toMatchObject([
      { arithmetic: '2 x (1 + 30 pods) = 62 > usable 100 - used 39 = 61 free' },
    ]);
  });

  test('a network that AKS made, and a move that adds nothing, need no room', () => {
    expect(judge(subnetTooSmallForSurge)).toEqual([]);
    expect(judge(subnetTooSmallForSurge, { ...given('node-subnet', 0), move: { kind: 'remaining-nodes' } })).toEqual(
      [],
    );
  });

  test('a subnet that was not read is unknown', () => {
    const { arm } = given('overlay', 2);
    expect(levels(judge(subnetTooSmallForSurge, { arm: { ...arm, subnets: FORBIDDEN } }))).toEqual([
      'unknown NodePool apps',
    ]);
    expect(levels(judge(subnetTooSmallForSurge, { arm: { ...arm, subnets: seen() } }))).toEqual([
      'unknown Subnet nodes',
    ]);
  });
});

describe('autoscaler-limit', () => {
  test.each([
    [{ enabled: false } as const, []],
    [{ enabled: true, min: 1, max: 3 } as const, []],
    [{ enabled: true, min: 1, max: 2 } as const, ['warns NodePool apps']],
  ])('two nodes under %j: %j', (autoscaler, expected) => {
    expect(levels(judge(autoscalerLimit, { arm: { pools: seen(givenArmPool({ autoscaler })) } }))).toEqual(expected);
  });
  test('a pool that Azure does not list, or that nobody asked about, is unknown', () => {
    expect(levels(judge(autoscalerLimit, { arm: { pools: seen() } }))).toEqual(['unknown NodePool apps']);
    expect(levels(judge(autoscalerLimit, { arm: 'not-asked' }))).toEqual(['unknown NodePool apps']);
  });
});

describe('pool-busy-or-failed', () => {
  test.each([
    [{ provisioningState: 'Succeeded' }, { provisioningState: 'Succeeded' }, []],
    [{ provisioningState: 'Updating' }, {}, ['blocks ManagedCluster payments']],
    [{ provisioningState: 'Failed' }, {}, ['blocks ManagedCluster payments']],
    [{ power: 'stopped' as const }, {}, ['blocks ManagedCluster payments']],
    [{}, { provisioningState: 'Upgrading' }, ['blocks NodePool apps']],
    [{}, { provisioningState: 'Canceled' }, ['blocks NodePool apps']],
    [{}, { power: 'stopped' as const }, ['blocks NodePool apps']],
  ])('cluster %j, pool %j: %j', (cluster, pool, expected) => {
    expect(levels(judge(poolBusyOrFailed, { arm: { ...cluster, pools: seen(givenArmPool(pool)) } }))).toEqual(expected);
  });

  test.each([
    ['Succeeded', []],
    ['Failed', []],
    ['Scaling', ['blocks NodePool spare']],
  ])('another pool is %s: %j', (provisioningState, expected) => {
    const pools = seen(givenArmPool(), givenArmPool({ name: 'spare', provisioningState }));
    expect(levels(judge(poolBusyOrFailed, { arm: { pools } }))).toEqual(expected);
  });

  test('what nobody told is unknown', () => {
    const given = {
      arm: 'not-asked' as const,
      cluster: { provisioningState: undefined, power: 'unknown' as const },
      pool: { provisioningState: undefined, power: 'unknown' as const },
    };
    expect(levels(judge(poolBusyOrFailed, given as ReadinessCase))).toEqual([
      'unknown ManagedCluster payments',
      'unknown ManagedCluster payments',
      'unknown NodePool apps',
      'unknown NodePool apps',
    ]);
  });
});

describe('no-maintenance-window', () => {
  const name = 'aksManagedNodeOSUpgradeSchedule';
  test.each([
    [{ kind: 'opens', name, at: NOW + 14 * MS_PER_DAY }, []],
    [{ kind: 'opens', name, at: NOW + 14 * MS_PER_DAY + 1 }, [`warns MaintenanceConfiguration ${name}`]],
    [{ kind: 'open', name, until: NOW + 1 }, []],
    [{ kind: 'none' }, ['warns ManagedCluster payments']],
    [{ kind: 'never-opens', name, why: 'every date is excluded' }, [`blocks MaintenanceConfiguration ${name}`]],
    [{ kind: 'unknown', why: 'it was not read' }, ['unknown ManagedCluster payments']],
  ] as const)('%j: %j', (window, expected) => {
    expect(levels(judge(noMaintenanceWindow, { window }))).toEqual(expected);
  });
});

describe('node-not-ready', () => {
  test('a node that is not Ready blocks, one of another pool does not', () => {
    const nodes = seen(
      givenNode('node-1'),
      givenNode('node-2', { ready: false }),
      givenNode('spare-1', { pool: 'spare', ready: false }),
    );
    expect(judge(nodeNotReady, { facts: { nodes } })).toMatchObject([
      { level: 'blocks', object: { kind: 'Node', name: 'node-2' }, arithmetic: '1 of 2 nodes of the pool are Ready' },
    ]);
    expect(judge(nodeNotReady)).toEqual([]);
  });
  test.each([
    [0, []],
    [2, ['unknown NodePool apps']],
  ])('none of the %i nodes that Azure counts is seen: %j', (count, expected) => {
    expect(levels(judge(nodeNotReady, { pool: { count }, facts: { nodes: seen() } }))).toEqual(expected);
  });
});

describe('conflicting-actor', () => {
  test.each([
    [{}, []],
    [{ cluster: { nodeOsChannel: 'NodeImage' } }, ['warns ManagedCluster payments']],
    [{ cluster: { nodeOsChannel: undefined } }, ['unknown ManagedCluster payments']],
    [{ cluster: { upgradeChannel: 'stable' } }, ['warns ManagedCluster payments']],
    [{ pool: { spot: true } }, ['warns NodePool apps']],
    [{ pool: { kind: 'auto-provisioned' } }, ['warns NodePool apps']],
    [{ otherRuns: [{ what: 'migration m-7' }] }, ['blocks ManagedCluster payments']],
    [
      { arm: { pools: seen(givenArmPool({ autoscaler: { enabled: true, min: 1, max: 9 } })) } },
      ['warns NodePool apps'],
    ],
    [{ arm: { fleets: seen({ fleet: 'f', member: 'm', autoUpgradeProfiles: [] }) } }, []],
    [{ arm: { fleets: seen({ fleet: 'f', member: 'm', autoUpgradeProfiles: ['weekly'] }) } }, ['warns Fleet f']],
    [
      { arm: { fleets: seen({ fleet: 'f', member: 'm', autoUpgradeProfiles: [], runningUpdate: 'u' }) } },
      ['blocks Fleet f'],
    ],
    [{ arm: { fleets: FORBIDDEN } }, ['unknown NodePool apps']],
    [
      { facts: { nodes: seen(givenNode('node-1', { unschedulable: true }), givenNode('node-2')) } },
      ['warns NodePool apps'],
    ],
  ])('%j: %j', (given, expected) => {
    expect(levels(judge(conflictingActor, given as ReadinessCase))).toEqual(expected);
  });
});
