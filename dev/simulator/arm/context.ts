import type { Changes } from '../model/changes.ts';
import type { Fleet, FleetCluster, FleetPool, FleetSubscription } from '../model/fleet.ts';
import { type ArmAnswer, refusal } from './http.ts';
import type { Params } from './router.ts';

/** What every operation of the ARM face works with. */
export interface ArmContext {
  readonly fleet: Fleet;
  readonly changes: Changes;
  /** `https://127.0.0.1:PORT`; links in answers start with it. */
  readonly endpoint: () => string;
  /** PEM of the authority that signed the simulator's certificate. */
  readonly ca: string;
  /** Whether the caller may read a subscription's resources. */
  readonly mayRead: (subscription: FleetSubscription) => boolean;
}

export type Found<T> = { readonly found: T } | { readonly missing: ArmAnswer };

const CLIENT = 'b0b0b0b0-0000-4000-8000-000000000007';

export const authorizationFailed = (action: string, scope: string): ArmAnswer =>
  refusal(
    403,
    'AuthorizationFailed',
    `The client '${CLIENT}' with object id '${CLIENT}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );

/** The subscription of a path, if it is there, may be read and is in a state in which AKS answers. */
export function findSubscription(
  { fleet, mayRead }: ArmContext,
  params: Params,
  action: string,
): Found<FleetSubscription> {
  const id = params.subscription ?? '';
  const subscription = fleet.subscription(id);
  if (!subscription || subscription.state === 'Deleted') {
    return { missing: refusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`) };
  }
  if (!mayRead(subscription)) return { missing: authorizationFailed(action, `/subscriptions/${id}`) };
  if (subscription.state === 'Disabled') {
    return {
      missing: refusal(
        409,
        'ReadOnlyDisabledSubscription',
        `The subscription '${id}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`,
      ),
    };
  }
  return { found: subscription };
}

export function findCluster(context: ArmContext, params: Params, action: string): Found<FleetCluster> {
  const subscription = findSubscription(context, params, action);
  if ('missing' in subscription) return subscription;
  const { group = '', cluster: name = '' } = params;
  const cluster = context.fleet.cluster(subscription.found.id, group, name);
  if (cluster) return { found: cluster };
  return {
    missing: refusal(
      404,
      'ResourceNotFound',
      `The Resource 'Microsoft.ContainerService/managedClusters/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    ),
  };
}

export function findPool(
  context: ArmContext,
  params: Params,
  action: string,
): Found<{ readonly cluster: FleetCluster; readonly pool: FleetPool }> {
  const cluster = findCluster(context, params, action);
  if ('missing' in cluster) return cluster;
  const name = params.pool ?? '';
  const pool = cluster.found.pools.find((one) => one.name === name.toLowerCase());
  if (pool) return { found: { cluster: cluster.found, pool } };
  return { missing: refusal(404, 'NotFound', `Could not find the agentpool ${name} in the managed cluster`) };
}
