import type { PoolState } from './azure-look.ts';
import { stop, wait, write } from './decide.ts';
import { isSettled } from './others-at-work.ts';
import { movableOn, nodesOf, type Pass } from './pass.ts';
import type { Remembered } from './remembered.ts';
import type { Decision, PassFacts } from './step-rule.ts';

/** Deleting a pool takes some minutes; one that is still there after this long does not go by itself. */
const GONE_WITHIN_MINUTES = 60;
/** Machines and pool are two; more are needed only where Azure fails or shows late what it did. */
const MOST_ASKED = 20;

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
  const tooLong = stillThere(pass, pool);
  if (tooLong) return tooLong;
  if (!isSettled(pool)) return wait(`Azure is at work on pool ${pool.name} (${state}).`, 30);
  if (open.length > 0) {
    return stop(
      'CORDON_LIFTED',
      `Pool ${pool.name} is not deleted: somebody opened ${open.map(({ name }) => name).join(', ')} to pods.`,
      'Agree with whoever did it; cordon the nodes again and resume, or roll back.',
    );
  }
  const { now, migration } = pass.facts;
  const asked = { deletion: { askedAt: now, times: (deletionOf(pass.facts)?.times ?? 0) + 1 } };
  // A system pool must keep a machine; it goes with the pool.
  const machines = nodes.map(({ name }) => name).slice(pool.mode.toLowerCase() === 'system' ? 1 : 0);
  if (machines.length > 0) {
    return write(
      { kind: 'delete-machines', poolId: pool.id, machines },
      `Nothing runs on the ${nodes.length} nodes of ${pool.name} any more: ${machines.length} machines are deleted.`,
      { ...asked, shrunkFrom: migration.remembered.shrunkFrom ?? pool.scaling.count },
    );
  }
  return write(
    { kind: 'delete-pool', poolId: pool.id, etag: pool.etag },
    `Nothing is left of pool ${pool.name} but its name: it is deleted.`,
    asked,
  );
}

/** Waiting for a window before it is asked does not count; a person's word to go on counts anew. */
function stillThere({ facts }: Pass, pool: PoolState): Decision | undefined {
  const deletion = deletionOf(facts);
  if (!deletion) return undefined;
  const { askedAt, times } = deletion;
  const minutes = Math.floor((facts.now - Math.max(askedAt, facts.migration.resumedAt ?? askedAt)) / 60_000);
  const isStuck = isSettled(pool) ? times >= MOST_ASKED : minutes >= GONE_WITHIN_MINUTES;
  if (!isStuck) return undefined;
  const { name, provisioningState, failure } = pool;
  const words = failure ? `${failure.code}: ${failure.message}` : `Azure says ${provisioningState} and no more`;
  return stop(
    'POOL_NOT_DELETED',
    isSettled(pool)
      ? `Pool ${name} is still there, and its deletion was asked for ${times} times (${words}).`
      : `Pool ${name} is still there ${GONE_WITHIN_MINUTES} minutes after its deletion was asked for (${words}).`,
    'Mend what Azure names, then resume; it is asked again.',
  );
}

/** What was asked since a person last said to go on, where Azure is at rest; else since ever. */
function deletionOf({ migration: { remembered, resumedAt = 0 } }: PassFacts): Remembered['deletion'] {
  const { deletion } = remembered;
  return deletion && deletion.askedAt < resumedAt ? { ...deletion, times: 0 } : deletion;
}
