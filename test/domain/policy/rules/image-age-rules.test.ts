import { describe, expect, test } from 'vitest';
import { imageOutsideSupport } from '../../../../shared/domain/policy/rules/image-outside-support.ts';
import { imageTooOld } from '../../../../shared/domain/policy/rules/image-too-old.ts';
import { judgePool, outcome } from '../../../support/judging.ts';

const august5 = 'AKSUbuntu-2204gen2containerd-202408.05.0';
const limits = { maxImageAgeDays: 60, maxDaysBehind: 30, maxBuildsBehind: 2 };
const upgrade =
  'az aks nodepool upgrade --subscription 11111111-2222-3333-4444-555555555555 --resource-group rg-shop --cluster-name payments --name apps --node-image-only';

describe('image-too-old', () => {
  test.each([
    ['2024-08-05', 'pass'],
    ['2024-10-04', 'pass'],
    ['2024-10-05', 'medium'],
    ['2024-12-03', 'medium'],
    ['2024-12-04', 'high'],
  ])('an image of 2024-08-05 under a 60-day limit, on %s: %s', (on, expected) => {
    expect(outcome(judgePool(imageTooOld, { pool: { imageVersion: august5 }, facts: { limits }, on }))).toBe(expected);
  });

  test('says how old, since when it is late and what to do', () => {
    expect(judgePool(imageTooOld, { pool: { imageVersion: august5 }, facts: { limits }, on: '2024-10-05' })).toEqual({
      kind: 'violates',
      severity: 'medium',
      facts: { ageDays: 61, maxImageAgeDays: 60, imageDate: '2024-08-05' },
      why: 'The image is 61 days old and the limit is 60: fixes of the OS, the kernel and containerd since 2024-08-05 are missing.',
      deadline: '2024-10-04',
      nextAction: `Upgrade the node image: ${upgrade}`,
    });
  });

  test('a security patch laid over the image does not make it younger', () => {
    const pool = { imageVersion: `${august5}-2024.10.01` };
    expect(outcome(judgePool(imageTooOld, { pool, facts: { limits }, on: '2024-10-05' }))).toBe('medium');
  });

  test.each([
    ['no image', undefined, ['the image version']],
    ['an empty one', '', ['the image version']],
    [
      'one that cannot be read',
      'AKSWindows-23H2-gen2',
      ['an image version that can be read: It has no version: the text was cut, or it names a family only.'],
    ],
    [
      'one dated two days ahead',
      'AKSUbuntu-2204gen2containerd-202411.22.0',
      ['a build date that is not in the future (2024-11-22)'],
    ],
  ])('%s is unknown and says what is missing', (_, imageVersion, missing) => {
    const given = { pool: { imageVersion }, facts: { limits }, on: '2024-11-20' };
    expect(judgePool(imageTooOld, given)).toEqual({ kind: 'unknown', missing });
    expect(judgePool(imageOutsideSupport, given)).toEqual({ kind: 'unknown', missing });
  });

  test('an image dated tomorrow is new: it was built further east', () => {
    const pool = { imageVersion: 'AKSUbuntu-2204gen2containerd-202411.21.0' };
    expect(outcome(judgePool(imageTooOld, { pool, facts: { limits }, on: '2024-11-20' }))).toBe('pass');
  });
});

describe('image-outside-support', () => {
  test.each([
    ['2024-11-03', 'pass'],
    ['2024-11-04', 'high'],
  ])('an image of 2024-08-05 on %s: %s', (on, expected) => {
    expect(outcome(judgePool(imageOutsideSupport, { pool: { imageVersion: august5 }, on }))).toBe(expected);
  });

  test('no setting moves the 90 days', () => {
    const generous = { maxImageAgeDays: 365, maxDaysBehind: 365, maxBuildsBehind: 52 };
    const given = { pool: { imageVersion: august5 }, facts: { limits: generous }, on: '2024-11-04' };
    expect(judgePool(imageOutsideSupport, given)).toEqual({
      kind: 'violates',
      severity: 'high',
      facts: { ageDays: 91, supportedDays: 90, imageDate: '2024-08-05' },
      why: 'The image is 91 days old; Microsoft supports a node image for 90 days and may ask for an upgrade before helping with an incident.',
      deadline: '2024-11-03',
      nextAction: `Upgrade the node image: ${upgrade}`,
    });
  });
});

describe('what to do fits the kind of pool', () => {
  const action = (given: Parameters<typeof judgePool>[1]) => {
    const verdict = judgePool(imageTooOld, { ...given, pool: { imageVersion: august5, ...given.pool } });
    return verdict.kind === 'violates' ? verdict.nextAction : verdict.kind;
  };

  test.each([
    [
      'a pool of node auto-provisioning is never upgraded by hand',
      { pool: { kind: 'auto-provisioned', mode: 'Machines' } },
      'Do not upgrade this pool by hand',
      'az aks',
    ],
    [
      'an availability set cannot be upgraded at all',
      { pool: { kind: 'availability-set' } },
      'move the workloads',
      'az aks',
    ],
    [
      'a pool from a snapshot needs a new snapshot',
      { pool: { snapshotId: '/subscriptions/s/snapshots/x' } },
      "--snapshot-id '<ID of the new snapshot>'",
      '--node-image-only',
    ],
    [
      'a stopped cluster is started first',
      { cluster: { power: 'stopped' } },
      'az aks start --subscription',
      'nodepool start',
    ],
    [
      'a stopped pool is started first',
      { pool: { power: 'stopped' } },
      'az aks nodepool start --subscription',
      'az aks start',
    ],
    [
      'a Windows pool gets its image monthly',
      { pool: { osType: 'Windows', imageVersion: 'AKSWindows-2022-containerd-20348.4529.251212' } },
      'Windows images come monthly',
      'snapshot',
    ],
  ] as const)('%s', (_, given, has, hasNot) => {
    expect(action(given)).toContain(has);
    expect(action(given)).not.toContain(hasNot);
  });

  test('AKS Automatic upgrades by itself', () => {
    expect(action({ cluster: { automatic: true } })).toContain('AKS Automatic upgrades images by itself');
  });

  test.each([
    ['2027-06-29', 'Upgrade the node image: az aks'],
    ['2027-06-30', 'An image upgrade does not help, for there are no newer images of this OS. Move to Ubuntu2404'],
    ['2028-04-30', 'An image upgrade does not help, for there are no newer images of this OS. Move to Ubuntu2404'],
  ])('on %s, with support until 2027-06-30: %s', (on, starts) => {
    expect(action({ on })).toMatch(new RegExp(`^${starts}`));
  });

  test('nobody is sent to upgrade to what the pool runs already', () => {
    expect(action({ latestImage: august5 })).toBe(
      'Azure offers this pool no newer image at present: look again at the next sweep, and ask Microsoft if it stays so.',
    );
    expect(action({ latestImage: august5.replace('05.0', '05.1') })).toContain('--node-image-only');
  });

  test('a name can never become a command', () => {
    const hostile = "a'; rm -rf ~; echo '\n$(id)";
    expect(action({ cluster: { name: hostile }, pool: { name: '--help' } })).toContain(
      String.raw`--cluster-name 'a'\''; rm -rf ~; echo '\''?$(id)' --name '--help' --node-image-only`,
    );
  });
});
