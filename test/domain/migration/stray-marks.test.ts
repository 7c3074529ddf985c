import { describe, expect, test } from 'vitest';
import type { ClusterLook, KubeNode } from '../../../shared/domain/cluster/facts.ts';
import { CORDON_MARK, TAINT_MARK } from '../../../shared/domain/cluster/node-mark.ts';
import { NODE_MARK, POOL_TAG, RETIRING } from '../../../shared/domain/migration/azure-look.ts';
import type { Migration } from '../../../shared/domain/migration/migration.ts';
import { ownersOf } from '../../../shared/domain/migration/stray-mark.ts';
import { strayMarks } from '../../../shared/domain/migration/stray-marks.ts';
import { MS_PER_DAY } from '../../../shared/domain/time.ts';
import { givenWorkload } from '../../support/kubernetes.ts';
import {
  AT,
  givenAzure,
  givenLook,
  givenMigration,
  givenNode,
  givenPoolState,
  POOL_ID,
  type SeenAzure,
} from '../../support/migration.ts';

const ID = 'm-0123456789ab';
const ended = (overrides: Partial<Migration> = {}) =>
  givenMigration({ route: 'pool-replacement', id: ID, status: 'aborted', endedAt: AT - 1000, ...overrides });
const running = (overrides: Partial<Migration> = {}) =>
  givenMigration({ route: 'pool-replacement', id: ID, ...overrides });
const ours = (name: string, overrides: Partial<KubeNode> = {}) =>
  givenNode(name, { unschedulable: true, marks: { [NODE_MARK]: ID, [CORDON_MARK]: ID }, ...overrides });

function strays(
  migrations: readonly Migration[],
  {
    nodes = [],
    azure = givenAzure(),
    look = {},
    unreadable = [],
    now = AT,
  }: {
    nodes?: readonly KubeNode[];
    azure?: SeenAzure;
    look?: Partial<ClusterLook>;
    unreadable?: string[];
    now?: number;
  } = {},
) {
  return strayMarks(ownersOf(migrations, unreadable), azure, givenLook({ nodesSeen: nodes, ...look }), now);
}

describe('no node stays cordoned without a running migration or an open finding that names it', () => {
  test('a cordon of an ended migration is named, and is provably ours', () => {
    expect(strays([ended()], { nodes: [ours('n0')] })).toEqual([
      {
        kind: 'cordon',
        subject: 'n0',
        migrationId: ID,
        what: 'Node n0 is cordoned for migration m-0123456789ab, which has ended (aborted).',
        nextAction:
          'It is taken off by itself at the next look; by hand: kubectl uncordon n0, when nothing speaks against pods on it.',
        clear: 'uncordon',
      },
    ]);
  });

  test('a running migration owns its cordons, a paused one too', () => {
    expect(strays([running()], { nodes: [ours('n0')] })).toEqual([]);
    expect(strays([running({ status: 'paused' })], { nodes: [ours('n0')] })).toEqual([]);
  });

  test('a mark of a migration without a record, or with one that cannot be read, is named and left', () => {
    expect(strays([], { nodes: [ours('n0')] })).toMatchObject([
      { subject: 'n0', what: expect.stringContaining('no record') },
    ]);
    const [unreadable] = strays([], { nodes: [ours('n0')], unreadable: [ID] });
    expect(unreadable).toMatchObject({ what: expect.stringContaining('cannot be read') });
    expect(unreadable).not.toHaveProperty('clear');
  });

  test('somebody else’s cordon is named and never ours to lift; AKS’s quarantine is told apart', () => {
    const label = { 'kubernetes.azure.com/upgrade-status': 'Quarantined' };
    const nodes = [givenNode('n0', { unschedulable: true }), givenNode('n1', { unschedulable: true, labels: label })];
    const found = strays([ended()], { nodes });
    expect(found.map(({ what }) => what)).toEqual([
      'Node n0 is cordoned, not by us, and no migration is at work on it.',
      'AKS could not drain node n1 and put it aside: it stays cordoned, and no migration is at work on it.',
    ]);
    expect(found.every((one) => one.clear === undefined)).toBe(true);
  });

  test('what AKS cordons in a pool with a running migration is that migration’s; in another pool it is not', () => {
    const nodes = [givenNode('n0', { unschedulable: true }), givenNode('x0', { unschedulable: true, pool: 'system' })];
    expect(strays([running()], { nodes }).map(({ subject }) => subject)).toEqual(['x0']);
  });
});

test('a taint of ours, and a mark that is left alone, are told apart from taints of others', () => {
  const tainted = givenNode('n0', { taints: [RETIRING], marks: { [NODE_MARK]: ID, [TAINT_MARK]: ID } });
  const markOnly = givenNode('n1', { marks: { [NODE_MARK]: ID } });
  const theirs = givenNode('n2', { taints: [RETIRING] });
  expect(strays([ended()], { nodes: [tainted, markOnly, theirs] })).toMatchObject([
    { kind: 'taint', subject: 'n0', clear: 'untaint' },
    { kind: 'mark', subject: 'n1' },
  ]);
});

test('a dry run owns nothing, as it writes nothing', () => {
  expect(strays([running({ dryRun: true })], { nodes: [givenNode('n0', { unschedulable: true })] })).toMatchObject([
    { kind: 'cordon', subject: 'n0' },
  ]);
});

test('a target pool is stray unless its migration runs or completed', () => {
  const azure = givenAzure([givenPoolState({ id: `${POOL_ID}x`, name: 'appsx', tags: { [POOL_TAG]: ID } })]);
  const kinds = (migration?: Migration) => strays(migration ? [migration] : [], { azure }).map(({ kind }) => kind);
  expect(kinds(running())).toEqual([]);
  expect(kinds(ended({ status: 'completed' }))).toEqual([]);
  expect(kinds(ended())).toEqual(['target-pool']);
  expect(kinds(ended({ status: 'rolled-back' }))).toEqual(['target-pool']);
  expect(kinds()).toEqual(['target-pool']);
});

describe('numbers and settings of an ended migration', () => {
  const workload = { kind: 'Deployment', namespace: 'shop', name: 'cart' };
  const remembered = { replicas: [{ workload, before: 2, during: 3 }] };
  const look = (replicas: number): Partial<ClusterLook> => ({
    workloads: { kind: 'seen', items: [givenWorkload('Deployment', 'cart', { replicas })] },
  });

  test('replicas that are still as we set them are named with the command that puts them back', () => {
    expect(strays([ended({ remembered })], { look: look(3) })).toEqual([
      {
        kind: 'replicas',
        subject: 'Deployment shop/cart',
        migrationId: ID,
        what: 'Deployment shop/cart still has 3 replicas from migration m-0123456789ab (aborted); before it had 2.',
        nextAction: 'If nobody wants them: kubectl -n shop scale deployment cart --replicas 2',
      },
    ]);
    expect(strays([ended({ remembered })], { look: look(2) })).toEqual([]);
    expect(strays([ended({ remembered })], { look: look(5) })).toEqual([]);
  });

  test('they count for two weeks: after that, what is so is somebody’s choice', () => {
    const at = (now: number) => strays([ended({ remembered, endedAt: AT })], { look: look(3), now }).length;
    expect(at(AT + 14 * MS_PER_DAY)).toBe(1);
    expect(at(AT + 14 * MS_PER_DAY + 1)).toBe(0);
  });

  test('a running migration that remembers the same owns them', () => {
    const other = running({ id: 'm-other0000000', remembered });
    expect(strays([ended({ remembered }), other], { look: look(3) })).toEqual([]);
  });

  test('an autoscaler that stayed off is named; of a completed migration it is the target’s', () => {
    const scaling = { count: 3, autoscaler: { min: 1, max: 5 } };
    expect(strays([ended({ remembered: { sourceScaling: scaling } })])).toMatchObject([
      { kind: 'autoscaler', subject: 'apps', nextAction: expect.stringContaining('--min-count 1 --max-count 5') },
    ]);
    const azure = givenAzure([givenPoolState({ id: `${POOL_ID}x`, name: 'appsx' })]);
    const completed = ended({
      status: 'completed',
      remembered: {
        sourceScaling: scaling,
        targetScaling: scaling,
        targetPool: { poolId: `${POOL_ID}x`, name: 'appsx', differences: [] },
      },
    });
    expect(strays([completed], { azure })).toMatchObject([{ kind: 'autoscaler', subject: 'appsx' }]);
  });

  test('upgrade settings that are still ours are named', () => {
    const set = {
      maxSurge: '1',
      drainTimeoutInMinutes: 30,
      nodeSoakDurationInMinutes: 0,
      undrainableNodeBehavior: 'Cordon',
    };
    const azure = (upgradeSettings: unknown) => givenAzure([givenPoolState({ properties: { upgradeSettings } })]);
    const left = ended({ route: 'in-place', remembered: { upgradeSettings: { maxSurge: '33%' } } });
    expect(strays([left], { azure: azure(set) })).toMatchObject([{ kind: 'upgrade-settings', subject: 'apps' }]);
    expect(strays([left], { azure: azure({ maxSurge: '33%' }) })).toEqual([]);
  });
});
