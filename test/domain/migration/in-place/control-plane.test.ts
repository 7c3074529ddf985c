import { describe, expect, test } from 'vitest';
import type { Migration } from '../../../../shared/domain/migration/migration.ts';
import { followControlPlane } from '../../../../shared/domain/migration/steps/follow-control-plane.ts';
import { upgradeControlPlane } from '../../../../shared/domain/migration/steps/upgrade-control-plane.ts';
import {
  AT,
  CLUSTER_ID,
  givenAzure,
  givenLook,
  givenMigration,
  givenNode,
  givenPassFacts,
  givenPoolState,
} from '../../../support/migration.ts';

const given = (overrides: Partial<Migration> = {}) => givenMigration({ route: 'control-plane', ...overrides });

describe('upgrade-control-plane', () => {
  const decide = (cluster: object, pool = {}, migration = given()) =>
    upgradeControlPlane.decide(givenPassFacts({ migration, azure: givenAzure([givenPoolState(pool)], cluster) }));

  test('one minor at a time', () => {
    expect(decide({ kubernetesVersion: '1.33.2' })).toEqual({
      kind: 'write',
      write: { kind: 'upgrade-control-plane', clusterId: CLUSTER_ID, version: '1.34' },
      because: 'Asks AKS to bring the control plane from 1.33.2 to 1.34.',
      remember: { kubernetesBefore: '1.33.2' },
    });
    const begun = given({ remembered: { kubernetesBefore: '1.33.2' } });
    expect(decide({ kubernetesVersion: '1.34.1' }, {}, begun)).toMatchObject({
      write: { version: '1.35' },
      remember: { kubernetesBefore: '1.33.2' },
    });
    expect(decide({ kubernetesVersion: '1.35.0' }, {}, begun).kind).toBe('done');
  });

  test('it waits while AKS is at work on the cluster or one of its pools, and says for whom', () => {
    expect(decide({ provisioningState: 'Updating' })).toMatchObject({
      kind: 'wait',
      because: 'AKS is at work on the cluster, and not for this migration (Updating).',
    });
    expect(decide({}, { provisioningState: 'Scaling' })).toMatchObject({ kind: 'wait' });
  });

  test('nodes may be three minors behind and no more; a version that is not known does not count as fitting', () => {
    expect(decide({ kubernetesVersion: '1.33.2' }, { kubernetesVersion: '1.31.4' }).kind).toBe('write');
    expect(decide({ kubernetesVersion: '1.33.2' }, { kubernetesVersion: '1.30.9' })).toMatchObject({
      kind: 'stop',
      code: 'CONTROL_PLANE_SKEW',
    });
    expect(decide({ kubernetesVersion: '1.33.2' }, { kubernetesVersion: '' })).toMatchObject({
      kind: 'stop',
      code: 'CONTROL_PLANE_SKEW',
    });
  });

  test('a path that does not begin at the next minor was made for another cluster state', () => {
    expect(decide({ kubernetesVersion: '1.32.9' })).toMatchObject({ kind: 'stop', code: 'CONTROL_PLANE_PATH' });
  });

  test('a failure is asked for once more; the same again stops it', () => {
    const begun = given({ remembered: { kubernetesBefore: '1.33.2' } });
    const failed = { provisioningState: 'Failed', etag: 'cluster-2' };
    expect(decide(failed, {}, begun)).toMatchObject({
      kind: 'write',
      remember: { failedTries: [{ cause: 'control plane 1.34', at: AT, etag: 'cluster-2' }] },
    });
    const failedTries = [{ cause: 'control plane 1.34', at: AT - 1, etag: 'cluster-1' }];
    const twice = given({ remembered: { kubernetesBefore: '1.33.2', failedTries } });
    expect(decide(failed, {}, twice)).toMatchObject({ kind: 'stop', code: 'UPGRADE_FAILED' });
  });
});

test('follow-control-plane wants the version, and an API server that answers', () => {
  const decide = (kubernetesVersion: string, look = givenLook({ nodesSeen: [givenNode('n0')] })) =>
    followControlPlane.decide(
      givenPassFacts({ migration: given(), azure: givenAzure([], { kubernetesVersion }), look }),
    );
  expect(decide('1.35.1')).toMatchObject({ kind: 'done', remember: { upgradedAt: AT } });
  expect(decide('1.35.1', givenLook()).kind).toBe('wait');
  expect(decide('1.34.1')).toMatchObject({ kind: 'stop', code: 'UPGRADE_NOT_DONE' });
});
