import { deletePod } from '../control-plane/pod-deletion.ts';
import { type DisruptionBudget, isGoing, isReady, type Pod, withCondition } from '../objects.ts';
import { selectorTest } from '../selectors/labels.ts';
import { type DeleteOptions, isDryRun, objectIn } from './bodies.ts';
import { checkPreconditions } from './delete.ts';
import type { KubeRequest } from './request.ts';
import { PODS } from './resources.ts';
import type { ResourceRoute } from './routes.ts';
import { type Answer, ApiError, badRequest, notFound, success } from './status.ts';
import { askWebhooks } from './webhooks.ts';

const EVICTION = { kind: 'Eviction', group: 'policy', version: 'v1' };

/**
 * Asks a pod to leave, if its budgets allow it.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 * @throws ApiError 404 no such pod, 409 not the pod that was meant, 429 no room in its budget, 500 two budgets
 */
export function evict(request: KubeRequest, { namespace = '', name = '' }: ResourceRoute): Answer {
  const { cluster } = request;
  const { store } = cluster;
  const eviction = objectIn(request, EVICTION);
  const options = (eviction.deleteOptions ?? {}) as DeleteOptions;
  if (!store.get('namespaces', undefined, namespace)) throw notFound({ group: '', plural: 'namespaces' }, namespace);
  const pod = store.get('pods', namespace, name);
  if (!pod) throw notFound(PODS, name);
  askWebhooks(request, 'CREATE', 'pods/eviction', namespace);
  if (eviction.metadata.name !== undefined && eviction.metadata.name !== name) {
    throw badRequest(`name in URL does not match name in Eviction object: "${name}", "${eviction.metadata.name}"`);
  }
  checkPreconditions(PODS, pod, options);
  const dryRun = isDryRun(request, options);
  const budget = isFreeToGo(pod) ? undefined : budgetOf(request, pod);
  if (budget && !brokenAnyway(pod, budget)) {
    const spent = spend(budget, name, cluster.stamp());
    if (!dryRun) store.put('poddisruptionbudgets', spent);
  }
  if (!dryRun) {
    const marked =
      isGoing(pod) && pod.status.conditions?.some(({ type }) => type === 'DisruptionTarget')
        ? pod
        : store.put('pods', withReason(pod, cluster.stamp()));
    deletePod(cluster, marked, options.gracePeriodSeconds);
  }
  return success(201);
}

/** Nothing is lost with it: it never ran, has ended, or is on its way out. */
const isFreeToGo = (pod: Pod): boolean => isGoing(pod) || ['Pending', 'Succeeded', 'Failed'].includes(pod.status.phase);

function budgetOf({ cluster }: KubeRequest, pod: Pod): DisruptionBudget | undefined {
  const { namespace, labels = {} } = pod.metadata;
  const found = cluster.store
    .list('poddisruptionbudgets')
    .filter((one) => one.metadata.namespace === namespace && selectorTest(one.spec.selector)(labels));
  if (found.length > 1) {
    throw new ApiError(
      500,
      undefined,
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  }
  return found[0];
}

/** A pod that is not ready counts for nothing; under the default policy it may go while enough others are. */
function brokenAnyway(pod: Pod, { spec, status }: DisruptionBudget): boolean {
  if (isReady(pod)) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status.desiredHealthy > 0 && status.currentHealthy >= status.desiredHealthy;
}

/** The budget after one more disruption. @throws ApiError 429 */
function spend(budget: DisruptionBudget, pod: string, now: string): DisruptionBudget {
  const { metadata, status } = budget;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    throw noRoom(`The disruption budget ${metadata.name} is still being processed by the server.`, 10);
  }
  if (status.disruptionsAllowed <= 0) {
    throw noRoom(
      `The disruption budget ${metadata.name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`,
    );
  }
  const disruptionsAllowed = status.disruptionsAllowed - 1;
  const conditions =
    disruptionsAllowed > 0
      ? status.conditions
      : withCondition(status.conditions, {
          type: 'DisruptionAllowed',
          status: 'False',
          observedGeneration: status.observedGeneration ?? 0,
          lastTransitionTime: now,
          reason: 'InsufficientPods',
          message: '',
        });
  return {
    ...budget,
    status: {
      ...status,
      disruptedPods: { ...status.disruptedPods, [pod]: now },
      disruptionsAllowed,
      ...(conditions && { conditions }),
    },
  };
}

const noRoom = (message: string, retryAfterSeconds?: number): ApiError =>
  new ApiError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message }],
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });

const withReason = (pod: Pod, now: string): Pod => ({
  ...pod,
  status: {
    ...pod.status,
    conditions: withCondition(pod.status.conditions, {
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: now,
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    }),
  },
});
