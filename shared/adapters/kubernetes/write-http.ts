import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { UpstreamError } from '../../domain/errors.ts';
import type { ClusterAccess } from './access.ts';
import { refusalByError } from './refusal.ts';

/**
 * All that can be changed in a cluster: a pod can be asked to leave, nodes, scales and autoscalers can be patched, and
 * AKS can be told how a node is that it asks about.
 * There is no way to send a DELETE, or anything else. Nothing is sent twice by itself.
 *
 * @throws UpstreamError KUBERNETES_UNREACHABLE when nobody knows whether it happened
 */
export interface KubernetesWriter {
  evict(namespace: string, name: string, body: object): Promise<KubernetesReply>;
  patchNode(name: string, patch: object): Promise<KubernetesReply>;
  /** @param plural `deployments`, `statefulsets` or `replicasets` */
  patchScale(plural: string, namespace: string, name: string, patch: object): Promise<KubernetesReply>;
  patchAutoscaler(namespace: string, name: string, patch: object): Promise<KubernetesReply>;
  /** @param namespace absent: this cluster has them beside its namespaces, as it has its nodes */
  createHealthSignal(namespace: string | undefined, body: object): Promise<KubernetesReply>;
  patchHealthSignalStatus(namespace: string | undefined, name: string, patch: object): Promise<KubernetesReply>;
}

/** What the API server answered, with its `Status` where it refused. */
export interface KubernetesReply {
  readonly status: number;
  /** Seconds; of the header, else of the `Status`. Absent: it names none. */
  readonly againSeconds?: number;
  readonly message: string;
  readonly reason?: string;
  readonly causes: readonly { readonly reason: string; readonly message: string }[];
}

/** Managed fields carry it, so that everyone can see what is ours. */
const QUERY = '?fieldManager=image-steward';

/** A lost update never wins: every patch names the version that it was made for, and merges field by field. */
const MERGE = 'application/merge-patch+json';

/** Webhooks may take 30 s, and several may be asked one after the other. */
const ATTEMPT_MS = 60_000;

/** A `Status` is short; an answer to a patch is the whole object, which is not looked at. */
const LONGEST_TEXT = 2_000;

const Status = z.object({
  message: z.string().catch(''),
  reason: z.string().optional().catch(undefined),
  details: z
    .object({
      retryAfterSeconds: z.number().optional().catch(undefined),
      causes: z
        .array(z.object({ reason: z.string().catch(''), message: z.string().catch('') }))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** @param forget called when the sign-in is not accepted any more */
export function kubernetesWriter(access: ClusterAccess, dispatcher: Dispatcher, forget: () => void): KubernetesWriter {
  async function send(
    method: 'POST' | 'PATCH',
    path: string,
    contentType: string,
    body: object,
  ): Promise<KubernetesReply> {
    try {
      const response = await request(`${access.server}${path}${QUERY}`, {
        method,
        dispatcher,
        headers: {
          accept: 'application/json',
          'content-type': contentType,
          'user-agent': 'image-steward',
          ...(await access.headers()),
        },
        body: JSON.stringify(body),
        headersTimeout: ATTEMPT_MS,
        bodyTimeout: ATTEMPT_MS,
      });
      const { statusCode, headers } = response;
      if (statusCode === 401) forget();
      if (statusCode < 300) {
        await response.body.dump();
        return { status: statusCode, message: '', causes: [] };
      }
      return replyOf(statusCode, headers['retry-after'], await response.body.text());
    } catch (error) {
      const { detail } = refusalByError(error);
      throw new UpstreamError('KUBERNETES_UNREACHABLE', detail, {}, { cause: error });
    }
  }

  const part = encodeURIComponent;
  const signals = (namespace: string | undefined) =>
    `/apis/health.aks.io/v1alpha1${namespace === undefined ? '' : `/namespaces/${part(namespace)}`}/healthsignals`;
  return {
    evict: (namespace, name, body) =>
      send('POST', `/api/v1/namespaces/${part(namespace)}/pods/${part(name)}/eviction`, 'application/json', body),
    patchNode: (name, patch) => send('PATCH', `/api/v1/nodes/${part(name)}`, MERGE, patch),
    patchScale: (plural, namespace, name, patch) =>
      send('PATCH', `/apis/apps/v1/namespaces/${part(namespace)}/${part(plural)}/${part(name)}/scale`, MERGE, patch),
    patchAutoscaler: (namespace, name, patch) =>
      send(
        'PATCH',
        `/apis/autoscaling/v2/namespaces/${part(namespace)}/horizontalpodautoscalers/${part(name)}`,
        MERGE,
        patch,
      ),
    createHealthSignal: (namespace, body) => send('POST', signals(namespace), 'application/json', body),
    patchHealthSignalStatus: (namespace, name, patch) =>
      send('PATCH', `${signals(namespace)}/${part(name)}/status`, MERGE, patch),
  };
}

function replyOf(status: number, header: string | string[] | undefined, text: string): KubernetesReply {
  const told = Status.safeParse(parsed(text)).data;
  const again = Number(header ?? told?.details?.retryAfterSeconds ?? Number.NaN);
  return {
    status,
    ...(again >= 0 && { againSeconds: again }),
    message: (told?.message || text).slice(0, LONGEST_TEXT).trim(),
    ...(told?.reason !== undefined && { reason: told.reason }),
    causes: told?.details?.causes ?? [],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's page, or an empty answer
  }
}
