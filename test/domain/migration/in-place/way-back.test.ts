import { describe, expect, test } from 'vitest';
import type { PoolState } from '../../../../shared/domain/migration/azure-look.ts';
import type { Migration } from '../../../../shared/domain/migration/migration.ts';
import { followRestore } from '../../../../shared/domain/migration/steps/follow-restore.ts';
import { restoreVersion } from '../../../../shared/domain/migration/steps/restore-version.ts';
import { stopUpgrade } from '../../../../shared/domain/migration/steps/stop-upgrade.ts';
import { MS_PER_DAY } from '../../../../shared/domain/time.ts';
import {
  AT,
  givenAzure,
  givenLook,
  givenMigration,
  givenNode,
  givenPassFacts,
  givenPoolState,
  givenPoolStep,
  HOUR,
  NEW_IMAGE,
  OLD_IMAGE,
  POOL_ID,
} from '../../../support/migration.ts';

const ASKED = { imageBefore: OLD_IMAGE, kubernetesBefore: '1.33.2' };
const back = (overrides: Partial<Migration> = {}) =>
  givenMigration({ direction: 'back', remembered: ASKED, ...overrides });
const fresh = (name: string) => givenNode(name, { imageVersion: NEW_IMAGE });

describe('stop-upgrade', () => {
  const decide = (provisioningState: string, migration = back({ step: 'stop-upgrade' })) =>
    stopUpgrade.decide(givenPassFacts({ migration, azure: givenAzure([givenPoolState({ provisioningState })]) }));

  test('AKS is asked to stop what it does for this migration', () => {
    expect(decide('Upgrading')).toMatchObject({ kind: 'write', write: { kind: 'stop-operation', poolId: POOL_ID } });
    expect(decide('Canceling').kind).toBe('wait');
    expect(decide('Canceled').kind).toBe('done');
  });

  test('what AKS does for somebody else is left alone', () => {
    expect(decide('Upgrading', back({ remembered: {} })).kind).toBe('done');
    expect(decide('Upgrading', back({ remembered: { ...ASKED, upgradedAt: AT } })).kind).toBe('wait');
    const work = givenPoolStep({ strategy: 'native-rolling' });
    expect(decide('Upgrading', back({ work, direction: 'aside' })).kind).toBe('done');
  });
});

describe('restore-version', () => {
  const offered = (usedUntil = AT): Partial<PoolState> => ({
    imageVersion: NEW_IMAGE,
    recentlyUsed: [{ imageVersion: OLD_IMAGE, kubernetesVersion: '1.33.2', usedUntil }],
  });
  const decide = (pool: Partial<PoolState>, migration = back(), cluster = {}, nodes = [fresh('n0')]) =>
    restoreVersion.decide(
      givenPassFacts({
        now: AT + HOUR,
        migration,
        azure: givenAzure([givenPoolState(pool)], cluster),
        look: givenLook({ nodesSeen: nodes }),
      }),
    );

  test('AKS is asked to go back to what ran before', () => {
    expect(decide(offered())).toEqual({
      kind: 'write',
      write: { kind: 'restore-version', poolId: POOL_ID, image: OLD_IMAGE, kubernetes: '1.33.2' },
      because: `Asks AKS to take the pool back to ${OLD_IMAGE}.`,
      remember: { restoreAskedAt: AT + HOUR, askedEtag: 'pool-1' },
    });
  });

  test('an answer that was lost is found in the world, and a crash before it was sent asks again', () => {
    const asked = back({ remembered: { ...ASKED, restoreAskedAt: AT, askedEtag: 'pool-1' } });
    expect(decide({ ...offered(), provisioningState: 'Updating' }, asked).kind).toBe('done');
    expect(decide({ ...offered(), etag: 'pool-2' }, asked).kind).toBe('done');
    expect(decide(offered(), asked)).toMatchObject({ kind: 'write', remember: { restoreAskedAt: AT } });
  });

  test('seven days, and not a millisecond more', () => {
    const until = AT + HOUR - 7 * MS_PER_DAY;
    expect(decide(offered(until + 1)).kind).toBe('write');
    expect(decide(offered(until))).toMatchObject({ kind: 'stop', code: 'RESTORE_NOT_POSSIBLE' });
  });

  test('only to the version before, never across OS SKUs, and never blindly', () => {
    const other = [{ imageVersion: NEW_IMAGE, kubernetesVersion: '1.33.2', usedUntil: AT }];
    const work = givenPoolStep({ strategy: 'os-sku-change' });
    expect(decide({ ...offered(), recentlyUsed: other })).toMatchObject({ kind: 'stop', code: 'RESTORE_NOT_POSSIBLE' });
    expect(decide(offered(), back({ work }))).toMatchObject({ kind: 'stop', code: 'RESTORE_NOT_POSSIBLE' });
    expect(decide({})).toMatchObject({ kind: 'stop', code: 'RESTORE_NOT_POSSIBLE' });
  });

  test('a cluster that upgrades itself must stop that first', () => {
    expect(decide(offered(), back(), { upgradeChannel: 'stable' })).toMatchObject({
      kind: 'stop',
      code: 'RESTORE_CHANNEL_ON',
    });
    expect(decide(offered(), back(), { upgradeChannel: 'none' }).kind).toBe('write');
  });

  test('where no node was replaced there is nothing to go back from', () => {
    expect(decide(offered(), back({ remembered: {} })).kind).toBe('done');
    expect(decide({}, back(), {}, [givenNode('n0')]).kind).toBe('done');
  });
});

test('follow-restore is finished when every node shows the image from before, and a later one is one to go', () => {
  const decide = (nodes: ReturnType<typeof fresh>[], provisioningState = 'Succeeded') =>
    followRestore.decide(
      givenPassFacts({
        now: AT + HOUR,
        migration: back({ step: 'follow-restore' }),
        azure: givenAzure([givenPoolState({ provisioningState })]),
        look: givenLook({ nodesSeen: nodes }),
      }),
    );
  expect(decide([fresh('n0')], 'Updating').kind).toBe('wait');
  expect(decide([givenNode('n0'), fresh('n1')])).toMatchObject({ kind: 'write', write: { kind: 'restore-version' } });
  expect(decide([givenNode('n0')])).toMatchObject({ kind: 'done' });
});
