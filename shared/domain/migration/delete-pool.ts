import type { PoolState } from './azure-look.ts';
import { stop, wait, write } from './decide.ts';
import { isSettled } from './others-at-work.ts';
import { countsFrom, movableOn, nodesOf, type Pass } from './pass.ts';
import type { Decision } from './step-rule.ts';

/** Deleting a pool takes some minutes; one that is still there after this long does not go by itself. */
const GONE_WITHIN_MINUTES = 60;

/** Machines first, then the pool, after a last look for anything that runs on it. */
export function deletePool(pass: Pass, pool: PoolState): Decision {
  const nodes = nodesOf(pass, pool);
  const left = nodes.flatMap(({ name }) => movableOn(pass, name));
  if (left.length > 0) {
    const names = left.slice(0, 3).map(({ namespace, name, node }) => `${namespace}/${name} on ${node}`);
    return stop(
      'POOL_NOT_EMPTY',
      `Pool ${pool.name} is not deleted: ${left.length === 1 ? 'a pod runs' : `${left.length} pods run`} on it (${names.join(', ')}).`,
      'Find out whose they are and move them, then resume; or roll back.',
    );
  }
  const open = nodes.filter(({ unschedulable }) => !unschedulable);
  const state = pool.provisioningState;
  if (state.toLowerCase() === 'deleting' || !isSettled(pool)) {
    return wait(`Azure is at work on pool ${pool.name} (${state}).`, 30);
  }
  if (open.length > 0) {
    return stop(
      'CORDON_LIFTED',
      `Pool ${pool.name} is not deleted: somebody opened ${open.map(({ name }) => name).join(', ')} to pods.`,
      'Agree with whoever did it; cordon the nodes again and resume, or roll back.',
    );
  }
  const { now, migration } = pass.facts;
  if (now - countsFrom(migration) > GONE_WITHIN_MINUTES * 60_000) {
    const words = pool.failure ? `${pool.failure.code}: ${pool.failure.message}` : `Azure says ${state} and no more`;
    return stop(
      'POOL_NOT_DELETED',
      `Pool ${pool.name} is still there after ${GONE_WITHIN_MINUTES} minutes (${words}).`,
      'Mend what Azure names, then resume; it is asked again.',
    );
  }
  // A system pool must keep a machine; it goes with the pool.
  const machines = nodes.map(({ name }) => name).slice(pool.mode.toLowerCase() === 'system' ? 1 : 0);
  if (machines.length > 0) {
    return write(
      { kind: 'delete-machines', poolId: pool.id, machines },
      `Nothing runs on the ${nodes.length} nodes of ${pool.name} any more: ${machines.length} machines are deleted.`,
      { shrunkFrom: migration.remembered.shrunkFrom ?? pool.scaling.count },
    );
  }
  return write(
    { kind: 'delete-pool', poolId: pool.id, etag: pool.etag },
    `Nothing is left of pool ${pool.name} but its name: it is deleted.`,
  );
}
