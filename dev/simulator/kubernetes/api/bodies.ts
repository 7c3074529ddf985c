import { without } from '../../model/without.ts';
import type { NewObject } from '../objects.ts';
import { goMessage } from './patch/index.ts';
import { isObject, type Json } from './patch/merge-patch.ts';
import type { KubeRequest } from './request.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { ApiError, badRequest } from './status.ts';

const ACCEPTED = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/** The object in a request's body. @throws ApiError 400 or 415 in the server's words */
export function objectIn(request: KubeRequest, resource: Pick<Resource, 'kind' | 'group' | 'version'>): NewObject {
  const type = request.headers['content-type']?.split(';')[0]?.trim() ?? 'application/json';
  if (type !== 'application/json') {
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED}`,
    );
  }
  const body = json(request.text, resource.kind);
  const kind = String(body.kind ?? resource.kind);
  const apiVersion = String(body.apiVersion ?? apiVersionOf(resource));
  if (kind !== resource.kind || apiVersion !== apiVersionOf(resource)) {
    const version = apiVersion.split('/').at(-1) as string;
    const internal = resource.group === '' ? 'core' : resource.group.split('.')[0];
    throw badRequest(
      `${kind} in version "${version}" cannot be handled as a ${resource.kind}: converting (${version}.${kind}) to (${internal}.${resource.kind}): unknown conversion`,
    );
  }
  const { metadata } = body;
  return { ...without(body, 'kind', 'apiVersion'), metadata: isObject(metadata) ? metadata : {} };
}

function json(text: string, kind: string): Json {
  if (text.trim() === '') {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)`,
    );
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${goMessage(text, error as Error)}`);
  }
  if (!isObject(body)) throw badRequest(`the object provided is unrecognized (must be of type ${kind})`);
  return body;
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly dryRun?: readonly string[];
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

/** Options of a DELETE, from its body and its query. */
export function deleteOptions({ text, query }: KubeRequest): DeleteOptions {
  const grace = query.get('gracePeriodSeconds');
  const body = text.trim() === '' ? {} : (json(text, 'DeleteOptions') as DeleteOptions);
  return { ...body, ...(grace !== null && { gracePeriodSeconds: Number(grace) }) };
}

export const isDryRun = ({ query }: KubeRequest, options: DeleteOptions = {}): boolean =>
  query.getAll('dryRun').includes('All') || (options.dryRun ?? []).includes('All');
