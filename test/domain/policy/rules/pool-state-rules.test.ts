import { describe, expect, test } from 'vitest';
import { mixedImages } from '../../../../shared/domain/policy/rules/mixed-images.ts';
import { poolFailed } from '../../../../shared/domain/policy/rules/pool-failed.ts';
import { judgePool, outcome } from '../../../support/judging.ts';

describe('pool-failed', () => {
  test.each([
    ['Succeeded', 'pass'],
    ['Updating', 'pass'],
    ['Failed', 'high'],
    ['failed', 'high'],
    ['Canceled', 'medium'],
    [undefined, 'unknown'],
  ])('%s: %s', (provisioningState, expected) => {
    expect(outcome(judgePool(poolFailed, { pool: { provisioningState } }))).toBe(expected);
  });

  test('says where to read what went wrong', () => {
    expect(judgePool(poolFailed, { pool: { provisioningState: 'Failed' } })).toEqual({
      kind: 'violates',
      severity: 'high',
      facts: { provisioningState: 'Failed' },
      why: 'The last operation on the pool failed: its nodes may run different images, and an image upgrade may be refused until it is mended.',
      nextAction:
        'Read what went wrong: az aks operation show-latest --subscription 11111111-2222-3333-4444-555555555555 --resource-group rg-shop --name payments --nodepool-name apps then mend the cause (quota, subnet, disruption budget) and repeat the operation.',
    });
  });
});

describe('mixed-images', () => {
  const a = 'AKSUbuntu-2404gen2containerd-202610.03.0';
  const b = 'AKSUbuntu-2404gen2containerd-202610.08.0';
  test.each([
    [undefined, {}, 'unknown', 'nobody looked'],
    [[], {}, 'unknown', 'Azure did not tell'],
    [[a], {}, 'pass', 'one machine'],
    [[a, a], {}, 'pass', 'the same twice'],
    [[a, `${a}-2026.11.01`], {}, 'pass', 'a security patch over the same image'],
    [[a, b], {}, 'medium', 'two images'],
    [[a, b], { provisioningState: 'Upgrading' }, 'low', 'an upgrade is under way'],
    [[a, b], { kind: 'auto-provisioned' }, 'low', 'auto-provisioning brings them together'],
    [['odd', 'odder'], {}, 'medium', 'names that cannot be read are different all the same'],
  ] as const)('machines on %j, %o: %s (%s)', (machineImages, pool, expected, _why) => {
    expect(outcome(judgePool(mixedImages, { pool: { machineImages, ...pool } }))).toBe(expected);
  });

  test('names the images', () => {
    expect(judgePool(mixedImages, { pool: { machineImages: [b, a, b] } })).toMatchObject({
      facts: { images: [a, b], provisioningState: 'Succeeded' },
      why: 'Machines of this pool run 2 different images, so pods behave differently by the node they land on.',
    });
  });

  test.each([
    ['2027-06-29', 'Finish the upgrade: az aks nodepool upgrade'],
    ['2027-06-30', 'Move to Ubuntu2404'],
  ])('on %s, with support of the OS until 2027-06-30: %s', (on, starts) => {
    const old = 'AKSUbuntu-2204gen2containerd-202608.20.0';
    const verdict = judgePool(mixedImages, { pool: { imageVersion: old, machineImages: [old, a] }, on });
    expect(verdict.kind === 'violates' ? verdict.nextAction.slice(0, starts.length) : verdict.kind).toBe(starts);
  });
});
