import type { RegionFacts } from './regions.ts';
import type { Caps } from './settings.ts';

/** A cluster with work, as far as waves care. */
export interface WaveCandidate {
  readonly clusterId: string;
  readonly region: string;
  readonly environment: string;
  readonly environmentRank: number;
  readonly criticality: string;
  readonly criticalityRank: number;
  /** Nodes of the pools that move; the canary has few. */
  readonly nodes: number;
  /** Nothing is known that would stop it: such a cluster makes a better canary. */
  readonly clear: boolean;
}

export interface WaveDraft {
  readonly name: string;
  readonly environment: string;
  readonly criticality: string;
  readonly clusterIds: readonly string[];
}

/**
 * Clusters in waves: one alone as canary, then environment by environment, the least critical first.
 *
 * A wave never has all the plan's clusters of a region that has more than one, never both regions of a pair,
 * and never more of one region, or in all, than the caps allow. The order of the input does not matter.
 */
export function formWaves(candidates: readonly WaveCandidate[], regions: RegionFacts, caps: Caps): WaveDraft[] {
  if (candidates.length === 0) return [];
  const canary = candidates.toSorted(asCanary)[0];
  const inRegion = new Map<string, number>();
  for (const { region } of candidates) inRegion.set(region, (inRegion.get(region) ?? 0) + 1);
  const neighbours = pairsBothWays(regions);

  const waves: WaveDraft[] = canary ? [draft('canary', canary, [canary.clusterId])] : [];
  const groups = groupsOf(candidates.filter((candidate) => candidate !== canary));
  for (const group of groups) {
    const [first] = group;
    if (!first) continue;
    const filled = fill(group, inRegion, neighbours, caps);
    const sameEnvironment = waves.filter(
      ({ name, environment }) => name !== 'canary' && environment === first.environment,
    );
    filled.forEach((clusterIds, index) => {
      waves.push(draft(`${first.environment} ${sameEnvironment.length + index + 1}`, first, clusterIds));
    });
  }
  return waves;
}

/** Most clusters of one region that one wave may have: never all of several. */
export function mostOfRegion(inRegion: number, { maxRegionShare }: Caps): number {
  if (inRegion <= 1) return inRegion;
  return Math.min(inRegion - 1, Math.max(1, Math.floor(inRegion * maxRegionShare)));
}

interface Filling {
  readonly ids: string[];
  readonly regions: Map<string, number>;
}

function fill(
  group: readonly WaveCandidate[],
  inRegion: ReadonlyMap<string, number>,
  neighbours: ReadonlyMap<string, ReadonlySet<string>>,
  caps: Caps,
): string[][] {
  const waves: Filling[] = [];
  for (const { clusterId, region } of group) {
    const most = mostOfRegion(inRegion.get(region) ?? 1, caps);
    const pair = neighbours.get(region);
    let wave = waves.find(
      ({ ids, regions }) =>
        ids.length < caps.maxClustersPerWave &&
        (regions.get(region) ?? 0) < most &&
        (!pair || [...regions.keys()].every((other) => !pair.has(other))),
    );
    if (!wave) {
      wave = { ids: [], regions: new Map() };
      waves.push(wave);
    }
    wave.ids.push(clusterId);
    wave.regions.set(region, (wave.regions.get(region) ?? 0) + 1);
  }
  return waves.map(({ ids }) => ids);
}

/** Pairs are told from one side only at times; for us they hold in both directions. */
function pairsBothWays({ regions }: RegionFacts): Map<string, Set<string>> {
  const neighbours = new Map<string, Set<string>>();
  const add = (a: string, b: string) => {
    const known = neighbours.get(a) ?? new Set<string>();
    known.add(b);
    neighbours.set(a, known);
  };
  for (const { name, pairs } of regions.values()) {
    for (const pair of pairs) {
      if (pair === name) continue;
      add(name, pair);
      add(pair, name);
    }
  }
  return neighbours;
}

function groupsOf(candidates: readonly WaveCandidate[]): WaveCandidate[][] {
  const groups = new Map<string, WaveCandidate[]>();
  for (const candidate of candidates.toSorted(inOrder)) {
    const key = `${candidate.environmentRank}/${candidate.criticalityRank}`;
    const group = groups.get(key);
    if (group) group.push(candidate);
    else groups.set(key, [candidate]);
  }
  return [...groups.values()];
}

function inOrder(a: WaveCandidate, b: WaveCandidate): number {
  return (
    a.environmentRank - b.environmentRank ||
    a.criticalityRank - b.criticalityRank ||
    byText(a.region, b.region) ||
    byText(a.clusterId, b.clusterId)
  );
}

function asCanary(a: WaveCandidate, b: WaveCandidate): number {
  return (
    a.environmentRank - b.environmentRank ||
    a.criticalityRank - b.criticalityRank ||
    Number(b.clear) - Number(a.clear) ||
    a.nodes - b.nodes ||
    byText(a.clusterId, b.clusterId)
  );
}

function draft(name: string, { environment, criticality }: WaveCandidate, clusterIds: readonly string[]): WaveDraft {
  return { name, environment, criticality, clusterIds };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
