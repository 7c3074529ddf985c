import { createHttpHeaders, createPipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { ArmConnection } from './connection.ts';

/** A list that goes on for longer than this never ends. */
const MOST_PAGES = 100;

/**
 * All items of an ARM list that no client library of ours speaks.
 *
 * @param path with its api-version, as in `/subscriptions/.../usages?api-version=2024-07-01`
 * @throws RestError for every refusal, see `refusalOf`
 */
export async function listRaw<T>(connection: ArmConnection, path: string, item: z.ZodType<T>): Promise<T[]> {
  const page = z.object({ value: z.array(item), nextLink: z.string().nullish() });
  const abortSignal = connection.deadline();
  const items: T[] = [];
  let url: string | undefined = `${connection.endpoint}${path}`;
  for (let pages = 0; url !== undefined && pages < MOST_PAGES; pages += 1) {
    const response = await connection.pipeline.sendRequest(
      connection.httpClient,
      createPipelineRequest({ url, abortSignal, headers: createHttpHeaders({ accept: 'application/json' }) }),
    );
    const body = jsonOf(response.bodyAsText);
    if (response.status !== 200) {
      const code = z.object({ error: z.object({ code: z.string() }) }).safeParse(body).data?.error.code;
      throw new RestError('not listed', { statusCode: response.status, ...(code && { code }) });
    }
    const read: z.infer<typeof page> = page.parse(body);
    items.push(...read.value);
    url = read.nextLink ? sameHost(read.nextLink, connection.endpoint) : undefined;
  }
  return items;
}

/** A link to another host would be handed our token. */
export function sameHost(link: string, endpoint: string): string {
  if (new URL(link).origin === new URL(endpoint).origin) return link;
  throw new RestError('the next page is on another host');
}

/** `undefined` for what is no JSON. */
export function jsonOf(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
