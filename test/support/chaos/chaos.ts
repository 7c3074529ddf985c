/** Many runs, each by its own seed: what they came to, and the shortest history of one that broke something. */

import { numberAt } from '../world/random.ts';
import type { Fault } from './fault.ts';
import { type FaultRates, listedFaults, seededFaults } from './fault-sources.ts';
import { type Break } from './monitor.ts';
import { type RunOptions, type RunResult, runSimulation } from './simulation.ts';

export interface ChaosOptions {
  readonly runs: number;
  readonly seed: number;
  /** Breaks that are worked out to a history; the others are only counted. */
  readonly histories?: number;
  /** What every run has in common. */
  readonly with?: Common;
  readonly onRun?: (result: RunResult) => void;
}

export interface Common extends Pick<RunOptions, 'plant' | 'wish' | 'app'> {
  /** How much goes wrong; drawn when absent. */
  readonly rates?: FaultRates;
}

export interface ChaosResult {
  readonly runs: number;
  readonly events: number;
  readonly crashes: number;
  readonly faults: number;
  readonly invariantBreaks: number;
  readonly broken: readonly BrokenRun[];
  /** How the migrations of all runs ended. */
  readonly ends: Readonly<Record<string, number>>;
}

export interface BrokenRun {
  readonly seed: number;
  readonly breaks: readonly Break[];
  /** The fewest faults that still break the same rule; absent: it was not worked out. */
  readonly history?: readonly Fault[];
}

/** Turns of a run before everything calms down. */
const TURNS = 400;

export async function runChaos({
  runs,
  seed,
  histories = 1,
  with: common = {},
  onRun,
}: ChaosOptions): Promise<ChaosResult> {
  let events = 0;
  let crashes = 0;
  let faults = 0;
  let invariantBreaks = 0;
  const broken: BrokenRun[] = [];
  const ends: Record<string, number> = {};
  for (let run = 0; run < runs; run += 1) {
    const of = seed + run;
    const result = await runSeed(of, common);
    onRun?.(result);
    events += result.calls + result.turns;
    crashes += result.crashes;
    faults += result.faults.length;
    for (const end of result.ends) ends[end] = (ends[end] ?? 0) + 1;
    if (result.breaks.length === 0) continue;
    invariantBreaks += result.breaks.length;
    const history = broken.length < histories ? await shortestHistory(result, common) : undefined;
    broken.push({ seed: of, breaks: result.breaks, ...(history && { history }) });
  }
  return { runs, events, crashes, faults, invariantBreaks, broken, ends };
}

/** The run that this seed is, always the same. */
export function runSeed(seed: number, common: Common = {}): Promise<RunResult> {
  // Some runs are quiet, so that what needs hours of peace is reached too.
  const storm = numberAt(seed, 50, 0);
  // In every third run people also freeze the fleet and lift that.
  const frozen = numberAt(seed, 51, 0) < 0.34 ? 0.02 : 0;
  const rates = common.rates ?? { reads: 0.006 * storm, writes: 0.12 * storm, turns: 0.1 * storm * storm, frozen };
  return runSimulation({ ...common, seed, faults: seededFaults(seed, rates), turns: TURNS });
}

/** The same run with these faults and no others. */
export function replay(seed: number, faults: readonly Fault[], common: Common = {}): Promise<RunResult> {
  return runSimulation({ ...common, seed, faults: listedFaults(faults), turns: TURNS });
}

/** Drops faults, many at once and then one by one, for as long as the first broken rule still breaks. */
async function shortestHistory({ seed, breaks, faults }: RunResult, common: Common): Promise<readonly Fault[]> {
  const rule = breaks[0]?.rule;
  const stillBreaks = async (left: readonly Fault[]) =>
    (await replay(seed, left, common)).breaks.some((broken) => broken.rule === rule);
  let kept = faults;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      const left = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await stillBreaks(left)) kept = left;
      else from += size;
    }
  }
  return kept;
}
