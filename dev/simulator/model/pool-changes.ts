import type { ChangePlan } from './change.ts';
import type { Fleet, FleetCluster, FleetPool } from './fleet.ts';
import { familyFor, familyOf } from './image-catalogue.ts';
import { nodeCount, nodesOf } from './nodes.ts';
import { without } from './without.ts';

/** How long things take, in fleet minutes; about what AKS needs. */
const MINUTES = { perSurge: 5, scale: 3, settings: 1, create: 4, remove: 3, deleteMachines: 2 } as const;

/** Moves the nodes of a pool to the newest image of its family, a surge at a time. */
export function imageUpgrade(fleet: Fleet, cluster: FleetCluster, pool: FleetPool): ChangePlan {
  const family = pool.image === undefined ? undefined : familyOf(pool.image);
  const latest = (family && fleet.images.latest(family, fleet.clock.now())) ?? pool.image;
  if (latest === undefined || latest === pool.image) {
    return { doing: 'UpgradingNodeImageVersion', minutes: MINUTES.settings, afterwards: { machineImages: undefined } };
  }
  return moveTo(fleet, cluster, pool, latest, 'UpgradingNodeImageVersion');
}

/** A pool is taken back for this long after it was upgraded. */
const RESTORABLE_DAYS = 7;

/**
 * Takes a pool back to what it ran before its last upgrade.
 *
 * @param kubernetesVersion as asked for; absent: that of the pool now
 * @see https://learn.microsoft.com/azure/aks/roll-back-node-pool-version
 * @returns `undefined` where AKS refuses: another version than the one before, too long ago, or another OS SKU
 */
export function restoration(
  fleet: Fleet,
  cluster: FleetCluster,
  pool: FleetPool,
  image: string,
  kubernetesVersion: string | undefined,
): ChangePlan | undefined {
  const [before] = pool.usedBefore ?? [];
  const version = kubernetesVersion ?? pool.kubernetesVersion ?? cluster.kubernetesVersion;
  if (before?.image !== image || before.kubernetesVersion !== version) return undefined;
  if (fleet.clock.now() - Date.parse(before.until) > RESTORABLE_DAYS * 24 * 3_600_000) return undefined;
  if (osOf(image) !== osOf(pool.image ?? '')) return undefined;
  const move = moveTo(fleet, cluster, pool, image, 'Upgrading');
  // Going back twice is not offered.
  const usedBefore = (pool.usedBefore ?? []).slice(1);
  return {
    ...move,
    afterwards: { ...(move.afterwards as Partial<FleetPool>), kubernetesVersion: version, usedBefore },
  };
}

/** `AKSUbuntu` of `AKSUbuntu-2204gen2containerd-202608.20.0`. */
const osOf = (image: string): string => image.split('-')[0] ?? '';

/** What a PUT of an existing pool means: new settings, another number of nodes, or another system. */
export function poolUpdate(fleet: Fleet, cluster: FleetCluster, before: FleetPool, wanted: FleetPool): ChangePlan {
  const settings = without(wanted, 'provisioningState', 'failure', 'moving', 'revision', 'image');
  const upgrading = (before.kubernetesVersion ?? cluster.kubernetesVersion) !== wanted.kubernetesVersion;
  const osChanges =
    upgrading ||
    before.osSku !== wanted.osSku ||
    before.fips !== wanted.fips ||
    before.trustedLaunch !== wanted.trustedLaunch;
  if (osChanges) {
    const target = newestFor(fleet, cluster, wanted) ?? before.image;
    if (target !== undefined) {
      const move = moveTo(fleet, cluster, before, target, upgrading ? 'Upgrading' : 'Updating');
      return { ...move, afterwards: { ...settings, ...(move.afterwards as Partial<FleetPool>) } };
    }
  }
  const scaled = before.count !== wanted.count;
  const numbers = scaled ? renumbered(before, wanted.count) : undefined;
  return {
    doing: 'Updating',
    minutes: scaled ? MINUTES.scale : MINUTES.settings,
    afterwards: {
      ...settings,
      ...(scaled && { nodeNumbers: numbers, machineImages: imagesOf(fleet, cluster, before, wanted.count) }),
    },
  };
}

/** A pool that was not there before. */
export function poolCreation(
  fleet: Fleet,
  cluster: FleetCluster,
  wanted: FleetPool,
): { pool: FleetPool; plan: ChangePlan } {
  const image = wanted.image ?? newestFor(fleet, cluster, wanted);
  return {
    pool: { ...wanted, provisioningState: 'Creating' },
    plan: { doing: 'Creating', minutes: MINUTES.create, afterwards: { ...(image !== undefined && { image }) } },
  };
}

export const poolRemoval = (): ChangePlan => ({ doing: 'Deleting', minutes: MINUTES.remove, afterwards: 'gone' });

/** @returns `undefined` when one of the names is not a node of the pool */
export function machineDeletion(
  fleet: Fleet,
  cluster: FleetCluster,
  pool: FleetPool,
  names: readonly string[],
): ChangePlan | undefined {
  const nodes = nodesOf(cluster, pool, fleet.clock.now());
  const doomed = new Set(names.map((name) => name.toLowerCase()));
  const left = nodes.filter((node) => !doomed.has(node.name.toLowerCase()));
  if (nodes.length - left.length !== doomed.size) return undefined;
  const images = left.map((node) => node.image).filter((image) => image !== undefined);
  return {
    doing: 'Updating',
    minutes: MINUTES.deleteMachines,
    afterwards: {
      count: left.length,
      nodeNumbers: left.map((node) => node.number),
      ...(pool.machineImages && { machineImages: images }),
    },
  };
}

function newestFor(fleet: Fleet, cluster: FleetCluster, pool: FleetPool): string | undefined {
  const family = familyFor({
    osType: pool.osType,
    osSku: pool.osSku,
    kubernetesVersion: pool.kubernetesVersion ?? cluster.kubernetesVersion,
    vmSize: pool.vmSize,
    fips: pool.fips,
    trustedLaunch: pool.trustedLaunch,
  });
  return family && fleet.images.latest(family, fleet.clock.now());
}

function moveTo(
  fleet: Fleet,
  cluster: FleetCluster,
  pool: FleetPool,
  image: string,
  doing: ChangePlan['doing'],
): ChangePlan {
  const nodes = nodeCount(pool);
  const surge = Math.max(
    1,
    pool.maxSurge.endsWith('%') ? Math.ceil((nodes * Number.parseInt(pool.maxSurge, 10)) / 100) : Number(pool.maxSurge),
  );
  const minutes = Math.max(1, Math.ceil(nodes / surge)) * MINUTES.perSurge;
  const startedAt = fleet.clock.now();
  const used =
    pool.image !== undefined
      ? [
          {
            image: pool.image,
            kubernetesVersion: pool.kubernetesVersion ?? cluster.kubernetesVersion,
            until: new Date(startedAt + minutes * 60_000).toISOString(),
          },
        ]
      : [];
  return {
    doing,
    minutes,
    meanwhile: { moving: { to: image, startedAt, endsAt: startedAt + minutes * 60_000 } },
    afterwards: { image, machineImages: undefined, usedBefore: [...used, ...(pool.usedBefore ?? [])].slice(0, 3) },
  };
}

/** New nodes take the next free numbers; when there are fewer, the highest go first. */
function renumbered(pool: FleetPool, count: number): readonly number[] | undefined {
  if (!pool.nodeNumbers) return undefined;
  const next = Math.max(-1, ...pool.nodeNumbers) + 1;
  const added = Array.from({ length: Math.max(0, count - pool.nodeNumbers.length) }, (_, at) => next + at);
  return [...pool.nodeNumbers, ...added].slice(0, count);
}

function imagesOf(fleet: Fleet, cluster: FleetCluster, pool: FleetPool, count: number): string[] | undefined {
  if (!pool.machineImages) return undefined;
  const images = nodesOf(cluster, pool, fleet.clock.now()).map((node) => node.image ?? '');
  return images.slice(0, count).filter((image) => image !== '');
}
