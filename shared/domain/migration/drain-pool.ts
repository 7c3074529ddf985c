import type { KubeNode, Pod } from '../cluster/facts.ts';
import type { StuckCause, StuckPod } from '../drain/stuck.ts';
import { NODE_MARK, type PoolState } from './azure-look.ts';
import { cordonOpen } from './cordon-nodes.ts';
import { done, stop, wait, write } from './decide.ts';
import { drainOrder } from './drain-order.ts';
import { daemonsMissing, newOnly, notReady, someOf, withoutRoom } from './health.ts';
import { holdOrStop } from './lasting-trouble.ts';
import { othersAtWork } from './others-at-work.ts';
import { movableOn, nodesOf, type Pass } from './pass.ts';
import type { Decision, Need } from './step-rule.ts';

export const DRAIN_NEEDS: readonly Need[] = ['nodes', 'pods-of-pools', 'pending-pods', 'workloads'];

/** Real seconds for which one pass follows a node. */
export const ATTENTION_SECONDS = 45;
/** A pod that left and finds no node for this long has no room. */
export const ROOM_WITHIN_SECONDS = 120;
const WELL_WITHIN_SECONDS = 300;

const ASK_ROOM = 'Give the cluster room or mend what is named, then resume; or roll back.';

/** What only a person can lift: asking again does not help. */
const NEEDS_PERSON: ReadonlySet<StuckCause> = new Set([
  'past-grace',
  'finalizer',
  'unmanaged',
  'forbidden',
  'budgets-overlap',
]);

/**
 * Empties a pool one node at a time, the least critical first, while the pods that leave find room.
 *
 * @param into where they are to go; its nodes and DaemonSets must stay healthy
 */
export function drainPool(pass: Pass, pool: PoolState, into: PoolState | undefined): Decision {
  const { facts, index } = pass;
  const nodes = nodesOf(pass, pool);
  const full = nodes.filter(({ name }) => movableOn(pass, name).length > 0);
  if (full.length === 0 && nodes.every(({ unschedulable }) => unschedulable)) {
    return done(`All ${nodes.length} nodes of ${pool.name} are empty of pods that an eviction moves.`);
  }
  const held =
    changedByOthers(pass, pool, nodes) ?? cordonOpen(nodes, facts.migration.remembered) ?? noRoom(pass, pool, into);
  if (held) return held;

  const underWay = full.find(({ name }) => name === facts.migration.drain.node?.name);
  if (underWay)
    return stuckForGood(pass, underWay.name) ?? drainNode(pass, underWay.name, `${underWay.name} is emptied further`);
  const waiting = newOnly(withoutRoom(index, nodes), facts.migration.remembered.troubleBefore);
  if (waiting.length > 0) return wait(`The next node waits until pods have found room: ${someOf(waiting)}`, 10);
  const [next] = drainOrder(index, full);
  if (!next) return wait('There is no node to empty.', 10);
  const why = next.reasons.length > 0 ? ` (${next.reasons.join(', ')})` : '';
  return drainNode(pass, next.node, `${next.node} is the next to be emptied${why}`);
}

function drainNode(pass: Pass, node: string, what: string): Decision {
  const pods = movableOn(pass, node).length;
  const { graceSeconds } = pass.facts.migration.running;
  return write(
    { kind: 'drain', node, graceSeconds, attentionSeconds: ATTENTION_SECONDS },
    `${what}: ${pods} ${pods === 1 ? 'pod has' : 'pods have'} to leave.`,
  );
}

/** What others did to the pool while it is emptied is left as it is, and said. */
function changedByOthers({ facts }: Pass, pool: PoolState, nodes: readonly KubeNode[]): Decision | undefined {
  const busy = othersAtWork(pool);
  if (busy) return busy;
  if (pool.scaling.autoscaler) {
    return stop(
      'SCALING_CHANGED',
      `Somebody turned the autoscaler of ${pool.name} on while the pool is emptied.`,
      'Agree with whoever did it; turn it off and resume, or roll back.',
    );
  }
  const { id, remembered } = facts.migration;
  const lifted = nodes.filter(
    ({ name, unschedulable, marks }) =>
      !unschedulable && marks?.[NODE_MARK] === id && remembered.cordoned?.includes(name),
  );
  if (lifted.length === 0) return undefined;
  return stop(
    'CORDON_LIFTED',
    `Somebody opened ${lifted.map(({ name }) => name).join(', ')} to pods again while the pool is emptied.`,
    'Agree with whoever did it; cordon the nodes again and resume, or roll back.',
  );
}

function noRoom(pass: Pass, pool: PoolState, into: PoolState | undefined): Decision | undefined {
  const { facts, index } = pass;
  const { troubleBefore } = facts.migration.remembered;
  const refuge = nodesOf(pass, into);
  const pending = newOnly(withoutRoom(index, nodesOf(pass, pool)), troubleBefore);
  const resumed = facts.migration.resumedAt ?? 0;
  const late = pending.filter(
    ({ since }) => since !== undefined && facts.now - Math.max(since, resumed) > ROOM_WITHIN_SECONDS * 1000,
  );
  if (late.length > 0) {
    return stop('NO_ROOM', `Pods that left find no room for more than 2 minutes. ${someOf(late)}`, ASK_ROOM);
  }
  // Without a date the trouble itself is timed.
  const undated = pending.filter(({ since }) => since === undefined);
  // On the way back a source node may be gone for good: the others take the pods.
  const nodes = facts.migration.direction === 'forward' ? notReady(refuge) : [];
  return (
    holdOrStop(facts, undated, { seconds: ROOM_WITHIN_SECONDS, code: 'NO_ROOM', remedy: ASK_ROOM }) ??
    holdOrStop(facts, newOnly(daemonsMissing(index, refuge), troubleBefore), {
      seconds: ROOM_WITHIN_SECONDS,
      code: 'DAEMONSET_UNHEALTHY',
      remedy: 'Mend the DaemonSet, then resume; or roll back.',
    }) ??
    holdOrStop(facts, nodes, {
      seconds: WELL_WITHIN_SECONDS,
      code: 'NODES_NOT_READY',
      remedy: 'Look at the nodes that are named, then resume; or roll back.',
    })
  );
}

/** The node under way has taken its time, or what is left on it only a person can move. */
function stuckForGood(pass: Pass, node: string): Decision | undefined {
  const { now, migration } = pass.facts;
  const { drain, running, resumedAt = 0 } = migration;
  const left = movableOn(pass, node);
  const stuck = drain.stuck.filter((one) => one.node === node && one.seenAt >= resumedAt && left.some(isThe(one)));
  const forGood = stuck.filter(({ cause }) => NEEDS_PERSON.has(cause));
  const [first] = forGood;
  if (first && forGood.length >= left.length) {
    const code = first.cause === 'past-grace' || first.cause === 'finalizer' ? 'POD_PAST_GRACE' : 'DRAIN_NEEDS_PERSON';
    return stop(code, forGood.map(({ why }) => why).join(' '), remedyOf(first));
  }
  const since = Math.max(drain.node?.since ?? now, resumedAt);
  if (now - since <= running.drainTimeoutMinutes * 60_000) return undefined;
  const worst = stuck[0];
  const why = stuck.length > 0 ? stuck.map((one) => one.why).join(' ') : `${left.length} pods are still on it.`;
  return stop(
    'DRAIN_TIMEOUT',
    `${node} is not empty after ${running.drainTimeoutMinutes} minutes. ${why}`,
    worst ? remedyOf(worst) : 'Look at the pods that are left, then resume; or roll back.',
  );
}

function remedyOf({ remedies }: StuckPod): string {
  return `${remedies[0]?.what ?? 'Look at what holds it.'} Then resume; or roll back.`;
}

function isThe({ pod }: StuckPod) {
  return ({ namespace, name }: Pod) => namespace === pod.namespace && name === pod.name;
}
