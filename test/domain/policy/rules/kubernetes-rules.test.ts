import { describe, expect, test } from 'vitest';
import { kubernetesOutOfSupport } from '../../../../shared/domain/policy/rules/kubernetes-out-of-support.ts';
import { osSkuBlocksKubernetes } from '../../../../shared/domain/policy/rules/os-sku-blocks-kubernetes.ts';
import { judgeCluster, judgePool, outcome } from '../../../support/judging.ts';
import { givenCalendar, givenEntry, givenKubernetes } from '../../../support/policy.ts';

const premium = { tier: 'Premium', supportPlan: 'AKSLongTermSupport' };

describe('kubernetes-out-of-support', () => {
  test.each([
    ['1.33.9', '2026-07-31', {}, 'pass', 'the last day of standard support'],
    ['1.33.9', '2026-08-01', {}, 'medium', 'platform support'],
    ['1.33.9', '2026-10-31', {}, 'medium', 'until the month in which 1.37 is out is over'],
    ['1.33.9', '2026-11-01', {}, 'high', 'nothing is left'],
    ['1.34.9', '2026-12-01', {}, 'medium', 'platform support; when 1.38 is out is not known yet'],
    ['1.33.9', '2026-11-01', premium, 'pass', 'long-term support'],
    ['1.33.9', '2027-07-31', premium, 'pass', 'its last day'],
    ['1.33.9', '2027-08-01', premium, 'high', 'over as well'],
    [
      '1.33.9',
      '2026-11-01',
      { supportPlan: 'AKSLongTermSupport' },
      'high',
      'the plan without the tier counts for nothing',
    ],
    ['1.33.9', '2026-11-01', { tier: 'Premium' }, 'high', 'nor the tier without the plan'],
    ['1.29.1', '2027-07-31', {}, 'unknown', 'older than all that is listed, which are not over yet'],
    ['1.29.1', '2027-08-01', {}, 'high', 'older than all that is listed, and the oldest of these is over'],
    ['1.38.0', '2026-11-20', {}, 'unknown', 'newer than all that is listed'],
    ['1.9.0', '2027-08-01', {}, 'high', '1.9 is older than 1.33'],
    [undefined, '2026-11-20', {}, 'unknown', 'no version'],
    ['latest', '2026-11-20', {}, 'unknown', 'not a version'],
  ])('%s on %s with %o: %s (%s)', (kubernetesVersion, on, cluster, expected, _why) => {
    expect(outcome(judgeCluster(kubernetesOutOfSupport, { cluster: { kubernetesVersion, ...cluster }, on }))).toBe(
      expected,
    );
  });

  test('a version with long-term dates only is over when these are', () => {
    const calendar = givenCalendar({ kubernetes: [givenKubernetes('1.27', undefined, '2025-07-31')] });
    const judge = (on: string) =>
      judgeCluster(kubernetesOutOfSupport, { cluster: { kubernetesVersion: '1.27.3' }, facts: { calendar }, on });
    expect(outcome(judge('2025-07-31'))).toBe('unknown');
    expect(outcome(judge('2025-08-01'))).toBe('high');
  });

  test('says since when, and what is left', () => {
    expect(
      judgeCluster(kubernetesOutOfSupport, { cluster: { kubernetesVersion: '1.33.9' }, on: '2026-08-01' }),
    ).toEqual({
      kind: 'violates',
      severity: 'medium',
      facts: {
        kubernetes: '1.33',
        supportPlan: 'standard',
        platformSupport: true,
        supportEnded: '2026-07-31',
        platformSupportUntil: '2026-10-31',
      },
      why: 'Kubernetes 1.33 is out of standard support since 2026-07-31: no fixes of Kubernetes are made for it; node images can still be upgraded until about 2026-10-31.',
      deadline: '2026-07-31',
      nextAction:
        'Upgrade one minor at a time, control plane first: az aks get-upgrades --subscription 11111111-2222-3333-4444-555555555555 --resource-group rg-shop --name payments --output table shows what is open.',
    });
  });

  test('a pool that was left behind on a version out of support is named', () => {
    const pools = [{ name: 'apps' }, { name: 'batch', kubernetesVersion: '1.33.2' }];
    expect(judgeCluster(kubernetesOutOfSupport, { pools, on: '2026-11-20' })).toMatchObject({
      kind: 'violates',
      severity: 'medium',
      facts: { pools: ['batch'], kubernetes: ['1.33'] },
      why: 'Pool batch was left on Kubernetes 1.33, which is out of support, although the control plane is not.',
    });
  });
});

describe('os-sku-blocks-kubernetes', () => {
  const windows = givenEntry({
    id: 'windows-2019',
    osType: 'Windows',
    families: ['AKSWindows-2019*'],
    successorOsSku: 'Windows2025',
    successorPath: 'new node pool',
    kubernetes: [{ osSku: 'Windows2019', max: '1.35' }],
  });
  const calendar = givenCalendar({ entries: [...givenCalendar().entries, windows] });
  const pool = {
    osType: 'Windows',
    osSku: 'Windows2019',
    imageVersion: 'AKSWindows-2019-containerd-17763.8389.260210',
  };

  test.each([
    ['Windows2019', '1.34.1', '2026-11-20', 'pass', '1.35 is the last that it runs on'],
    ['Windows2019', '1.35.1', '2026-12-31', 'high', '90 days before 1.35 ends'],
    ['Windows2019', '1.35.1', '2026-12-30', 'medium', '91 days'],
    ['Windows2019', '1.35.1', '2027-04-01', 'high', '1.35 is out of support'],
    ['Windows2019', '1.37.1', '2026-11-20', 'pass', 'there is no 1.38 to go to'],
    ['Ubuntu', '1.34.1', '2026-11-20', 'pass', 'Ubuntu goes over to 24.04 with 1.35'],
    ['Ubuntu2204', '1.36.1', '2026-11-20', 'medium', 'Ubuntu2204 ends with 1.36'],
    ['Plan9', '1.35.1', '2026-11-20', 'unknown', 'nothing is known of it'],
    [undefined, '1.35.1', '2026-11-20', 'unknown', 'no OS SKU'],
    ['Windows2019', undefined, '2026-11-20', 'unknown', 'no version'],
  ])('%s on %s, %s: %s (%s)', (osSku, kubernetesVersion, on, expected, _why) => {
    const given = { cluster: { kubernetesVersion }, pool: { ...pool, osSku }, facts: { calendar }, on };
    expect(outcome(judgePool(osSkuBlocksKubernetes, given))).toBe(expected);
  });

  test('says what holds the cluster back, until when, and the way out', () => {
    const given = { cluster: { kubernetesVersion: '1.35.1' }, pool, facts: { calendar }, on: '2026-12-30' };
    expect(judgePool(osSkuBlocksKubernetes, given)).toEqual({
      kind: 'violates',
      severity: 'medium',
      facts: { osSku: 'Windows2019', kubernetes: '1.35', nextKubernetes: '1.36', supportEnds: '2027-03-31' },
      why: 'OS SKU Windows2019 does not run on Kubernetes 1.36, so this pool keeps the cluster on 1.35, whose support ends on 2027-03-31.',
      deadline: '2027-03-31',
      nextAction: 'Before the upgrade of Kubernetes: Move to Windows2025: new node pool.',
    });
  });

  test('an end that has come is said to have come', () => {
    const given = { cluster: { kubernetesVersion: '1.35.1' }, pool, facts: { calendar }, on: '2027-04-01' };
    expect(judgePool(osSkuBlocksKubernetes, given)).toMatchObject({
      why: 'OS SKU Windows2019 does not run on Kubernetes 1.36, so this pool keeps the cluster on 1.35, whose support ended on 2027-03-31.',
    });
  });
});
