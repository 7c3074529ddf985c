/** A fleet in memory, judged by the real rules under the bundled calendar, as a sweep would have left it. */
import { memoryExemptionStore } from '../../../shared/adapters/memory/exemption-store.ts';
import { memoryOwnFindingStore } from '../../../shared/adapters/memory/own-finding-store.ts';
import { memoryReadingStore } from '../../../shared/adapters/memory/reading-store.ts';
import { memorySweepStore } from '../../../shared/adapters/memory/sweep-store.ts';
import { bundledPolicy } from '../../../shared/adapters/policy/policy-source.ts';
import { systemPacking } from '../../../shared/adapters/system/packing.ts';
import type { Cluster } from '../../../shared/domain/fleet/cluster.ts';
import type { NodePool } from '../../../shared/domain/fleet/node-pool.ts';
import type { ClusterReading } from '../../../shared/domain/fleet/reading.ts';
import type { Subscription } from '../../../shared/domain/fleet/subscription.ts';
import { evaluate } from '../../../shared/domain/policy/evaluate.ts';
import { DEFAULT_LIMITS } from '../../../shared/domain/policy/policy-facts.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import { givenCluster, givenPool, NOW } from '../../support/fleet.ts';

export interface ClusterSpec {
  readonly cluster?: Partial<Cluster>;
  readonly pools?: readonly Partial<NodePool>[];
  readonly latestImage?: string;
}

export interface World {
  readonly subscriptions: readonly Subscription[];
  readonly clusters: readonly ClusterSpec[];
  /** Ids of subscriptions that the sweep could not read. */
  readonly forbidden?: readonly string[];
  /** When the sweep ran. */
  readonly sweptAt?: Instant;
}

export function subscription(number: number, name: string): Subscription {
  return { id: `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`, name, state: 'Enabled' };
}

/** Everything that questions are answered from, and a clock that a test can set. */
export async function givenPorts(now: Instant = NOW) {
  let at = now;
  return {
    clock: { now: () => at },
    setNow(instant: Instant) {
      at = instant;
    },
    readings: memoryReadingStore(),
    sweeps: memorySweepStore(),
    policy: await bundledPolicy(),
    exemptions: memoryExemptionStore(),
    ownFindings: memoryOwnFindingStore(),
    packing: systemPacking,
  };
}

export type Ports = Awaited<ReturnType<typeof givenPorts>>;

/** Fills the stores with one sweep of the world. */
export async function sweepInto(ports: Ports, world: World): Promise<void> {
  const sweptAt = world.sweptAt ?? ports.clock.now();
  const policy = await ports.policy.load();
  const facts = { ...policy, limits: DEFAULT_LIMITS };
  const exemptions = await ports.exemptions.list();
  await ports.sweeps.start({ id: 's-1', startedAt: sweptAt, subscriptions: world.subscriptions });
  for (const one of world.subscriptions) {
    const specs = world.clusters.filter(({ cluster }) => cluster?.subscriptionId === one.id);
    const isForbidden = world.forbidden?.includes(one.id) ?? false;
    const readings = isForbidden ? [] : specs.map((spec) => readingOf(spec));
    await ports.readings.save(readings.map((reading) => ({ reading, toAnnounce: [], basedOn: undefined })));
    const pools = readings.reduce((sum, reading) => sum + reading.pools.length, 0);
    await ports.sweeps.saveOutcome({
      sweepId: 's-1',
      subscription: one,
      at: sweptAt + 60_000,
      clusters: readings.length,
      pools,
      clustersNotSeen: [],
      ...(isForbidden
        ? { notSeen: { reason: 'forbidden', detail: 'The identity has no reader role on it: assign it.' } as const }
        : { changes: { new: 2, worse: 1, better: 0, gone: 3 } }),
    });
  }

  function readingOf({ cluster: overrides, pools, latestImage }: ClusterSpec): ClusterReading {
    const cluster = givenCluster(overrides);
    const found = (pools ?? [{}]).map((pool) => ({
      pool: givenPool(pool, cluster),
      ...(latestImage && { latestImage }),
    }));
    const judged = evaluate({ cluster, pools: found }, facts, exemptions, sweptAt);
    return { cluster, ...judged, sweepId: 's-1', readAt: sweptAt };
  }
}

const IMAGES = [
  'AKSUbuntu-2404gen2containerd-202610.08.0',
  'AKSUbuntu-2204gen2containerd-202609.20.0',
  'AKSUbuntu-2204gen2containerd-202608.30.0',
  'AKSUbuntu-2204gen2containerd-202605.04.0',
  'AKSUbuntu-1804gen2containerd-202506.16.0',
  'AKSAzureLinux-V3gen2-202610.08.0',
  'AKSWindows-2019-containerd-17763.8027.251112',
  'AKSUbuntu-2004gen2fipscontainerd-202606.10.0',
];

/** As many clusters as asked for, over so many subscriptions, with every image above; the same each time. */
export function largeWorld(clusters: number, poolsEach: number, subscriptions: number): World {
  const names = ['shop', 'payments', 'search', 'data', 'platform', 'edge'];
  const all = Array.from({ length: subscriptions }, (_, at) =>
    subscription(at + 1, `${names[at % names.length]}-${at + 1}`),
  );
  return {
    subscriptions: all,
    clusters: Array.from({ length: clusters }, (_, at) => ({
      cluster: {
        name: `aks-${names[at % names.length]}-${String(at).padStart(5, '0')}`,
        subscriptionId: all[at % subscriptions]?.id ?? '',
        resourceGroup: `rg-${at % 40}`,
        kubernetesVersion: ['1.33.4', '1.34.2', '1.35.6'][at % 3],
        nodeOsChannel: at % 5 === 0 ? 'None' : 'NodeImage',
      },
      pools: Array.from({ length: poolsEach }, (_, pool) => ({
        name: `pool${pool}`,
        imageVersion: IMAGES[(at + pool) % IMAGES.length],
        osType: (at + pool) % IMAGES.length === 6 ? 'Windows' : 'Linux',
        count: 3 + (at % 7),
        spot: at % 11 === 0,
      })),
    })),
  };
}
