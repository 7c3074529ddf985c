import { UpstreamError } from '../../domain/errors.ts';
import type { EvictionAnswer, PodEvictor, PodRef } from '../../ports/pod-evictor.ts';
import type { ClusterConnections } from './connections.ts';
import type { KubernetesReply } from './write-http.ts';

/** When a busy server does not say when to come again. */
const USUAL_PAUSE_SECONDS = 5;

/** The one way in which a pod is made to leave: `pods/eviction`, with the pod's uid as a precondition. */
export function kubernetesPodEvictor(connections: ClusterConnections): PodEvictor {
  return {
    async evict(pod, graceSeconds) {
      const connection = await connections.to(pod.clusterId);
      if ('reason' in connection) {
        if (connection.reason === 'forbidden') return { kind: 'refused', status: 403, because: connection.detail };
        throw new UpstreamError('KUBERNETES_UNREACHABLE', connection.detail);
      }
      return answerOf(await connection.writer.evict(pod.namespace, pod.name, bodyOf(pod, graceSeconds)));
    },
  };
}

function bodyOf({ namespace, name, uid }: PodRef, gracePeriodSeconds: number): object {
  return {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { namespace, name },
    deleteOptions: { gracePeriodSeconds, preconditions: { uid } },
  };
}

/**
 * The API server's word for an eviction. Its refusals differ only in their text in places; the texts are those of
 * recorded answers.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 */
export function answerOf(reply: KubernetesReply): EvictionAnswer {
  const { status, message: because, causes, againSeconds } = reply;
  if (status < 300) return { kind: 'accepted' };
  const webhook = webhookIn(because);
  if (webhook) return { kind: 'webhook', because, ...webhook };
  if (status === 404) return { kind: 'gone' };
  // The only precondition that is sent is the uid: another pod has the name now.
  if (status === 409) return { kind: 'gone' };
  if (status === 429) {
    const cause = causes.find(({ reason }) => reason === 'DisruptionBudget');
    if (!cause) return { kind: 'busy', againSeconds: againSeconds ?? USUAL_PAUSE_SECONDS };
    const budget = /^The disruption budget (\S+) /.exec(cause.message)?.[1];
    const observed = !/still being processed/.test(cause.message);
    return { kind: 'budget', because: cause.message || because, observed, ...(budget && { budget }) };
  }
  if (status === 500 && /more than one PodDisruptionBudget/.test(because)) return { kind: 'budgets-overlap', because };
  return { kind: 'refused', status, because: because || `the API server answered ${status}` };
}

/** A webhook that said no, or that did not answer and must be asked. */
function webhookIn(message: string): { readonly name?: string } | undefined {
  const found =
    /admission webhook "([^"]{1,253})" denied the request/.exec(message) ??
    /failed calling webhook "([^"]{1,253})"/.exec(message);
  if (found) return found[1] ? { name: found[1] } : {};
  return /admission webhook .* denied the request|failed calling webhook/.test(message) ? {} : undefined;
}
