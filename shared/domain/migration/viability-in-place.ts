import { type Instant, MS_PER_DAY, momentText } from '../time.ts';
import type { AzureLook, PoolState } from './azure-look.ts';
import type { Migration } from './migration.ts';
import type { Viability, ViabilityEnding, ViabilityKnown } from './viability.ts';
import { imagesEnding, notCountedOn, noWayBack, wayBack } from './viability-words.ts';

/** AKS rolls a pool back for this long after its upgrade. */
export const AKS_ROLLBACK_DAYS = 7;

/**
 * AKS replaces the nodes: there is no way back but its own, to the version before.
 *
 * @see https://learn.microsoft.com/azure/aks/roll-back-node-pool-version
 */
export function inPlaceViability(
  migration: Migration,
  azure: Extract<AzureLook, { kind: 'seen' }>,
  known: ViabilityKnown,
  now: Instant,
): Viability {
  const { work, remembered } = migration;
  if (work.kind !== 'pool') return noWayBack(POOL_GONE);
  const pool = azure.pools.find(({ id }) => id === work.poolId.toLowerCase());
  if (!pool) return noWayBack(POOL_GONE);

  const removal = imagesEnding(known.imagesRemoved, now, 'the images of the version before are removed.');
  const acrossSkus = work.strategy === 'os-sku-change';
  const before = remembered.imageBefore;
  if (before === undefined) {
    const endings = acrossSkus ? [ACROSS_SKUS] : [sevenDays(undefined), ...removal];
    return wayBack('No node is replaced yet.', endings, undefined, now);
  }
  if (acrossSkus) return noWayBack(ACROSS_SKUS);

  const [removed] = removal;
  if (removed?.at !== undefined && removed.at <= now) return noWayBack(removed);
  if (!pool.recentlyUsed) return notCountedOn('AKS does not say what it would go back to.', removed ? [removed] : []);

  const usedUntil = offeredUntil(pool, before, remembered.kubernetesBefore);
  if (usedUntil === undefined) {
    return remembered.upgradedAt === undefined
      ? notCountedOn('AKS offers the version before only when its upgrade is finished.', removed ? [removed] : [])
      : noWayBack({
          kind: 'never-possible',
          why: `AKS does not offer ${before} any more: it goes back one version only.`,
        });
  }
  const until = usedUntil + AKS_ROLLBACK_DAYS * MS_PER_DAY;
  if (until <= now) return noWayBack(sevenDays(until));
  const endings = [sevenDays(until), QUOTA, ...(removed ? [removed] : [])];
  return wayBack(
    `AKS can take the pool back to ${before}${whileChannelOn(azure)}.`,
    endings,
    Math.min(until, removed?.at ?? until),
    now,
  );
}

/** Until when the pool ran the version before, if that is the one AKS would go back to. */
export function offeredUntil(pool: PoolState, image: string, kubernetes: string | undefined): Instant | undefined {
  const [newest] = pool.recentlyUsed ?? [];
  if (newest?.imageVersion !== image) return undefined;
  return kubernetes === undefined || newest.kubernetesVersion === kubernetes ? newest.usedUntil : undefined;
}

const POOL_GONE: ViabilityEnding = { kind: 'source-nodes-gone', why: 'The pool is gone.' };

const ACROSS_SKUS: ViabilityEnding = {
  kind: 'never-possible',
  why: 'AKS does not go back across OS SKUs: from the first replaced node on, going back is another migration.',
};

const QUOTA: ViabilityEnding = { kind: 'quota', why: 'AKS needs room for its surge nodes to go back.' };

function sevenDays(at: Instant | undefined): ViabilityEnding {
  return at === undefined
    ? { kind: 'seven-days', why: 'AKS goes back one version, for seven days after the upgrade.' }
    : { kind: 'seven-days', at, why: `AKS goes back for seven days only: until ${momentText(at)}.` };
}

/** AKS refuses to go back while the cluster upgrades itself. */
function whileChannelOn({ cluster }: Extract<AzureLook, { kind: 'seen' }>): string {
  return isOn(cluster.upgradeChannel) ? ', once the cluster’s auto-upgrade channel is turned off' : '';
}

export function isOn(channel: string | undefined): boolean {
  return channel !== undefined && channel.toLowerCase() !== 'none';
}
