import { z } from 'zod';
import type { HealthCheckRequest, HealthSignal } from '../../domain/alert/health-signal.ts';
import type { HealthGates } from '../../ports/health-gates.ts';
import type { WriteAnswer } from '../../ports/write-answer.ts';
import type { ClusterConnection, ClusterConnections } from './connections.ts';
import type { KubernetesHttp } from './http.ts';
import { type Kind, readList } from './list.ts';
import { readOne } from './read-one.ts';
import type { Refusal } from './refusal.ts';
import { MOST_TRIES, refusedAnswer, writeAnswerOf } from './write-answer.ts';

const API_VERSION = 'health.aks.io/v1alpha1';
export const HEALTH_API = `/apis/${API_VERSION}`;

/** Who we are to AKS: an UpgradeGatePolicy with this `provider` makes it wait for our signals. */
export const PROVIDER = 'image-steward.io';

/** Where signals lie in versions of the preview that have them in a namespace. */
const NAMESPACE = 'kube-system';

/** The API server allows 32,768 characters; a sentence is enough. */
const LONGEST_MESSAGE = 1_000;

const Served = z.object({ resources: z.array(z.object({ name: z.string(), namespaced: z.boolean() })) });

interface RawRequest {
  readonly metadata: {
    readonly name?: string;
    readonly uid?: string;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
  };
  readonly spec?: {
    readonly scope?: string;
    readonly targetRef?: { readonly name?: string };
    /** As earlier versions have it. */
    readonly targetName?: string;
  };
}

interface RawSignal {
  readonly metadata: { readonly resourceVersion?: string };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

interface Condition {
  readonly type: 'Ready';
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
}

/** Reads the requests of AKS and answers them as one signal each, owned by its request: Kubernetes removes both together. */
export function kubernetesHealthGates(connections: ClusterConnections): HealthGates {
  const served = new WeakMap<ClusterConnection, Served>();

  /** Looked up once per connection; what a cluster does not have yet is looked for again. */
  async function servedBy(connection: ClusterConnection): Promise<Served> {
    const known = served.get(connection);
    if (known) return known;
    const found = await findServed(connection.reader);
    if (found.kind === 'served') served.set(connection, found);
    return found;
  }

  return {
    async openRequests(clusterId) {
      const connection = await connections.to(clusterId);
      if ('reason' in connection) return refused(connection);
      const found = await servedBy(connection);
      if (found.kind === 'not-there') return found;
      if (found.kind === 'refused') return refused(found);
      const seen = await readList(connection.reader, REQUESTS);
      if (seen.kind === 'not-seen') return refused(seen);
      return { kind: 'seen', requests: seen.items };
    },

    async publish(clusterId, signal) {
      const connection = await connections.to(clusterId);
      if ('reason' in connection) return refusedAnswer(withRole(connection));
      const found = await servedBy(connection);
      if (found.kind === 'not-there')
        return { kind: 'changed', because: 'the cluster does not have the gate any more' };
      if (found.kind === 'refused') return refusedAnswer(withRole(found));
      return write(connection, found.namespaced ? NAMESPACE : undefined, signal);
    },
  };
}

type Served =
  | { readonly kind: 'served'; readonly namespaced: boolean }
  | { readonly kind: 'not-there' }
  | ({ readonly kind: 'refused' } & Refusal);

async function findServed(reader: KubernetesHttp): Promise<Served> {
  const answer = await reader.get(HEALTH_API);
  if (answer.kind === 'refused') return answer.missing ? { kind: 'not-there' } : answer;
  const list = Served.safeParse(answer.kind === 'answered' ? answer.body : undefined);
  if (!list.success) {
    return { kind: 'refused', reason: 'upstream-failed', detail: "the API server's answer could not be understood" };
  }
  const { resources } = list.data;
  const named = (name: string) => resources.find((one) => one.name === name);
  const signals = named('healthsignals');
  // The first sketches of the preview had no status of its own, and nobody reads them any more.
  if (!named('healthcheckrequests') || !signals || !named('healthsignals/status')) return { kind: 'not-there' };
  return { kind: 'served', namespaced: signals.namespaced };
}

const REQUESTS: Kind<HealthCheckRequest> = {
  path: `${HEALTH_API}/healthcheckrequests`,
  cutter: () => (item: never) => requestOf(item),
};

/** A request that is being deleted, or of a scope that nobody knows yet, is not one to answer. */
function requestOf({ metadata, spec }: RawRequest): readonly HealthCheckRequest[] {
  const { name, uid, creationTimestamp, deletionTimestamp } = metadata;
  const scope = (['Node', 'NodePool', 'Cluster'] as const).find((one) => one === spec?.scope);
  if (!name || !uid || !scope || deletionTimestamp !== undefined) return [];
  const target = spec?.targetRef?.name ?? spec?.targetName ?? '';
  return [{ name, uid, scope, target, askedAt: Date.parse(creationTimestamp ?? '') || 0 }];
}

async function write(
  { reader, writer }: ClusterConnection,
  namespace: string | undefined,
  signal: HealthSignal,
): Promise<WriteAnswer> {
  const name = nameOf(signal);
  const within = namespace === undefined ? '' : `/namespaces/${namespace}`;
  for (let tries = 1; ; tries += 1) {
    const read = await readOne<RawSignal>(reader, `${HEALTH_API}${within}/healthsignals/${name}`);
    if (read.kind === 'refused') return refusedAnswer(withRole(read));
    if (read.kind === 'missing') {
      const made = await writer.createHealthSignal(namespace, bodyOf(signal));
      // Made by another process in this moment: it is there to be read.
      if (made.status >= 300 && made.status !== 409) return writeAnswerOf(made);
      if (tries === MOST_TRIES)
        return { kind: 'changed', because: 'the signal does not stay: AKS does not ask any more' };
      continue;
    }
    const { metadata, status } = read.object;
    const before = status?.conditions?.find(({ type }) => type === 'Ready');
    const after = conditionOf(signal, before);
    if (before && isSame(before, after)) return { kind: 'accepted' };
    const patch = { metadata: { resourceVersion: metadata.resourceVersion }, status: { conditions: [after] } };
    const reply = await writer.patchHealthSignalStatus(namespace, name, patch);
    if (reply.status !== 409 || tries === MOST_TRIES) return writeAnswerOf(reply);
  }
}

/** One per request, also when two requests have had the same name. */
const nameOf = ({ request }: HealthSignal): string => `image-steward-${request.uid}`.toLowerCase();

function bodyOf(signal: HealthSignal): object {
  const { name, uid, scope, target } = signal.request;
  return {
    apiVersion: API_VERSION,
    kind: 'HealthSignal',
    metadata: {
      name: nameOf(signal),
      labels: { 'health.aks.io/provider': PROVIDER },
      annotations: { 'health.aks.io/request-name': name },
      ownerReferences: [{ apiVersion: API_VERSION, kind: 'HealthCheckRequest', name, uid }],
    },
    spec: {
      type: `${scope}Health`,
      ...(scope === 'Node' && { targetRef: { apiVersion: 'v1', kind: 'Node', name: target } }),
    },
  };
}

function conditionOf({ status, reason, message, at }: HealthSignal, before: Condition | undefined): Condition {
  const lastTransitionTime =
    before?.status === status ? before.lastTransitionTime : `${new Date(at).toISOString().slice(0, 19)}Z`;
  return { type: 'Ready', status, reason, message: message.slice(0, LONGEST_MESSAGE), lastTransitionTime };
}

function isSame(a: Condition, b: Condition): boolean {
  return a.status === b.status && a.reason === b.reason && a.message === b.message;
}

/** The executor's role says who may do this, not the reader's. */
function withRole({ reason, detail }: Refusal): Refusal {
  if (reason !== 'forbidden') return { reason, detail };
  return { reason, detail: 'this identity may not read AKS’s health checks (401 or 403)' };
}

/** @throws UpstreamError unless it is a matter of rights */
function refused(refusal: Refusal): { readonly kind: 'refused'; readonly code: string; readonly because: string } {
  const answer = refusedAnswer(withRole(refusal));
  if (answer.kind !== 'refused') throw new TypeError(`a refusal became ${answer.kind}`);
  return answer;
}
