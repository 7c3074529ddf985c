import type { MigrationSummaryView } from '../../migration-views.ts';
import type { ClusterNameView } from '../../views.ts';
import type { Answer } from '../answer.ts';
import { findCluster } from '../reading/find-cluster.ts';
import { sayAgain } from '../say-again.ts';
import { choose, type Found, found, nearAnswer, unclear } from './arguments.ts';
import type { CommandContext } from './command.ts';

export interface ClusterMeant {
  readonly cluster: ClusterNameView;
  /** In lower case; `control-plane` for that. */
  readonly pool?: string;
}

const MOST_CHOICES = 8;

/**
 * The cluster that a word names. Where it is not clear, it is asked back with what can be said instead.
 *
 * @param again the whole command with another word in its place
 * @param moving open migrations, where they were read already
 */
export async function whichCluster(
  context: CommandContext,
  said: string,
  again: (word: string) => string,
  moving?: readonly MigrationSummaryView[],
): Promise<Found<ClusterMeant>> {
  const clusters = await knownClusters(context, moving);
  const meant = findCluster(said, clusters);
  switch (meant.kind) {
    case 'found':
      return found({ cluster: meant.cluster, ...(meant.pool !== undefined && { pool: meant.pool }) });
    case 'several':
      return unclear(severalAnswer(context, said, meant.clusters, meant.pool, again));
    case 'no-pool':
      return unclear(
        nearAnswer(
          `${meant.cluster.name} has no pool ${meant.pool} that was seen.`,
          meant.near.map((pool) => again(`${meant.cluster.name}/${pool}`)),
          `Its pools: ${meant.cluster.pools.join(', ') || 'none'}.`,
        ),
      );
    case 'none': {
      const none = clusters.length === 0 ? 'Nothing was swept yet: no cluster is known.' : `I know no cluster ${said}.`;
      return unclear(nearAnswer(none, meant.near.map(again), 'Say its name as Azure has it, or its ARM id.'));
    }
  }
}

/** Clusters of the last sweep, and those that something moves on, whether it saw them or not. */
async function knownClusters(
  { fleet }: CommandContext,
  moving: readonly MigrationSummaryView[] | undefined,
): Promise<readonly ClusterNameView[]> {
  const [swept, migrations] = await Promise.all([fleet.clusterNames(), moving ?? openMigrations(fleet)]);
  const seen = new Set(swept.map(({ id }) => id));
  const unseen = new Map<string, ClusterNameView>();
  for (const { clusterId, cluster, pool } of migrations) {
    if (seen.has(clusterId)) continue;
    const parts = clusterId.split('/');
    const before = unseen.get(clusterId);
    unseen.set(clusterId, {
      id: clusterId,
      name: cluster,
      subscriptionName: parts[2] ?? '',
      resourceGroup: parts[4] ?? '',
      pools: [...(before?.pools ?? []), ...(pool === undefined ? [] : [pool])],
    });
  }
  return [...swept, ...unseen.values()];
}

async function openMigrations(fleet: CommandContext['fleet']): Promise<readonly MigrationSummaryView[]> {
  return (await fleet.migrations('open')).migrations;
}

function severalAnswer(
  context: CommandContext,
  said: string,
  clusters: readonly ClusterNameView[],
  pool: string | undefined,
  again: (word: string) => string,
): Answer {
  const shown = clusters.slice(0, MOST_CHOICES).map((one) => ({
    title: `${one.name} in ${one.resourceGroup}, ${one.subscriptionName}`,
    again: again(shortest(one, clusters) + (pool === undefined ? '' : poolEnd(one, clusters, pool))),
  }));
  return choose(context, `There are ${clusters.length} clusters ${said}. Which one?`, shown);
}

/** Its resource group tells it from the others, or only its ARM id does. */
function shortest(one: ClusterNameView, all: readonly ClusterNameView[]): string {
  return isAloneInGroup(one, all) ? `${one.resourceGroup}/${one.name}` : one.id;
}

function isAloneInGroup(one: ClusterNameView, all: readonly ClusterNameView[]): boolean {
  return (
    all.filter(({ resourceGroup }) => resourceGroup.toLowerCase() === one.resourceGroup.toLowerCase()).length === 1
  );
}

function poolEnd(one: ClusterNameView, all: readonly ClusterNameView[], pool: string): string {
  return isAloneInGroup(one, all) ? `/${pool}` : `/agentPools/${pool}`;
}

/** The whole command with `word` where its cluster was. */
export function againWith(
  context: CommandContext,
  rest: readonly string[],
  because?: string,
): (word: string) => string {
  return (word) => sayAgain(context.command.name, [word, ...rest], because);
}
