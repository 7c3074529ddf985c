import { describe, expect, test } from 'vitest';
import { putBackSettings } from '../../../../shared/domain/migration/steps/put-back-settings.ts';
import { setUpgradeSettings } from '../../../../shared/domain/migration/steps/set-upgrade-settings.ts';
import {
  givenAzure,
  givenLook,
  givenMigration,
  givenNode,
  givenPassFacts,
  givenPoolState,
  givenPoolStep,
  NEW_IMAGE,
  OLD_IMAGE,
  POOL_ID,
} from '../../../support/migration.ts';

/** `someday` is a preview field that this software does not know. */
const OWN = { maxSurge: '33%', drainTimeoutInMinutes: 45, someday: { nested: [1] } };
const OURS = {
  ...OWN,
  maxSurge: '1',
  drainTimeoutInMinutes: 30,
  nodeSoakDurationInMinutes: 0,
  undrainableNodeBehavior: 'Cordon',
};
const onSource = givenLook({ nodesSeen: [givenNode('n0'), givenNode('n1')] });

function pool(upgradeSettings: unknown, overrides = {}) {
  return givenPoolState({ properties: { upgradeSettings, count: 3 }, ...overrides });
}

describe('set-upgrade-settings', () => {
  const decide = (pools: ReturnType<typeof pool>[], migration = givenMigration()) =>
    setUpgradeSettings.decide(givenPassFacts({ migration, azure: givenAzure(pools), look: onSource }));

  test('everything goes in one PUT, fields that nobody knows survive, and what was there is remembered word for word', () => {
    expect(decide([pool(OWN)])).toEqual({
      kind: 'write',
      write: { kind: 'update-pool', poolId: POOL_ID, properties: { upgradeSettings: OURS }, etag: 'pool-1' },
      because:
        'Sets in one call: surge 1, drain timeout 30 min, soak 0 min, nodes that cannot be drained are put aside.',
      remember: { upgradeSettings: OWN },
    });
  });

  test('a second look after a crash does not take our own settings for the pool’s', () => {
    const crashed = givenMigration({ remembered: { upgradeSettings: OWN } });
    expect(decide([pool({ ...OURS, maxSurge: '9' })], crashed)).toMatchObject({ remember: { upgradeSettings: OWN } });
  });

  test('settings that are as planned need no write, also where AKS leaves its defaults out', () => {
    const asPlanned = { maxSurge: '1', undrainableNodeBehavior: 'Cordon' };
    expect(decide([pool(asPlanned)])).toEqual({ kind: 'done', because: 'The upgrade settings are as planned.' });
  });

  test('a soak of the pool’s own is kept, and a least number of nodes gives way to the surge', () => {
    const decision = decide([pool({ maxUnavailable: '2', nodeSoakDurationInMinutes: 7 })]);
    expect(decision).toMatchObject({
      write: {
        properties: { upgradeSettings: { maxSurge: '1', maxUnavailable: '0', nodeSoakDurationInMinutes: 7 } },
      },
    });
  });

  test('never more surge nodes than may be out of service at once', () => {
    const surge = (extraNodes: number) => decide([pool({})], givenMigration({ work: givenPoolStep({ extraNodes }) }));
    const maxSurge = (text: string) => ({ write: { properties: { upgradeSettings: { maxSurge: text } } } });
    expect(surge(3)).toMatchObject(maxSurge('3'));
    expect(surge(4)).toMatchObject(maxSurge('3'));
    expect(surge(0)).toMatchObject(maxSurge('1'));
  });

  test('a change of OS SKU goes with the same PUT, and what ran before is remembered', () => {
    const work = givenPoolStep({
      strategy: 'os-sku-change',
      target: { osSku: 'Ubuntu2404', image: NEW_IMAGE, reasons: [] },
    });
    expect(decide([pool(OWN)], givenMigration({ work }))).toMatchObject({
      write: { properties: { upgradeSettings: OURS, osSKU: 'Ubuntu2404' } },
      remember: { imageBefore: OLD_IMAGE, kubernetesBefore: '1.33.2', cordonedBefore: [] },
    });
    const taken = givenMigration({ work, remembered: { upgradeSettings: OWN, imageBefore: OLD_IMAGE } });
    expect(decide([pool(OURS, { osSku: 'Ubuntu2404', provisioningState: 'Updating' })], taken).kind).toBe('done');
  });

  test('a target that needs a later Kubernetes gets that first, and the OS SKU after it', () => {
    const target = { osSku: 'Ubuntu2404', image: NEW_IMAGE, kubernetes: '1.34', reasons: [] };
    const migration = givenMigration({ work: givenPoolStep({ strategy: 'os-sku-change', target }) });
    expect(decide([pool(OWN)], migration)).toMatchObject({
      write: { properties: { upgradeSettings: OURS, orchestratorVersion: '1.34' } },
    });
    expect(decide([pool(OURS, { kubernetesVersion: '1.34.1' })], migration)).toMatchObject({
      write: { properties: { osSKU: 'Ubuntu2404' } },
    });
  });

  test('it waits for what somebody else does with the pool, and says so', () => {
    expect(decide([pool(OWN, { provisioningState: 'Scaling' })])).toEqual({
      kind: 'wait',
      because: 'AKS is at work on the pool (Scaling), and not for this migration: it waits until that is over.',
      againSeconds: 30,
    });
  });

  test('a pool that is on target already, or that AKS upgrades by itself, is left as it is', () => {
    const there = givenLook({ nodesSeen: [givenNode('n0', { imageVersion: NEW_IMAGE })] });
    const azure = givenAzure([pool(OWN)]);
    expect(setUpgradeSettings.decide(givenPassFacts({ azure, look: there })).kind).toBe('done');
    const work = givenPoolStep({ strategy: 'native-rolling' });
    expect(decide([pool(OWN)], givenMigration({ work })).kind).toBe('done');
  });
});

describe('put-back-settings', () => {
  const decide = (upgradeSettings: unknown, before: Record<string, unknown> | undefined, state = 'Succeeded') =>
    putBackSettings.decide(
      givenPassFacts({
        migration: givenMigration({ remembered: before ? { upgradeSettings: before } : {} }),
        azure: givenAzure([pool(upgradeSettings, { provisioningState: state })]),
      }),
    );

  test('every field that we set gets back what it had, and a field that was not there goes', () => {
    expect(decide(OURS, OWN)).toMatchObject({
      kind: 'write',
      write: { kind: 'update-pool', properties: { upgradeSettings: OWN }, etag: 'pool-1' },
    });
  });

  test('what somebody else has changed since is never touched', () => {
    const theirs = { ...OURS, maxSurge: '50%', someday: 'changed' };
    expect(decide(theirs, OWN)).toMatchObject({
      write: { properties: { upgradeSettings: { maxSurge: '50%', drainTimeoutInMinutes: 45, someday: 'changed' } } },
    });
  });

  test('settings that are back are not written again, however AKS renders its defaults', () => {
    expect(decide(OWN, OWN).kind).toBe('done');
    expect(decide({ ...OWN, nodeSoakDurationInMinutes: 0, undrainableNodeBehavior: 'Schedule' }, OWN).kind).toBe(
      'done',
    );
  });

  test('nothing was changed, nothing is put back; and nothing is written while AKS is at work', () => {
    expect(decide(OURS, undefined).kind).toBe('done');
    expect(decide(OURS, OWN, 'Updating').kind).toBe('wait');
  });
});
