import { describe, expect, test } from 'vitest';
import { contradictingChannels } from '../../../../shared/domain/policy/rules/contradicting-channels.ts';
import { noMaintenanceWindow } from '../../../../shared/domain/policy/rules/no-maintenance-window.ts';
import { noPatchChannel } from '../../../../shared/domain/policy/rules/no-patch-channel.ts';
import { judgeCluster, outcome } from '../../../support/judging.ts';

const az = 'az aks update --subscription 11111111-2222-3333-4444-555555555555 --resource-group rg-shop --name payments';

describe('no-patch-channel', () => {
  test.each([
    ['NodeImage', 'none', 'pass'],
    ['SecurityPatch', 'none', 'pass'],
    ['Unmanaged', 'none', 'pass'],
    ['None', 'none', 'high'],
    ['None', undefined, 'high'],
    ['None', 'patch', 'medium'],
    [undefined, 'none', 'unknown'],
    [undefined, undefined, 'unknown'],
    [undefined, 'node-image', 'pass'],
    ['Weekly', 'none', 'unknown'],
  ])('node OS channel %s with cluster channel %s: %s', (nodeOsChannel, upgradeChannel, expected) => {
    expect(outcome(judgeCluster(noPatchChannel, { cluster: { nodeOsChannel, upgradeChannel } }))).toBe(expected);
  });

  test('AKS Automatic brings its own channel', () => {
    expect(outcome(judgeCluster(noPatchChannel, { cluster: { automatic: true, nodeOsChannel: undefined } }))).toBe(
      'pass',
    );
  });

  const kinds = {
    linux: {},
    windows: { osType: 'Windows', osSku: 'Windows2022' },
    'azure linux on gpu': { osSku: 'AzureLinux3', gpu: true },
    'ubuntu on gpu': { gpu: true },
    'os guard': { osSku: 'AzureLinuxOSGuard' },
    flatcar: { osSku: 'Flatcar' },
    'container linux': { osSku: 'AzureContainerLinux' },
    'auto-provisioned': { kind: 'auto-provisioned', osSku: 'AzureLinuxOSGuard' },
  } as const;
  test.each([
    ['NodeImage', []],
    ['SecurityPatch', ['windows', 'azure linux on gpu', 'os guard', 'flatcar', 'container linux']],
    ['Unmanaged', ['windows', 'azure linux on gpu', 'os guard', 'flatcar', 'container linux']],
  ])('%s does not reach %j', (nodeOsChannel, unpatched) => {
    const pools = Object.entries(kinds).map(([name, kind]) => ({ name, ...kind }));
    const verdict = judgeCluster(noPatchChannel, { cluster: { nodeOsChannel }, pools });
    expect(verdict.kind === 'violates' ? verdict.facts.pools : []).toEqual(unpatched);
  });

  test('says which pool is not reached and what to set', () => {
    const pools = [{ name: 'apps' }, { name: 'win', ...kinds.windows }];
    expect(judgeCluster(noPatchChannel, { cluster: { nodeOsChannel: 'SecurityPatch' }, pools })).toEqual({
      kind: 'violates',
      severity: 'medium',
      facts: { nodeOsChannel: 'SecurityPatch', pools: ['win'] },
      why: 'The node OS channel SecurityPatch does not patch pool win: it does nothing for their OS.',
      nextAction: `Choose a channel and a maintenance window for it: ${az} --node-os-upgrade-channel NodeImage`,
    });
  });
});

describe('contradicting-channels', () => {
  test.each([
    ['node-image', 'NodeImage', false, 'pass'],
    ['node-image', 'None', false, 'medium'],
    ['node-image', 'SecurityPatch', false, 'medium'],
    ['node-image', 'Unmanaged', false, 'medium'],
    ['node-image', undefined, false, 'unknown'],
    ['patch', 'None', false, 'pass'],
    ['none', 'SecurityPatch', false, 'pass'],
    [undefined, undefined, false, 'pass'],
    ['stable', 'NodeImage', true, 'pass'],
    ['stable', 'None', true, 'medium'],
    ['stable', undefined, true, 'unknown'],
  ])(
    'cluster channel %s with node OS channel %s, automatic %s: %s',
    (upgradeChannel, nodeOsChannel, automatic, expected) => {
      const cluster = { upgradeChannel, nodeOsChannel, automatic };
      expect(outcome(judgeCluster(contradictingChannels, { cluster }))).toBe(expected);
    },
  );

  test('says which two settings and what to set', () => {
    const cluster = { upgradeChannel: 'node-image', nodeOsChannel: 'None' };
    expect(judgeCluster(contradictingChannels, { cluster })).toEqual({
      kind: 'violates',
      severity: 'medium',
      facts: { upgradeChannel: 'node-image', nodeOsChannel: 'None', automatic: false },
      why: 'The cluster channel node-image goes only with the node OS channel NodeImage, and None is set: it is not certain that nodes are patched.',
      nextAction: `Give each its own job, a Kubernetes channel for the cluster and NodeImage for the nodes: ${az} --auto-upgrade-channel patch --node-os-upgrade-channel NodeImage`,
    });
  });
});

describe('no-maintenance-window', () => {
  const nodeOs = { name: 'aksManagedNodeOSUpgradeSchedule', schedule: 'weekly' };
  const cluster = { name: 'aksManagedAutoUpgradeSchedule', schedule: 'weekly' };
  const other = { name: 'default', schedule: 'weekly' };
  test.each([
    ['NodeImage', 'none', [nodeOs], 'pass'],
    ['NodeImage', 'none', [], 'medium'],
    ['NodeImage', 'none', [cluster, other], 'medium'],
    ['SecurityPatch', 'none', [], 'medium'],
    ['SecurityPatch', 'none', [nodeOs], 'pass'],
    ['Unmanaged', 'none', [], 'pass'],
    ['None', 'none', [], 'pass'],
    ['None', 'patch', [], 'medium'],
    ['None', 'patch', [nodeOs], 'medium'],
    ['None', 'patch', [cluster], 'pass'],
    ['NodeImage', 'node-image', [nodeOs], 'pass'],
    ['NodeImage', 'stable', [nodeOs, cluster], 'pass'],
    [undefined, 'none', [], 'unknown'],
    [undefined, 'none', [nodeOs], 'pass'],
    [undefined, 'patch', [], 'medium'],
    ['NodeImage', 'none', undefined, 'unknown'],
  ])(
    'node OS channel %s, cluster channel %s, windows %o: %s',
    (nodeOsChannel, upgradeChannel, maintenance, expected) => {
      const given = { nodeOsChannel, upgradeChannel, maintenance };
      expect(outcome(judgeCluster(noMaintenanceWindow, { cluster: given }))).toBe(expected);
    },
  );

  test('a stopped cluster can wait', () => {
    expect(outcome(judgeCluster(noMaintenanceWindow, { cluster: { maintenance: [], power: 'stopped' } }))).toBe('low');
  });

  test('says which window is missing and how to set it', () => {
    expect(judgeCluster(noMaintenanceWindow, { cluster: { maintenance: [other], upgradeChannel: 'patch' } })).toEqual({
      kind: 'violates',
      severity: 'medium',
      facts: { missing: [nodeOs.name, cluster.name], present: ['default'] },
      why: 'Azure chooses the time of automatic upgrades, so nodes may be replaced in the middle of the working day.',
      nextAction:
        'Set a window of four hours or more: az aks maintenanceconfiguration add --subscription 11111111-2222-3333-4444-555555555555 --resource-group rg-shop --cluster-name payments --name aksManagedNodeOSUpgradeSchedule --schedule-type Weekly --day-of-week Saturday --interval-weeks 1 --duration 4 --start-time 22:00',
    });
  });
});
