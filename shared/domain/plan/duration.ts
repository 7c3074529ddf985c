import { isWindows } from '../fleet/marks.ts';
import type { NodePool } from '../fleet/node-pool.ts';
import type { Minutes, StrategyKind } from './migration-plan.ts';
import type { DrainOutlook, PastRun } from './plan-input.ts';
import type { PlanSettings } from './settings.ts';

/** Runs of other pools teach only when there are this many: one run is an anecdote. */
export const LEARN_FROM_RUNS = 3;

/** What earlier runs took, ready to be asked for each pool. */
export interface Experience {
  /** Minutes per node, and how that is known; `undefined` when nothing was learned. */
  perNode(poolId: string, osType: string, strategy: StrategyKind): { minutes: number; basis: string } | undefined;
}

/** Only completed runs with nodes teach: a rolled-back one says nothing of how long the way forward takes. */
export function experienceOf(runs: readonly PastRun[]): Experience {
  const byPool = new Map<string, number[]>();
  const byKind = new Map<string, number[]>();
  for (const { poolId, osType, strategy, nodes, minutes, outcome } of runs) {
    if (outcome !== 'completed' || !(nodes > 0) || !(minutes > 0)) continue;
    push(byPool, `${poolId} ${strategy}`, minutes / nodes);
    push(byKind, `${osType.toLowerCase()} ${strategy}`, minutes / nodes);
  }
  return {
    perNode(poolId, osType, strategy) {
      const own = byPool.get(`${poolId} ${strategy}`);
      if (own) return { minutes: median(own), basis: `learned from ${runsOf(own.length)} of this pool` };
      const like = byKind.get(`${osType.toLowerCase()} ${strategy}`);
      if (!like || like.length < LEARN_FROM_RUNS) return undefined;
      return { minutes: median(like), basis: `learned from ${runsOf(like.length)} of ${osType} pools the same way` };
    },
  };
}

export interface PoolDuration {
  /** Work, without the hold of an emptied source pool. */
  readonly total: Minutes;
  /** The part in which source nodes are drained, in minutes. */
  readonly draining: number;
}

/**
 * Minutes that one pool takes. In place: as many nodes at a time as surge gives, each to be provisioned and
 * drained. Replacement: the target's nodes come together, then the source is drained one node at a time.
 */
export function poolDuration(
  pool: NodePool,
  strategy: StrategyKind,
  drain: DrainOutlook | undefined,
  experience: Experience,
  { work, ...settings }: PlanSettings,
): PoolDuration {
  const nodes = pool.count ?? 1;
  const atLeast = pool.count === undefined;
  const counted = atLeast ? '1 node or more (Azure does not count them)' : `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`;
  const validation = work.validationMinutesPerPool;
  const drainEach = drainMinutes(drain, work);
  const learned = experience.perNode(pool.id, pool.osType, strategy);
  if (learned) {
    const minutes = Math.ceil(nodes * learned.minutes) + validation;
    const basis = `${counted} x ${round(learned.minutes)} min, ${learned.basis}, + ${validation} min to validate`;
    return { total: { minutes, atLeast, basis }, draining: Math.min(minutes, Math.ceil(nodes * drainEach)) };
  }
  const provision = isWindows(pool) ? work.windowsProvisionMinutesPerNode : work.provisionMinutesPerNode;
  const known = drain ? 'drain from grace periods and budgets' : 'default drain';
  if (strategy === 'pool-replacement' || strategy === 'cluster-migration') {
    const draining = Math.ceil(nodes * drainEach);
    const minutes = nodes === 0 ? validation : provision + draining + validation;
    const basis = `${provision} min to provision + ${counted} x ${round(drainEach)} min (${known}) + ${validation} min to validate`;
    return { total: { minutes, atLeast, basis }, draining };
  }
  const surge = surgeNodes(pool.count, { work, ...settings });
  const rounds = Math.ceil(nodes / Math.max(1, surge));
  const minutes = Math.ceil(rounds * (provision + drainEach)) + validation;
  const basis = `${counted}, ${surge} at a time, x (${provision} min to provision + ${round(drainEach)} min ${known}) + ${validation} min to validate`;
  return { total: { minutes, atLeast, basis }, draining: Math.ceil(rounds * drainEach) };
}

/**
 * Minutes to empty a node: the longest grace period, once for every round that a budget makes pods wait.
 * AKS stops waiting at its drain timeout.
 */
export function drainMinutes(drain: DrainOutlook | undefined, work: PlanSettings['work']): number {
  if (!drain) return work.drainMinutesPerNode;
  const waits = (Math.max(0, drain.longestGraceSeconds) / 60) * Math.max(1, drain.budgetRounds);
  return Math.min(work.drainTimeoutMinutes, Math.max(1, waits));
}

/** Nodes added in place: the share of the pool that surge allows, at least one, never more than the cap. */
export function surgeNodes(count: number | undefined, { surge, caps }: PlanSettings): number {
  if (count === 0) return 0;
  const wanted = Math.ceil(((count ?? 1) * surge.percent) / 100);
  return Math.max(1, Math.min(wanted, caps.maxNodesOut));
}

export function controlPlaneDuration(path: readonly string[], { work }: PlanSettings): Minutes {
  return {
    minutes: path.length * work.controlPlaneMinutesPerMinor,
    atLeast: false,
    basis: `${path.length} minor ${path.length === 1 ? 'version' : 'versions'} x ${work.controlPlaneMinutesPerMinor} min`,
  };
}

export function sumMinutes(parts: readonly Minutes[], basis: string): Minutes {
  return {
    minutes: parts.reduce((sum, { minutes }) => sum + minutes, 0),
    atLeast: parts.some(({ atLeast }) => atLeast),
    basis,
  };
}

/** Work side by side takes as long as its longest part. */
export function longestMinutes(parts: readonly Minutes[], basis: string): Minutes {
  return {
    minutes: parts.reduce((most, { minutes }) => Math.max(most, minutes), 0),
    atLeast: parts.some(({ atLeast }) => atLeast),
    basis,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function runsOf(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`;
}

function round(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
