import type { ClusterSpec, PoolSpec } from './fleet-schema.ts';
import { familyFor } from './image-catalogue.ts';
import type { Random } from './random.ts';

/** The builds of a family up to the fleet's day, from oldest to newest. */
export type ImagesOf = (family: string) => readonly string[];

interface Build {
  readonly osSku: string;
  readonly vmSize: string;
  readonly osType?: 'Windows';
  readonly fips?: true;
  readonly spot?: true;
  readonly trustedLaunch?: true;
  readonly kind?: 'virtual-machines' | 'auto-provisioned';
}

/** What user pools are made of, and how often. */
const BUILDS: readonly (readonly [number, Build])[] = [
  [34, { osSku: 'Ubuntu', vmSize: 'Standard_D4s_v5' }],
  [10, { osSku: 'Ubuntu2404', vmSize: 'Standard_D8s_v5' }],
  [6, { osSku: 'Ubuntu2204', vmSize: 'Standard_E4s_v5' }],
  [14, { osSku: 'AzureLinux', vmSize: 'Standard_D4s_v5' }],
  [4, { osSku: 'AzureLinux3', vmSize: 'Standard_D4s_v5', trustedLaunch: true }],
  [5, { osSku: 'Ubuntu', vmSize: 'Standard_D4s_v5', spot: true }],
  [4, { osSku: 'Ubuntu', vmSize: 'Standard_D4ps_v5' }],
  [4, { osSku: 'Ubuntu', vmSize: 'Standard_NC4as_T4_v3' }],
  [3, { osSku: 'Ubuntu', vmSize: 'Standard_D4s_v5', fips: true }],
  [2, { osSku: 'Ubuntu', vmSize: 'Standard_DC4as_v5' }],
  [6, { osSku: 'Windows2022', vmSize: 'Standard_D4s_v5', osType: 'Windows' }],
  [2, { osSku: 'Windows2019', vmSize: 'Standard_D4s_v5', osType: 'Windows' }],
  [1, { osSku: 'Windows2025', vmSize: 'Standard_D4s_v5', osType: 'Windows' }],
  [3, { osSku: 'Ubuntu', vmSize: 'Standard_D4s_v5', kind: 'virtual-machines' }],
  [1, { osSku: 'AzureContainerLinux', vmSize: 'Standard_D4s_v5' }],
  [0.5, { osSku: 'Flatcar', vmSize: 'Standard_D4s_v5' }],
  [0.5, { osSku: 'AzureLinuxOSGuard', vmSize: 'Standard_D4s_v5' }],
];

/** How many builds behind the newest: most pools follow, some lag, a few were forgotten. */
const LAG = [
  [55, [0, 2]],
  [25, [3, 7]],
  [13, [8, 20]],
  [7, [21, 60]],
] as const;

export function systemPool(cluster: ClusterSpec, images: ImagesOf, random: Random): PoolSpec {
  const osSku = random.chance(0.8) ? 'Ubuntu' : 'AzureLinux';
  return {
    ...poolOf('systempool', { osSku, vmSize: 'Standard_D4s_v5' }, cluster, images, random),
    mode: 'System',
    count: 3,
    taints: ['CriticalAddonsOnly=true:NoSchedule'],
  };
}

/** @param at the pool's number in its cluster, from 1 */
export function generatedPool(at: number, cluster: ClusterSpec, images: ImagesOf, random: Random): PoolSpec {
  if (cluster.nodeAutoProvisioning && at === 1) {
    const build = { osSku: 'Ubuntu', vmSize: 'Standard_D4s_v5', kind: 'auto-provisioned' } as const;
    return { ...poolOf('aksmanagedap', build, cluster, images, random), mode: 'Machines' };
  }
  const build = random.weighted(BUILDS);
  const pool = poolOf(`${build.osType ? 'win' : 'pool'}${at}`, build, cluster, images, random);
  if (random.chance(0.02)) pool.snapshot = `snapshot-${pool.name}`;
  if (random.chance(0.02)) pool.power = 'Stopped';
  else if (random.chance(0.015)) fail(pool);
  return pool;
}

function poolOf(name: string, build: Build, cluster: ClusterSpec, images: ImagesOf, random: Random): PoolSpec {
  const kubernetesVersion = cluster.kubernetesVersion;
  const {
    osSku,
    vmSize,
    osType = 'Linux',
    fips = false,
    trustedLaunch = false,
    spot = false,
    kind = 'scale-set',
  } = build;
  const family = familyFor({ osType, osSku, kubernetesVersion, vmSize, fips, trustedLaunch });
  const image = family === undefined ? undefined : laggingImage(images(family), random);
  const count = random.between(1, 12);
  return {
    name,
    mode: 'User',
    kind,
    osType,
    osSku,
    ...(image !== undefined && { image }),
    kubernetesVersion,
    count,
    vmSize,
    ...(kind === 'virtual-machines' && { sizes: [{ size: vmSize, count }] }),
    power: 'Running',
    provisioningState: 'Succeeded',
    spot,
    fips,
    trustedLaunch,
    maxSurge: random.chance(0.7) ? '10%' : '33%',
  };
}

function laggingImage(images: readonly string[], random: Random): string | undefined {
  const [least, most] = random.weighted<readonly [number, number]>(LAG);
  const behind = random.between(least, most);
  return images[Math.max(0, images.length - 1 - behind)];
}

/** An upgrade that a disruption budget stopped half-way: the first nodes run another image. */
function fail(pool: PoolSpec): void {
  pool.provisioningState = 'Failed';
  pool.failure = {
    code: 'UpgradeFailed',
    message: `Drain node aks-${pool.name}-vmss000001 failed when evicting pod api-0. This is often caused by a restrictive Pod Disruption Budget (PDB) policy. See http://aka.ms/aks/debugdrainfailures.`,
  };
}
