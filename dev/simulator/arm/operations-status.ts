import type { Change } from '../model/change.ts';
import { type ArmContext, type Found, findSubscription } from './context.ts';
import { type ArmRequest, ok, refusal } from './http.ts';
import { IN_SUBSCRIPTION } from './paths.ts';
import { armTime, renderPool } from './render-pool.ts';
import type { Operation, Params } from './router.ts';

/** AKS asks for this pause between two polls; it is fleet time, so a fast clock shortens it. */
const POLL_SECONDS = 15;

/** The two ways to ask how a change goes: by its status, and by the place where its result will be. */
export function statusOperations(context: ArmContext): readonly Operation[] {
  const { fleet, changes } = context;
  const poll = { method: 'GET', effect: 'read', provider: 'aks', bucket: 'operation-status' } as const;

  return [
    {
      ...poll,
      name: 'operations.getStatus',
      path: `${IN_SUBSCRIPTION}/locations/{location}/operations/{id}`,
      answer: (params) => {
        const change = findChange(context, params);
        if ('missing' in change) return change.missing;
        const over = changes.isOver(change.found);
        return ok(statusOf(change.found, over), over ? {} : pause(context));
      },
    },
    {
      ...poll,
      name: 'operations.getResult',
      path: `${IN_SUBSCRIPTION}/locations/{location}/operationresults/{id}`,
      answer: (params, request) => {
        const change = findChange(context, params);
        if ('missing' in change) return change.missing;
        const { found } = change;
        if (!changes.isOver(found))
          return { status: 202, headers: { location: placeOf(context, found, request), ...pause(context) } };
        if (found.outcome.kind !== 'succeeds') return refusal(409, found.outcome.code, found.outcome.message);
        const { subscriptionId, resourceGroup, name } = found.cluster;
        const cluster = fleet.cluster(subscriptionId, resourceGroup, name);
        const pool = cluster?.pools.find((one) => one.name === found.poolName);
        return cluster && pool ? ok(renderPool(cluster, pool)) : { status: 204 };
      },
    },
  ];
}

/** The headers with which an answer says where to ask. */
export function trackingHeaders(context: ArmContext, change: Change, request: ArmRequest): Record<string, string> {
  return {
    location: placeOf(context, change, request),
    'azure-asyncoperation': placeOf(context, change, request, 'operations'),
    ...pause(context),
  };
}

function placeOf(
  { endpoint }: ArmContext,
  { cluster, id }: Change,
  request: ArmRequest,
  kind: 'operations' | 'operationresults' = 'operationresults',
): string {
  const version = encodeURIComponent(request.query.get('api-version') ?? '');
  return `${endpoint()}/subscriptions/${cluster.subscriptionId}/providers/Microsoft.ContainerService/locations/${cluster.region}/${kind}/${id}?api-version=${version}`;
}

function findChange(context: ArmContext, params: Params): Found<Change> {
  const subscription = findSubscription(context, params, 'Microsoft.ContainerService/locations/operations/read');
  if ('missing' in subscription) return subscription;
  const id = params.id ?? '';
  const change = context.changes.find(id);
  if (change?.cluster.subscriptionId === subscription.found.id) return { found: change };
  return { missing: refusal(404, 'ResourceNotFound', `The operation '${id}' was not found.`) };
}

const STATUS = { succeeds: 'Succeeded', fails: 'Failed', 'is-canceled': 'Canceled' } as const;

/** A failed operation is an answer of 200 that says so. */
function statusOf(change: Change, over: boolean): Record<string, unknown> {
  const begun = { name: change.id, status: 'InProgress', startTime: armTime(change.startedAt) };
  if (!over) return begun;
  const { outcome } = change;
  return {
    ...begun,
    status: STATUS[outcome.kind],
    endTime: armTime(change.endsAt),
    ...(outcome.kind !== 'succeeds' && { error: { code: outcome.code, message: outcome.message } }),
  };
}

/** Real seconds to wait before the next poll. */
function pause({ fleet }: ArmContext): Record<string, string> {
  const { speed } = fleet.clock;
  return { 'retry-after': String(speed > 0 ? Math.round(POLL_SECONDS / speed) : POLL_SECONDS) };
}
