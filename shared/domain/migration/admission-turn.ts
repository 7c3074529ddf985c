import type { Admission } from './admission.ts';
import type { Migration } from './migration.ts';
import { hasEnded } from './status-table.ts';
import { LETS_CLUSTER_GO, ROUTES } from './step-table.ts';

type Verdict = Admission['gates'];

const CLEAR: Verdict = { kind: 'clear' };

/**
 * Whether it is this migration's turn on its cluster: AKS takes one change of a cluster at a time.
 *
 * One that has begun and has not let the cluster go keeps its turn. Two that want to go on after their holds take turns:
 * the one that is further goes first, then the one that waits longer.
 */
export function turnOf(migration: Migration, ofCluster: readonly Migration[]): Verdict {
  const other = ofCluster.find((one) => one.id !== migration.id && isBusy(one) && goesBefore(one, migration));
  return other ? { kind: 'shut', why: `${nameOf(other)} of this cluster is under way (${other.step}).` } : CLEAR;
}

/** Whether its writes may still come: begun, not ended, and not in a step that lets the cluster go. */
export function isBusy({ status, step }: Migration): boolean {
  return status !== 'waiting' && !hasEnded(status) && !LETS_CLUSTER_GO.has(step);
}

/** @param other one that is busy */
function goesBefore(other: Migration, migration: Migration): boolean {
  if (!isBusy(migration) || other.direction !== 'forward') return true;
  if (migration.direction !== 'forward') return false;
  const [theirs, ours] = [phaseOf(other), phaseOf(migration)];
  // Before its hold one keeps the turn that it began with; it could only begin while nobody else had it.
  if (theirs.afterHold !== ours.afterHold) return !theirs.afterHold;
  if (theirs.place !== ours.place) return theirs.place > ours.place;
  return other.stepSince < migration.stepSince || (other.stepSince === migration.stepSince && other.id < migration.id);
}

function phaseOf({ route, direction, step }: Migration): { readonly place: number; readonly afterHold: boolean } {
  const steps = ROUTES[route][direction];
  const place = steps.indexOf(step);
  const hold = steps.indexOf('hold');
  return { place, afterHold: hold >= 0 && place > hold };
}

/**
 * Whether the earlier steps of the same plan on the same cluster let this one begin: each has come to its hold or its
 * watch in good health, or is done.
 *
 * @param earlier what became of them, in order; `undefined`: not made yet
 */
export function orderGate(earlier: readonly (Migration | undefined)[]): Verdict {
  for (const migration of earlier) {
    if (!migration) return { kind: 'shut', why: 'An earlier step of this cluster has not begun yet.' };
    const { status, step, direction } = migration;
    if (status === 'completed') continue;
    if (status === 'rolled-back' || status === 'aborted' || direction !== 'forward') {
      return { kind: 'shut', why: `${nameOf(migration)} of this cluster did not go through (${status}).` };
    }
    if (status === 'paused') return { kind: 'shut', why: `${nameOf(migration)} of this cluster is paused.` };
    if (!LETS_CLUSTER_GO.has(step)) {
      return { kind: 'shut', why: `${nameOf(migration)} of this cluster comes first (${step}).` };
    }
  }
  return CLEAR;
}

export function nameOf({ work, clusterName }: Migration): string {
  return work.kind === 'pool' ? `The pool ${work.name} of ${clusterName}` : `The control plane of ${clusterName}`;
}
