import { z } from 'zod';
import { bareClient } from './bare-client.ts';

const Clusters = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      location: z.string(),
      properties: z.object({ agentPoolProfiles: z.array(z.object({ name: z.string() })).default([]) }),
    }),
  ),
  nextLink: z.string().optional(),
});

const API_VERSION = 'api-version=2026-04-01';
/** AKS: 60 calls at once for a subscription and region, then one a second. */
const BUCKET = 60;
const REFILL_PER_SECOND = 1;
const SAMPLE = 300;

export interface Plain {
  readonly seconds: number;
  readonly how: string;
}

interface Pool {
  readonly path: string;
  readonly bucket: string;
}

/**
 * The time a script around the Azure CLI takes: list the clusters of each subscription, then ask every
 * pool's upgrade profile, one after the other. The lists and a sample of the profiles are really asked;
 * the rest follows from the measured latency and the published limits.
 */
export async function plainOf(
  subscriptionIds: readonly string[],
  simulator: { armEndpoint: string; caFile: string },
): Promise<Plain> {
  const client = bareClient(simulator, 1);
  const started = performance.now();
  const pools: Pool[] = [];
  for (const id of subscriptionIds) {
    let path: string | undefined =
      `/subscriptions/${id}/providers/Microsoft.ContainerService/managedClusters?${API_VERSION}`;
    while (path) {
      const answer = await client.send({ method: 'GET', path }, 'keep');
      if (answer.status !== 200) break;
      const page = Clusters.parse(JSON.parse(answer.text));
      pools.push(...page.value.flatMap((cluster) => poolsOf(cluster, id)));
      path = page.nextLink ? pathOf(page.nextLink) : undefined;
    }
  }
  const listSeconds = (performance.now() - started) / 1_000;

  const sample = spread(pools, SAMPLE);
  const asked = performance.now();
  for (const { path } of sample) await client.send({ method: 'GET', path });
  const latency = (performance.now() - asked) / 1_000 / Math.max(1, sample.length);
  client.close();

  const seconds = listSeconds + sequenceSeconds(pools, latency);
  return {
    seconds,
    how:
      `lists of ${subscriptionIds.length} subscriptions asked (${listSeconds.toFixed(1)} s); ${sample.length} of ${pools.length} upgrade ` +
      `profiles asked in sequence (${(latency * 1_000).toFixed(1)} ms each), the rest extrapolated with AKS's ` +
      `${BUCKET} + ${REFILL_PER_SECOND}/s per subscription and region; the CLI's own start-up is not counted`,
  };
}

/** Seconds to ask one pool after the other when each call takes `latency` and an empty bucket makes us wait for a token. */
export function sequenceSeconds(pools: readonly Pool[], latency: number): number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  let now = 0;
  for (const { bucket: name } of pools) {
    const bucket = buckets.get(name) ?? { tokens: BUCKET, at: now };
    bucket.tokens = Math.min(BUCKET, bucket.tokens + (now - bucket.at) * REFILL_PER_SECOND);
    if (bucket.tokens < 1) {
      now += (1 - bucket.tokens) / REFILL_PER_SECOND;
      bucket.tokens = 1;
    }
    bucket.tokens -= 1;
    bucket.at = now;
    buckets.set(name, bucket);
    now += latency;
  }
  return now;
}

function poolsOf(cluster: z.infer<typeof Clusters>['value'][number], subscriptionId: string): Pool[] {
  return cluster.properties.agentPoolProfiles.map(({ name }) => ({
    path: `${cluster.id}/agentPools/${name}/upgradeProfiles/default?${API_VERSION}`,
    bucket: `${subscriptionId}/${cluster.location}`,
  }));
}

/** Evenly over all of them, so that no bucket runs dry within the sample. */
function spread<T>(all: readonly T[], wanted: number): T[] {
  const step = Math.max(1, Math.floor(all.length / wanted));
  return all.filter((_, index) => index % step === 0).slice(0, wanted);
}

function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname + search;
}
