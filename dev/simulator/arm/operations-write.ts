import type { Change } from '../model/changes.ts';
import { type ArmContext, findSubscription } from './context.ts';
import { type ArmAnswer, ok, refusal } from './http.ts';
import { IN_SUBSCRIPTION } from './operations-read.ts';
import { armTime, renderPool } from './render-pool.ts';
import type { Operation } from './router.ts';

/** AKS asks for this pause between two polls; it is fleet time, so a fast clock shortens it. */
const POLL_SECONDS = 15;

/** Everything that starts a change, and the two ways to ask how it goes. */
export function writeOperations(context: ArmContext): readonly Operation[] {
  const { fleet, changes } = context;
  const status = { method: 'GET', effect: 'read', provider: 'aks', bucket: 'operation-status' } as const;

  const find = (params: Readonly<Record<string, string>>): { found: Change } | { missing: ArmAnswer } => {
    const subscription = findSubscription(context, params, 'Microsoft.ContainerService/locations/operations/read');
    if ('missing' in subscription) return subscription;
    const id = params.id ?? '';
    const change = changes.find(id);
    if (change?.cluster.subscriptionId === subscription.found.id) return { found: change };
    return { missing: refusal(404, 'ResourceNotFound', `The operation '${id}' was not found.`) };
  };

  return [
    {
      ...status,
      name: 'operations.getStatus',
      path: `${IN_SUBSCRIPTION}/locations/{location}/operations/{id}`,
      answer: (params) => {
        const change = find(params);
        if ('missing' in change) return change.missing;
        return ok(operationStatus(change.found, changes.isOver(change.found)), pollAgain(context, change.found));
      },
    },
    {
      ...status,
      name: 'operations.getResult',
      path: `${IN_SUBSCRIPTION}/locations/{location}/operationresults/{id}`,
      answer: (params, request) => {
        const change = find(params);
        if ('missing' in change) return change.missing;
        const { found } = change;
        if (!changes.isOver(found)) {
          const location = `${context.endpoint()}${request.path}?api-version=${request.query.get('api-version')}`;
          return { status: 202, headers: { location, ...pollAgain(context, found) } };
        }
        if (found.outcome.kind !== 'succeeds') return refusal(409, found.outcome.code, found.outcome.message);
        const { subscriptionId, resourceGroup, name } = found.cluster;
        const cluster = fleet.cluster(subscriptionId, resourceGroup, name);
        const pool = cluster?.pools.find((one) => one.name === found.poolName);
        return cluster && pool ? ok(renderPool(cluster, pool)) : { status: 204 };
      },
    },
  ];
}

const STATUS = { succeeds: 'Succeeded', fails: 'Failed', 'is-canceled': 'Canceled' } as const;

/** A failed operation is an answer of 200 that says so. */
function operationStatus(change: Change, over: boolean): Record<string, unknown> {
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

function pollAgain({ fleet, changes }: ArmContext, change: Change): Record<string, string> {
  return changes.isOver(change) ? {} : { 'retry-after': pauseSeconds(fleet.clock.speed) };
}

/** Real seconds between two polls. */
export const pauseSeconds = (speed: number): string =>
  String(speed > 0 ? Math.round(POLL_SECONDS / speed) : POLL_SECONDS);
