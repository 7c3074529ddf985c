import { describe, expect, test } from 'vitest';
import type { ClusterLook } from '../../../../shared/domain/cluster/facts.ts';
import type { PoolState } from '../../../../shared/domain/migration/azure-look.ts';
import type { Migration } from '../../../../shared/domain/migration/migration.ts';
import { followUpgrade } from '../../../../shared/domain/migration/steps/follow-upgrade.ts';
import { upgradeImage } from '../../../../shared/domain/migration/steps/upgrade-image.ts';
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
  MINUTE,
  NEW_IMAGE,
  OLD_IMAGE,
  POOL_ID,
} from '../../../support/migration.ts';

const ASKED = { imageBefore: OLD_IMAGE, kubernetesBefore: '1.33.2', cordonedBefore: [], askedEtag: 'pool-1' };
const AGAIN = { kind: 'upgrade-image', poolId: POOL_ID };
const old = (name: string, overrides = {}) => givenNode(name, overrides);
const fresh = (name: string, overrides = {}) => givenNode(name, { imageVersion: NEW_IMAGE, ...overrides });

describe('upgrade-image', () => {
  const decide = (
    pool: Partial<PoolState>,
    migration: Partial<Migration> = {},
    nodes = [old('n0'), old('n1', { unschedulable: true })],
    cluster = {},
  ) =>
    upgradeImage.decide(
      givenPassFacts({
        migration: givenMigration({ step: 'upgrade-image', ...migration }),
        azure: givenAzure([givenPoolState(pool)], cluster),
        look: givenLook({ nodesSeen: nodes }),
      }),
    );

  test('AKS is asked once, and what ran before is remembered', () => {
    expect(decide({})).toEqual({
      kind: 'write',
      write: AGAIN,
      because: `Asks AKS to bring 2 nodes to ${NEW_IMAGE}.`,
      remember: { ...ASKED, cordonedBefore: ['n1'] },
    });
  });

  test('a crash before it was sent changes nothing on the pool, and it is asked again', () => {
    expect(decide({}, { remembered: ASKED }).kind).toBe('write');
  });

  test('an answer that was lost is found in the world: nothing is asked twice', () => {
    expect(decide({ provisioningState: 'UpgradingNodeImageVersion' }, { remembered: ASKED }).kind).toBe('done');
    expect(decide({ etag: 'pool-2' }, { remembered: ASKED }).kind).toBe('done');
  });

  test('nothing is asked when every node is on the target already', () => {
    expect(decide({}, {}, [fresh('n0'), fresh('n1', { imageVersion: `${NEW_IMAGE}-2026.11.01` })]).kind).toBe('done');
  });

  test('what is under way for somebody else is waited for, on the pool and on the cluster', () => {
    expect(decide({ provisioningState: 'Upgrading' })).toEqual({
      kind: 'wait',
      because: 'AKS is at work on the pool (Upgrading), and not for this migration: it waits until that is over.',
      againSeconds: 30,
    });
    expect(decide({}, {}, undefined, { provisioningState: 'Updating' })).toMatchObject({
      kind: 'wait',
      because: 'AKS is at work on the cluster (Updating); it waits until that is over.',
    });
  });

  test('without a target image nobody could tell when it is reached', () => {
    const work = givenPoolStep({ target: { reasons: [] } });
    expect(decide({}, { work })).toMatchObject({ kind: 'stop', code: 'UPGRADE_NO_TARGET' });
  });

  test('nodes that cannot be seen are not taken for any', () => {
    const facts = givenPassFacts({ look: givenLook() });
    expect(upgradeImage.decide(facts).kind).toBe('wait');
  });
});

describe('follow-upgrade', () => {
  interface Given {
    readonly pool?: Partial<PoolState>;
    readonly migration?: Partial<Migration>;
    readonly nodes?: readonly ReturnType<typeof old>[];
    readonly look?: Partial<ClusterLook>;
    readonly now?: number;
  }
  const decide = ({ pool, migration, nodes = [old('n0'), fresh('n1')], look, now = AT + HOUR }: Given) =>
    followUpgrade.decide(
      givenPassFacts({
        now,
        migration: givenMigration({ step: 'follow-upgrade', remembered: ASKED, ...migration }),
        azure: givenAzure([givenPoolState({ imageVersion: NEW_IMAGE, etag: 'pool-9', ...pool })]),
        look: givenLook({ nodesSeen: nodes, ...look }),
      }),
    );
  const budget = (allowed: number) => ({
    namespace: 'shop',
    name: 'api-pdb',
    labels: {},
    annotations: {},
    disruptionsAllowed: allowed,
    currentHealthy: 3,
    desiredHealthy: 3,
    expectedPods: 3,
    observed: true,
  });
  const budgets = (allowed: number) => ({ budgets: { kind: 'seen', items: [budget(allowed)] } }) as const;
  const failed = (code: string, message: string): Partial<PoolState> => ({
    provisioningState: 'Failed',
    failure: { code, message },
  });
  const PDB =
    "Drain node aks-apps-1-vmss000001 failed when evicting pod api-7c9f6d5b8-x2k4q failed with Too Many Requests error. This is often caused by a restrictive Pod Disruption Budget (PDB) policy. See http://aka.ms/aks/debugdrainfailures. Original error: Cannot evict pod as it would violate the pod's disruption budget.. PDB debug info: shop/api-7c9f6d5b8-x2k4q blocked by pdb api-pdb with 0 unready pods.";

  test('it is finished when every node’s own label shows the target and it is Ready', () => {
    expect(decide({ nodes: [fresh('n0'), fresh('n1')] })).toEqual({
      kind: 'done',
      because: `Every one of 2 nodes shows ${NEW_IMAGE} and is Ready.`,
      remember: { upgradedAt: AT + HOUR },
    });
  });

  test('while AKS is at it, progress is told node by node, with what does not leave', () => {
    const events = {
      kind: 'seen',
      items: [
        {
          uid: 'e1',
          type: 'Warning',
          reason: 'Drain',
          message: 'Eviction blocked by Too many Requests (usually a pdb): [api-1]',
          object: { kind: 'Node', name: 'n0' },
          count: 3,
          lastAt: AT + HOUR - 1000,
        },
      ],
    } as const;
    const decision = decide({
      pool: { provisioningState: 'Upgrading' },
      nodes: [old('n0'), fresh('n1'), fresh('n2', { ready: false })],
      look: { events, ...budgets(0) },
    });
    expect(decision).toEqual({
      kind: 'wait',
      because:
        '1 of 3 nodes show the image and are Ready, n2 not Ready yet; on n0: Eviction blocked by Too many Requests (usually a pdb): [api-1]; budgets with no room: shop/api-pdb.',
      againSeconds: 30,
      remember: { nodesThere: { count: 1, since: AT + HOUR } },
    });
  });

  test.each([
    ['not longer than a node takes', 90 * MINUTE, 1, 0, 'wait'],
    ['longer than a node takes', 90 * MINUTE + 1, 1, 0, 'stop'],
    ['longer, and another node has come', 90 * MINUTE + 1, 0, 0, 'wait'],
    ['longer, and a person said to go on', 90 * MINUTE + 1, 1, MINUTE, 'wait'],
  ])('no further node for %s', (_, after, count, resumed, kind) => {
    const remembered = { ...ASKED, nodesThere: { count, since: AT } };
    const decision = decide({
      pool: { provisioningState: 'Upgrading' },
      migration: { remembered, stepSince: AT, ...(resumed > 0 && { resumedAt: AT + resumed }) },
      now: AT + after,
    });
    expect(decision).toMatchObject(kind === 'stop' ? { kind, code: 'UPGRADE_STUCK' } : { kind });
  });

  test('Succeeded with nodes on the source image is not success: it is asked for once more, then it stops', () => {
    expect(decide({})).toEqual({
      kind: 'write',
      write: AGAIN,
      because: `AKS says Succeeded, and it is not: 1 of 2 nodes (n0) do not show ${NEW_IMAGE}. AKS is asked once more.`,
      remember: { failedTries: [{ cause: 'not replaced', at: AT + HOUR, etag: 'pool-9' }] },
    });
    const failedTries = [{ cause: 'not replaced', at: AT, etag: 'pool-5' }];
    expect(decide({ migration: { remembered: { ...ASKED, failedTries } } })).toMatchObject({
      kind: 'stop',
      code: 'UPGRADE_NOT_DONE',
    });
  });

  test('ARM may lag behind what it accepted: two minutes are given', () => {
    expect(decide({ now: AT + 2 * MINUTE - 1 }).kind).toBe('wait');
    expect(decide({ now: AT + 2 * MINUTE }).kind).toBe('write');
  });

  test('a drain that failed on a full budget stops, with pod, budget and its arithmetic', () => {
    expect(decide({ pool: failed('UpgradeFailed', PDB), look: budgets(0) })).toEqual({
      kind: 'stop',
      code: 'UPGRADE_DRAIN_FAILED',
      because:
        'AKS could not drain aks-apps-1-vmss000001: pod shop/api-7c9f6d5b8-x2k4q did not leave: budget shop/api-pdb expects 3 pods, 3 are healthy, 3 must stay, 0 may go.',
      remedy: 'Bring up one more replica or widen the budget until it allows one, or ask its owner; then resume.',
    });
  });

  test('an upgrade that a health gate aborted stops, is not asked for by itself, and says what the monitor said', () => {
    const said = 'HealthSignal of image-steward.io reports Ready=False (ThresholdBreached): 1 node is not Ready.';
    const pool = failed('UpgradeHealthCheckFailed', `The upgrade was aborted by its health gate: ${said}`);
    expect(decide({ pool })).toEqual({
      kind: 'stop',
      code: 'UPGRADE_GATE_SHUT',
      because: `AKS aborted its upgrade: a monitor of this cluster said it is not healthy, or said nothing in time. AKS says: The upgrade was aborted by its health gate: ${said}`,
      remedy: 'Mend what the monitor names, or roll back; the nodes that were replaced stay so. Then resume.',
    });
  });

  test('when the budget has room again, AKS is asked once more; the same cause twice stops', () => {
    const pool = failed('PodDrainFailure', PDB);
    const first = decide({ pool, look: budgets(1) });
    expect(first).toMatchObject({ kind: 'write', write: AGAIN });
    const tries = first.kind === 'write' ? first.remember?.failedTries : undefined;
    const remembered = { ...ASKED, ...(tries && { failedTries: tries }) };
    // The same failure looked at again is the same question.
    expect(decide({ pool, look: budgets(1), migration: { remembered } })).toEqual(first);
    expect(decide({ pool: { ...pool, etag: 'pool-10' }, look: budgets(1), migration: { remembered } })).toMatchObject({
      kind: 'stop',
      code: 'UPGRADE_DRAIN_FAILED',
    });
    // A person who says resume gives it another try.
    const resumed = { remembered, resumedAt: AT + 2 * HOUR };
    expect(
      decide({ pool: { ...pool, etag: 'pool-10' }, look: budgets(1), migration: resumed, now: AT + 3 * HOUR }),
    ).toMatchObject({ kind: 'write', write: AGAIN });
  });

  test.each([
    ['QuotaExceeded', 'Operation could not be completed as it results in exceeding approved quota.', 'UPGRADE_NO_ROOM'],
    ['SubnetIsFull', 'Subnet default does not have enough capacity for 3 IP addresses.', 'UPGRADE_NO_ROOM'],
    [
      'UnsatisfiablePDB',
      '1 error occurred: * PDB shop/api-pdb has maxUnavailable == 0 can not proceed',
      'UPGRADE_DRAIN_FAILED',
    ],
  ])(
    '%s needs something changed first: it stops at once, and is asked for again after a resume',
    (code, message, page) => {
      expect(decide({ pool: failed(code, message) })).toMatchObject({ kind: 'stop', code: page });
      expect(decide({ pool: failed(code, message), migration: { resumedAt: AT + MINUTE } })).toMatchObject({
        kind: 'write',
        write: AGAIN,
      });
    },
  );

  test('an operation that somebody stopped is not begun again without a word', () => {
    expect(decide({ pool: { provisioningState: 'Canceled' } })).toMatchObject({
      kind: 'stop',
      code: 'UPGRADE_CANCELED',
    });
  });

  test('nodes that AKS put aside are found by their label and named', () => {
    const aside = old('n0', { unschedulable: true, labels: { 'kubernetes.azure.com/upgrade-status': 'Quarantined' } });
    expect(decide({ pool: failed('UpgradeFailed', PDB), nodes: [aside, fresh('n1')], look: budgets(0) })).toMatchObject(
      {
        kind: 'stop',
        code: 'UPGRADE_NODES_QUARANTINED',
        because:
          'AKS could not drain n0, cordoned them and put surge nodes in their place; budgets with no room: shop/api-pdb.',
      },
    );
  });

  test('a node that is left cordoned is found, unless it was cordoned before', () => {
    const nodes = [fresh('n0', { unschedulable: true }), fresh('n1')];
    expect(decide({ nodes })).toMatchObject({ kind: 'stop', code: 'UPGRADE_NODES_CORDONED' });
    expect(decide({ nodes, migration: { remembered: { ...ASKED, cordonedBefore: ['n0'] } } }).kind).toBe('done');
  });

  test('a node on the image that does not get Ready is waited for a quarter of an hour', () => {
    const nodes = [fresh('n0', { ready: false })];
    const first = decide({ nodes });
    expect(first).toMatchObject({ kind: 'wait', because: 'n0 shows the image and is not Ready.' });
    const remembered = { ...ASKED, ...(first.kind === 'wait' ? first.remember : {}) };
    const at = (now: number) => decide({ nodes, now, migration: { remembered } });
    expect(at(AT + HOUR + 15 * MINUTE - 1).kind).toBe('wait');
    expect(at(AT + HOUR + 15 * MINUTE)).toMatchObject({ kind: 'stop', code: 'UPGRADE_NODES_NOT_READY' });
  });

  test('a later image than the signed one stops it', () => {
    const later = 'AKSUbuntu-2204gen2containerd-202611.02.0';
    expect(decide({ nodes: [fresh('n0', { imageVersion: later }), fresh('n1')] })).toMatchObject({
      kind: 'stop',
      code: 'UPGRADE_OTHER_IMAGE',
    });
  });

  test('a pool of no nodes has nothing to replace', () => {
    expect(decide({ nodes: [], pool: { scaling: { count: 0 } } }).kind).toBe('done');
    expect(decide({ nodes: [], migration: { resumedAt: AT }, now: AT + 60_000 }).kind).toBe('wait');
    expect(decide({ nodes: [], migration: { resumedAt: AT }, now: AT + 15 * 60_000 })).toMatchObject({
      kind: 'stop',
      code: 'UPGRADE_NODES_NOT_READY',
    });
  });

  test('what AKS does by itself is watched and never asked for; a later image is as good', () => {
    const work = givenPoolStep({ strategy: 'native-rolling' });
    const watched = { work, remembered: {} };
    expect(decide({ migration: watched })).toMatchObject({ kind: 'wait', remember: { imageBefore: NEW_IMAGE } });
    const later = fresh('n0', { imageVersion: 'AKSUbuntu-2204gen2containerd-202611.02.0' });
    expect(decide({ migration: watched, nodes: [later, fresh('n1')] }).kind).toBe('done');
    expect(decide({ migration: watched, now: AT + 14 * MS_PER_DAY })).toMatchObject({
      kind: 'stop',
      code: 'UPGRADE_NOT_DONE',
    });
  });
});
