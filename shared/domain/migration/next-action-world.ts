import type { ClusterLook } from '../cluster/facts.ts';
import type { Instant } from '../time.ts';
import type { Action } from './action.ts';
import type { AzureLook } from './azure-look.ts';
import type { Migration } from './migration.ts';
import type { Need, PassFacts } from './step-rule.ts';
import { ROUTES, type StepName } from './step-table.ts';

/** What is not seen for so long needs a person. */
const UNSEEN_MS = 15 * 60_000;
const UNSEEN_AGAIN_SECONDS = 30;

/** What of the world stops every step alike: it cannot be seen, is switched off, or is not there any more. */
export function troubleWithWorld(facts: PassFacts, needs: readonly Need[]): Action | undefined {
  const { azure, migration } = facts;
  if (azure.kind === 'gone') return gone(migration, 'The cluster is gone.', 'CLUSTER_GONE');
  if (azure.kind === 'not-seen') return unseen(facts, `Azure does not show the cluster: ${azure.detail}`);
  if (azure.cluster.power === 'stopped') return unseen(facts, 'The cluster is stopped; start it.');
  return vanished(migration, azure) ?? hidden(facts, needs);
}

function unseen({ migration, now }: PassFacts, because: string): Action {
  if (migration.status === 'running' && now - unseenSince(migration, now) >= UNSEEN_MS) {
    return {
      kind: 'pause',
      because: `For 15 minutes: ${because}`,
      remedy: 'See to it that the cluster is there and can be seen, then resume.',
      code: 'CLUSTER_NOT_SEEN',
    };
  }
  return { kind: 'wait', because, againSeconds: UNSEEN_AGAIN_SECONDS, unseen: true };
}

function unseenSince({ unseenSince: since, resumedAt }: Migration, now: Instant): Instant {
  return since === undefined ? now : Math.max(since, resumedAt ?? since);
}

/** On the way forward a person has to know; a way back or aside has nothing left to put back. */
function gone({ direction }: Migration, what: string, code: string): Action {
  if (direction !== 'forward') {
    return { kind: 'end', status: 'aborted', because: `${what} Nothing is left to put back.` };
  }
  return {
    kind: 'pause',
    because: what,
    remedy: 'Abort this migration; if it should not be gone, find out who deleted it.',
    code,
  };
}

/** Pools that somebody else took away. */
function vanished(migration: Migration, azure: Extract<AzureLook, { kind: 'seen' }>): Action | undefined {
  const { work, remembered, route, direction } = migration;
  if (work.kind !== 'pool') return undefined;
  const isThere = (poolId: string) => azure.pools.some(({ id }) => id.toLowerCase() === poolId.toLowerCase());
  const source = `The pool ${work.name} is gone.`;
  if (route === 'in-place') {
    return migration.step !== 'close' && !isThere(work.poolId) ? gone(migration, source, 'POOL_GONE') : undefined;
  }
  if (needsSource(migration) && !isThere(work.poolId)) {
    const remedy =
      direction === 'forward'
        ? 'Abort: what is ours is put back. If the pool should not be gone, find out who deleted it.'
        : 'Abort: what is ours is put back, and pods stay on the target.';
    return { kind: 'pause', because: source, remedy, code: 'POOL_GONE' };
  }
  const target = remembered.targetPool;
  if (target && needsTarget(migration) && !isThere(target.poolId)) {
    return {
      kind: 'pause',
      because: `The target pool ${target.name} is gone.`,
      remedy: 'Roll back: the source is opened again. Find out who deleted the target.',
      code: 'TARGET_GONE',
    };
  }
  return undefined;
}

const BACK_NEEDS_SOURCE: readonly StepName[] = [
  'refill-source',
  'reopen-source',
  'close-target',
  'drain-target',
  'validate-back',
];

function needsSource({ direction, step }: Migration): boolean {
  if (direction === 'forward') return !after('delete-source', step) && step !== 'delete-source';
  return direction === 'back' && BACK_NEEDS_SOURCE.includes(step);
}

/** Between its making and the end of the way forward. */
function needsTarget({ direction, step }: Migration): boolean {
  return direction === 'forward' && after('await-target', step);
}

function after(milestone: StepName, step: StepName): boolean {
  const steps: readonly StepName[] = ROUTES['pool-replacement'].forward;
  return steps.indexOf(step) > steps.indexOf(milestone);
}

const LIST_OF: Readonly<Record<Exclude<Need, 'events'>, 'nodes' | 'pods' | 'workloads' | 'budgets' | 'autoscalers'>> = {
  nodes: 'nodes',
  'pods-of-pools': 'pods',
  'pending-pods': 'pods',
  workloads: 'workloads',
  budgets: 'budgets',
  autoscalers: 'autoscalers',
};

/** Lists that the step cannot do without; events only explain. */
function hidden(facts: PassFacts, needs: readonly Need[]): Action | undefined {
  for (const need of needs) {
    if (need === 'events') continue;
    const list: ClusterLook[(typeof LIST_OF)[typeof need]] = facts.look[LIST_OF[need]];
    if (list?.kind === 'seen') continue;
    const why = list ? list.detail : 'they were not read';
    return unseen(facts, `The cluster does not show its ${LIST_OF[need]}: ${why}`);
  }
  return undefined;
}
