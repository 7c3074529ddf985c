import type { ClusterSpec, FleetSpec, PoolSpec, SubscriptionSpec } from './fleet-schema.ts';
import { generatedPool, type ImagesOf, systemPool } from './generated-pool.ts';
import { imageCatalogue } from './image-catalogue.ts';
import { type Random, seeded } from './random.ts';
import { guidOf } from './stable-hash.ts';

export interface GeneratorOptions {
  readonly clusters: number;
  /** In all; every cluster has at least one, at most 100. */
  readonly pools: number;
  readonly subscriptions: number;
  /** The same numbers and seed make the same fleet, on every machine. */
  readonly seed: number;
  /** What the fleet's clock starts at. */
  readonly now?: string;
}

const REGIONS = [
  'eastus',
  'westeurope',
  'northeurope',
  'swedencentral',
  'uksouth',
  'westus3',
  'southeastasia',
  'australiaeast',
] as const;
const AREAS = [
  'payments',
  'logistics',
  'catalogue',
  'identity',
  'analytics',
  'search',
  'billing',
  'telemetry',
  'media',
  'portal',
];
const STAGES = [
  [5, 'prod'],
  [3, 'test'],
  [2, 'dev'],
] as const;

const DEFAULT_NOW = '2026-11-20T08:00:00Z';

/** Makes up a fleet with the variety of a real one: a believable mix of systems, ages and neglect. */
export function generateFleet(options: GeneratorOptions): FleetSpec {
  const random = seeded(options.seed);
  const now = options.now ?? DEFAULT_NOW;
  const images = imagesAt(Date.parse(now));
  const poolCounts = shares(options, random);
  const subscriptions = Array.from({ length: options.subscriptions }, (_, at) =>
    subscription(at, options.seed, random),
  );
  const regions = subscriptions.map(() => someRegions(random));

  for (let at = 0; at < options.clusters; at++) {
    const place = at % subscriptions.length;
    const owner = subscriptions[place] as SubscriptionSpec;
    const ownRegions = regions[place] as readonly string[];
    const region = ownRegions[random.between(0, ownRegions.length - 1)] as string;
    owner.clusters.push(cluster(at, region, poolCounts[at] as number, images, random));
  }
  return {
    version: 1,
    name: `made up: ${options.clusters} clusters, seed ${options.seed}`,
    now,
    tenantId: guidOf(`tenant ${options.seed}`),
    managementGroups: [
      { id: 'mg-fleet', name: 'Fleet' },
      { id: 'mg-production', name: 'Production', parent: 'mg-fleet' },
      { id: 'mg-other', name: 'Other stages', parent: 'mg-fleet' },
    ],
    latestImages: {},
    subscriptions,
  };
}

function imagesAt(now: number): ImagesOf {
  const catalogue = imageCatalogue();
  const known = new Map<string, readonly string[]>();
  return (family) => {
    const images = known.get(family) ?? catalogue.published(family, now);
    known.set(family, images);
    return images;
  };
}

/** How many pools each cluster gets: one at least, the others at random. */
function shares({ clusters, pools }: GeneratorOptions, random: Random): number[] {
  const counts = Array<number>(clusters).fill(1);
  let left = Math.min(pools, clusters * 100) - clusters;
  while (left > 0) {
    const at = random.between(0, clusters - 1);
    const count = counts[at] as number;
    // Few clusters have many pools; when all are full to that mark, the next ones go anywhere.
    if (count >= 100 || (count >= 12 && random.chance(0.9))) continue;
    counts[at] = count + 1;
    left--;
  }
  return counts;
}

function subscription(at: number, seed: number, random: Random): SubscriptionSpec {
  const stage = random.weighted(STAGES);
  const area = AREAS[at % AREAS.length] as string;
  return {
    id: guidOf(`subscription ${seed} ${at}`),
    name: `${area}-${stage}-${String(at + 1).padStart(3, '0')}`,
    state: random.weighted([
      [97, 'Enabled'],
      [2, 'Warned'],
      [1, 'PastDue'],
    ]),
    readable: true,
    managementGroup: stage === 'prod' ? 'mg-production' : 'mg-other',
    tags: { stage },
    clusters: [],
  };
}

function someRegions(random: Random): readonly string[] {
  const first = random.between(0, REGIONS.length - 1);
  return Array.from({ length: random.between(1, 3) }, (_, at) => REGIONS[(first + at) % REGIONS.length] as string);
}

const VERSIONS = [
  [2, '1.31.9'],
  [4, '1.32.11'],
  [20, '1.33.13'],
  [44, '1.34.9'],
  [24, '1.35.6'],
  [6, '1.36.2'],
] as const;

function cluster(at: number, region: string, pools: number, images: ImagesOf, random: Random): ClusterSpec {
  const name = `aks-${AREAS[random.between(0, AREAS.length - 1)]}-${String(at + 1).padStart(5, '0')}`;
  const kubernetesVersion = random.weighted(VERSIONS);
  const longTerm = kubernetesVersion.startsWith('1.31') || random.chance(0.03);
  const automatic = random.chance(0.04);
  const stopped = random.chance(0.03);
  const spec: ClusterSpec = {
    name,
    resourceGroup: `rg-${name.slice(4)}`,
    region,
    kubernetesVersion,
    tier: longTerm ? 'Premium' : random.chance(0.25) ? 'Free' : 'Standard',
    supportPlan: longTerm ? 'AKSLongTermSupport' : 'KubernetesOfficial',
    automatic,
    nodeAutoProvisioning: automatic || random.chance(0.06),
    power: stopped ? 'Stopped' : 'Running',
    provisioningState: random.chance(0.01) ? 'Failed' : 'Succeeded',
    ...channels(automatic, random),
    tags: { team: name.split('-')[1] as string },
    maintenance: random.chance(0.7)
      ? [
          {
            name: 'aksManagedNodeOSUpgradeSchedule',
            schedule: { every: 'week', weeks: 1, on: random.chance(0.5) ? 'Saturday' : 'Sunday' },
            startTime: '22:00',
            durationHours: 4,
            utcOffset: '+00:00',
            notAllowed: [],
          },
        ]
      : [],
    pools: [],
  };
  spec.pools.push(systemPool(spec, images, random));
  for (let pool = 1; pool < pools; pool++) spec.pools.push(generatedPool(pool, spec, images, random));
  if (stopped) spec.pools = spec.pools.map((pool): PoolSpec => ({ ...pool, power: 'Stopped' }));
  return spec;
}

function channels(automatic: boolean, random: Random): Pick<ClusterSpec, 'upgradeChannel' | 'nodeOsChannel'> {
  if (automatic) return { upgradeChannel: 'stable', nodeOsChannel: 'NodeImage' };
  return random.weighted<Pick<ClusterSpec, 'upgradeChannel' | 'nodeOsChannel'>>([
    [45, { upgradeChannel: 'patch', nodeOsChannel: 'NodeImage' }],
    [15, { upgradeChannel: 'stable', nodeOsChannel: 'SecurityPatch' }],
    [15, { upgradeChannel: 'none', nodeOsChannel: 'NodeImage' }],
    [12, { upgradeChannel: 'none', nodeOsChannel: 'None' }],
    [5, { upgradeChannel: 'node-image', nodeOsChannel: 'None' }],
    [5, { nodeOsChannel: 'Unmanaged' }],
    [3, {}],
  ]);
}
