import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { ArmConnection } from './connection.ts';
import { jsonOf, sameHost } from './list-raw.ts';
import type { ClusterPath } from './resource-id.ts';

/** The first version in which a machine says its image; the client library speaks an older one. */
const API_VERSION = '2026-06-02-preview';

/** 100 pages are more machines than a pool can have. */
const MOST_PAGES = 100;

const MachinePage = z.object({
  value: z.array(z.object({ properties: z.object({ nodeImageVersion: z.string().nullish() }).nullish() })),
  nextLink: z.string().nullish(),
});

/** Azure's codes for "this region or subscription does not know that version". */
const NOT_OFFERED = ['NoRegisteredProviderFound', 'InvalidResourceType', 'InvalidApiVersionParameter'];

/**
 * The images of a pool's machines, each once; empty where the preview is not offered.
 *
 * @throws RestError for every other refusal, see `refusalOf`
 */
export async function readMachineImages(connection: ArmConnection, path: ClusterPath): Promise<readonly string[]> {
  const { subscriptionId, resourceGroup, cluster, pool } = path;
  const abortSignal = connection.deadline();
  let url: string | undefined =
    `${connection.endpoint}/subscriptions/${subscriptionId}/resourceGroups/${encodeURIComponent(resourceGroup)}` +
    `/providers/Microsoft.ContainerService/managedClusters/${encodeURIComponent(cluster)}` +
    `/agentPools/${encodeURIComponent(pool)}/machines?api-version=${API_VERSION}`;
  const images = new Set<string>();
  for (let page = 0; url && page < MOST_PAGES; page += 1) {
    const response = await connection.pipeline.sendRequest(
      connection.httpClient,
      createPipelineRequest({ url, abortSignal, headers: createHttpHeaders({ accept: 'application/json' }) }),
    );
    const body = jsonOf(response.bodyAsText);
    if (response.status === 400 && NOT_OFFERED.includes(errorCode(body) ?? '')) return [];
    if (response.status !== 200) {
      throw new RestError('machines were not listed', {
        statusCode: response.status,
        ...(errorCode(body) && { code: errorCode(body) }),
      });
    }
    const { value, nextLink } = MachinePage.parse(body);
    for (const { properties } of value) if (properties?.nodeImageVersion) images.add(properties.nodeImageVersion);
    url = nextLink ? sameHost(nextLink, connection.endpoint) : undefined;
  }
  return [...images];
}

function errorCode(body: unknown): string | undefined {
  return z.object({ error: z.object({ code: z.string() }) }).safeParse(body).data?.error.code;
}
