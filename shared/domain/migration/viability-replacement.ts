import type { ClusterLook } from '../cluster/facts.ts';
import { type Instant, momentText } from '../time.ts';
import type { AzureLook, PoolState } from './azure-look.ts';
import type { Migration } from './migration.ts';
import type { Viability, ViabilityEnding, ViabilityKnown } from './viability.ts';
import { imagesEnding, nodesText, notCountedOn, noWayBack, wayBack } from './viability-words.ts';

/** Pools are replaced: the way back is the source's own nodes, for as long as they live. */
export function replacementViability(
  migration: Migration,
  azure: Extract<AzureLook, { kind: 'seen' }>,
  look: ClusterLook,
  known: ViabilityKnown,
  now: Instant,
): Viability {
  if (migration.work.kind !== 'pool') return noWayBack(SOURCE_GONE);
  const { poolId, name } = migration.work;
  const source = azure.pools.find(({ id }) => id === poolId.toLowerCase());
  if (!source) return noWayBack(SOURCE_GONE);

  const removed = known.imagesRemoved !== undefined && known.imagesRemoved <= now;
  const hold = holdOf(migration);
  const living = livingNodes(source, look, name);
  const endings = [...hold.endings, ...imagesEnding(known.imagesRemoved, now, IMAGES_GONE)];
  if (typeof living === 'string') return notCountedOn(living, endings);

  const wanted = wantedNodes(migration, source);
  const missing = Math.max(0, wanted - living);
  if (living === 0 && wanted > 0 && removed) return noWayBack(NOTHING_LIVES);
  if (missing > 0 && !removed) endings.push(quotaFor(missing));
  endings.push({
    kind: 'source-nodes-gone',
    why: `The way back is ${nodesText(living)} of the source; it ends with the last of them.`,
  });

  // A source that gave nodes up gets them back only while its images are there.
  const until = earliest(hold.until, missing > 0 && !removed ? known.imagesRemoved : undefined);
  const back = wayBack(whyPossible({ living, wanted, missing, removed }), endings, until, now);
  return hold.turns ? { ...back, kind: 'ending-soon' } : back;
}

const SOURCE_GONE: ViabilityEnding = {
  kind: 'source-nodes-gone',
  why: 'The source pool is gone: going back is another migration.',
};

const NOTHING_LIVES: ViabilityEnding = {
  kind: 'images-removed',
  why: 'No node of the source lives, and its images are removed: it cannot be filled again.',
};

const MS_PER_HOUR = 3_600_000;

interface Hold {
  /** It may be over at any moment. */
  readonly turns?: true;
  readonly until?: Instant;
  readonly endings: ViabilityEnding[];
}

/** The hold has a date only while it runs; a pause keeps the source for as long as it lasts. */
function holdOf({ step, stepSince, status, direction, running, remembered }: Migration): Hold {
  const hours = `${running.holdHours} h`;
  const ending = (why: string, at?: Instant): ViabilityEnding => ({
    kind: 'hold-over',
    ...(at === undefined ? {} : { at }),
    why,
  });
  if (direction !== 'forward') return { endings: [] };
  if (status === 'paused') return { endings: [ending('Paused: the source is kept until somebody says resume.')] };
  if (step === 'hold') {
    const until = stepSince + running.holdHours * MS_PER_HOUR;
    return {
      until,
      endings: [ending(`The hold of ${hours} ends at ${momentText(until)}; then the source is deleted.`, until)],
    };
  }
  if (step === 'delete-source') {
    if (remembered.deletion) return { turns: true, endings: [ending(DELETING, remembered.deletion.askedAt)] };
    return { endings: [ending('The hold is over: the source is deleted as soon as that is admitted.')] };
  }
  return { endings: [ending(`The source is kept for ${hours} after it was emptied, and then deleted.`)] };
}

const DELETING = 'The hold is over: the source’s machines are being deleted.';

const IMAGES_GONE =
  'the source’s images are removed: it can neither scale nor reimage, and only nodes that live are a way back.';

function quotaFor(missing: number): ViabilityEnding {
  return {
    kind: 'quota',
    why: `The source gave up ${nodesText(missing)}; getting them back needs quota and capacity in the region.`,
  };
}

/** Ready nodes of the source, or why they are not known. Where nobody asked the cluster, Azure's count has to do. */
function livingNodes(source: PoolState, look: ClusterLook, pool: string): number | string {
  if (source.power === 'stopped') return 0;
  if (!look.nodes) return source.scaling.count;
  if (look.nodes.kind === 'not-seen') return `The source’s nodes could not be seen: ${look.nodes.detail}`;
  return look.nodes.items.filter((node) => node.pool === pool && node.ready).length;
}

function wantedNodes({ remembered }: Migration, source: PoolState): number {
  return remembered.shrunkFrom ?? remembered.sourceScaling?.count ?? source.scaling.count;
}

function whyPossible(state: { living: number; wanted: number; missing: number; removed: boolean }): string {
  const { living, wanted, missing, removed } = state;
  if (missing === 0)
    return `${nodesText(living)} of the source ${living === 1 ? 'lives' : 'live'}: pods can move back at once.`;
  const part = `${living} of ${nodesText(wanted)} of the source ${living === 1 ? 'lives' : 'live'}`;
  return removed
    ? `${part} and no more can be had, as its images are removed: pods move back as far as there is room.`
    : `${part}: the other ${missing} must be had anew before all pods can move back.`;
}

function earliest(...moments: readonly (Instant | undefined)[]): Instant | undefined {
  const known = moments.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
