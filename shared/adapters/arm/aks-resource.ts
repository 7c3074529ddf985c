import { createHttpHeaders, createPipelineRequest, type PipelineResponse, RestError } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { ArmConnection } from './connection.ts';
import { jsonOf, sameHost } from './list-raw.ts';
import type { ClusterPath } from './resource-id.ts';

/**
 * Clusters and pools word for word. The client library's models leave out what they do not know, so that reading
 * a pool through them and writing it back would lose settings of previews; raw JSON keeps them. They are read and
 * written in the newest preview version, in which such settings are shown at all, and in the newest stable one
 * where the preview is not offered.
 *
 * @see https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update
 */
const VERSIONS = ['2026-06-02-preview', '2026-06-01'] as const;

/** Azure's codes for "this region or subscription does not know that version". */
const NOT_OFFERED = ['NoRegisteredProviderFound', 'InvalidResourceType', 'InvalidApiVersionParameter'];

/** A list that goes on for longer than this never ends. */
const MOST_PAGES = 100;

const ErrorBody = z.object({ code: z.string(), message: z.string().optional() });

/** A resource as it came; only what every one has is known. */
export const AksResource = z.looseObject({
  id: z.string(),
  name: z.string(),
  properties: z.record(z.string(), z.unknown()),
});
export type AksResource = z.infer<typeof AksResource>;

/** Conditions on a write, as HTTP has them. */
export type Conditions = Readonly<Partial<Record<'if-match' | 'if-none-match', string>>>;

export interface Accepted {
  /** Where its progress can be asked for; absent: it is done. */
  readonly operation?: string;
}

/** The ARM path of a cluster or a pool. */
export function aksPath({ subscriptionId, resourceGroup, cluster, pool }: ClusterPath): string {
  const path = `/subscriptions/${subscriptionId}/resourceGroups/${encodeURIComponent(resourceGroup)}/providers/Microsoft.ContainerService/managedClusters/${encodeURIComponent(cluster)}`;
  return pool ? `${path}/agentPools/${encodeURIComponent(pool)}` : path;
}

/** @throws RestError for every refusal, see `refusalOf` */
export async function getAksResource(connection: ArmConnection, path: string): Promise<AksResource> {
  return AksResource.parse(jsonOf((await send(connection, 'GET', path)).bodyAsText));
}

/** @throws RestError for every refusal, see `refusalOf` */
export async function listAksResources(connection: ArmConnection, path: string): Promise<readonly AksResource[]> {
  const page = z.object({ value: z.array(AksResource), nextLink: z.string().nullish() });
  const items: AksResource[] = [];
  let answer: PipelineResponse | undefined = await send(connection, 'GET', path);
  for (let pages = 0; answer && pages < MOST_PAGES; pages += 1) {
    const read: z.infer<typeof page> = page.parse(jsonOf(answer.bodyAsText));
    items.push(...read.value);
    answer = read.nextLink ? await once(connection, 'GET', sameHost(read.nextLink, connection.endpoint)) : undefined;
    if (answer && answer.status !== 200) throw refused(answer);
  }
  return items;
}

/** @throws RestError for every refusal, see `answerOf` */
export async function putAksResource(
  connection: ArmConnection,
  path: string,
  body: unknown,
  conditions: Conditions,
): Promise<Accepted> {
  return operationOf((await send(connection, 'PUT', path, body, conditions)).headers);
}

export function operationOf(headers: { get(name: string): string | undefined }): Accepted {
  const operation = headers.get('azure-asyncoperation') ?? headers.get('location');
  return operation ? { operation } : {};
}

async function send(
  connection: ArmConnection,
  method: 'GET' | 'PUT',
  path: string,
  body?: unknown,
  conditions: Conditions = {},
): Promise<PipelineResponse> {
  let answer: PipelineResponse | undefined;
  for (const version of VERSIONS) {
    const url = `${connection.endpoint}${path}?api-version=${version}`;
    answer = await once(connection, method, url, body, conditions);
    if (answer.status < 300) return answer;
    if (answer.status !== 400 || !NOT_OFFERED.includes(errorOf(answer)?.code ?? '')) break;
  }
  throw refused(answer);
}

async function once(
  connection: ArmConnection,
  method: 'GET' | 'PUT',
  url: string,
  body?: unknown,
  conditions: Conditions = {},
): Promise<PipelineResponse> {
  const headers = createHttpHeaders({
    accept: 'application/json',
    ...conditions,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  });
  const request = createPipelineRequest({
    url,
    method,
    headers,
    abortSignal: connection.deadline(),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return connection.pipeline.sendRequest(connection.httpClient, request);
}

function refused(answer: PipelineResponse | undefined): RestError {
  const error = answer && errorOf(answer);
  return new RestError(error?.message ?? 'Azure refused it.', {
    ...(answer && { statusCode: answer.status, response: answer }),
    ...(error && { code: error.code }),
  });
}

/** Most errors are wrapped in `error`; a few of AKS's own are not. */
function errorOf(answer: PipelineResponse): z.infer<typeof ErrorBody> | undefined {
  const body = jsonOf(answer.bodyAsText);
  return z.object({ error: ErrorBody }).safeParse(body).data?.error ?? ErrorBody.safeParse(body).data;
}
