import { expect, test } from 'vitest';
import { imagine } from '../../../../shared/domain/migration/imagine.ts';
import { ROUTES } from '../../../../shared/domain/migration/step-table.ts';
import { AT, HOUR } from '../../../support/migration.ts';
import { decideNow, givenWalker, type Walker, walk } from './driver.ts';

const world = ({ migration, azure, look }: Walker) => imagine(migration, azure, look);
const pools = (walker: Walker) => {
  const { azure } = world(walker);
  return azure.kind === 'seen' ? azure.pools.map(({ name, scaling }) => ({ name, scaling })) : [];
};
const nodes = (walker: Walker, pool: string) => {
  const { nodes: list } = world(walker).look;
  return list?.kind === 'seen' ? list.items.filter((node) => node.pool === pool) : [];
};

test('the way forward: target made, source frozen, tainted, cordoned, emptied, held, deleted; the autoscaler goes over', () => {
  const walker = givenWalker();
  const writes = walk(walker, 'forward');
  expect(writes.map(({ kind }) => kind)).toEqual([
    'create-pool',
    'update-pool',
    'taint',
    'cordon',
    'drain',
    'drain',
    'delete-machines',
    'delete-pool',
    'update-pool',
  ]);
  expect(pools(walker)).toEqual([{ name: 'apps0123', scaling: { count: 2, autoscaler: { min: 1, max: 5 } } }]);
  expect(walker.now).toBeGreaterThanOrEqual(AT + 28 * HOUR);
});

test('invariant 5: the source pool is never deleted before its hold ends, nor while an alert is open', () => {
  const walker = givenWalker();
  walk(walker, 'forward', 'hold');
  const began = walker.now;
  walker.now = began + 4 * HOUR - 1;
  expect(decideNow(walker).kind).toBe('wait');
  walker.now = began + 4 * HOUR;
  expect(decideNow(walker).kind).toBe('done');
  for (const kind of ['breached', 'unknown'] as const) {
    const held = { ...walker, facts: { alert: { kind, why: 'errors' } } };
    expect(decideNow(held).kind).toBe('wait');
    held.migration = { ...held.migration, step: 'delete-source' };
    expect(decideNow(held)).toMatchObject({ kind: 'wait', againSeconds: 60 });
  }
});

test.each(ROUTES['pool-replacement'].forward.slice(0, ROUTES['pool-replacement'].forward.indexOf('put-back')))(
  'invariant 6: rolled back from %s, everything of ours is put back and what others set stays',
  (step) => {
    const walker = givenWalker();
    walk(walker, 'forward', step);
    walker.migration = { ...walker.migration, deleteTarget: true };
    walk(walker, 'back');
    expect(pools(walker)).toEqual([{ name: 'apps', scaling: { count: 2, autoscaler: { min: 1, max: 5 } } }]);
    expect(nodes(walker, 'apps').map(({ name, unschedulable, taints }) => ({ name, unschedulable, taints }))).toEqual([
      { name: 'apps-1', unschedulable: false, taints: [] },
      { name: 'apps-2', unschedulable: true, taints: [] },
    ]);
  },
);

test.each(['taint-source', 'cordon-source', 'drain-source', 'validate', 'hold'] as const)(
  'invariant 7: aborted in %s, no node stays cordoned or tainted by us, on source and target',
  (step) => {
    const walker = givenWalker();
    walk(walker, 'forward', step);
    walk(walker, 'aside');
    const all = [...nodes(walker, 'apps'), ...nodes(walker, 'apps0123')];
    expect(all.filter(({ taints }) => taints.length > 0)).toEqual([]);
    expect(all.filter(({ unschedulable }) => unschedulable).map(({ name }) => name)).toEqual(['apps-2']);
  },
);

test('a target that is to be kept is opened again when the way back is done', () => {
  const walker = givenWalker();
  walk(walker, 'forward', 'hold');
  walk(walker, 'back');
  expect(pools(walker).map(({ name }) => name)).toEqual(['apps', 'apps0123']);
  expect(nodes(walker, 'apps0123').some(({ unschedulable }) => unschedulable)).toBe(false);
});

test('a source that is gone is nothing to go back to', () => {
  const walker = givenWalker({ step: 'refill-source', direction: 'back' });
  walker.azure = { ...walker.azure, pools: [] } as Walker['azure'];
  expect(decideNow(walker)).toMatchObject({ kind: 'stop', code: 'POOL_VANISHED' });
});
