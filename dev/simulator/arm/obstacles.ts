import { vmSizeOf } from '../../../shared/domain/cluster/vm-size.ts';
import type { FleetCluster, FleetPool } from '../model/fleet.ts';
import { vcpuUsages } from '../model/quota.ts';
import type { ArmContext } from './context.ts';
import { type ArmAnswer, type ArmRequest, bareRefusal, refusal } from './http.ts';
import { poolETag } from './render-pool.ts';

/** The caller decided on something that has changed since. */
export function notYours(
  request: ArmRequest,
  cluster: FleetCluster,
  pool: FleetPool | undefined,
  inBody?: string,
): ArmAnswer | undefined {
  return staleFor(request, pool && poolETag(cluster, pool), inBody);
}

/** @param current etag of what is there; absent: nothing is */
export function staleFor(request: ArmRequest, current: string | undefined, inBody?: string): ArmAnswer | undefined {
  const ifMatch = request.headers['if-match']?.replace(/^"|"$/g, '');
  const onlyNew = request.headers['if-none-match'] === '*';
  if (
    (ifMatch !== undefined && (ifMatch === '*' ? current === undefined : ifMatch !== current)) ||
    (onlyNew && current !== undefined)
  ) {
    const header = ifMatch === undefined ? 'If-None-Match' : 'If-Match';
    return refusal(412, 'PreconditionFailed', `The ${header} header does not match the current eTag of the resource.`);
  }
  if (inBody !== undefined && inBody !== current) {
    return bareRefusal(
      409,
      'EtagMismatch',
      'Operation is not allowed: Another operation is in progress',
      'PutAgentPool_FailedPrecondition',
      [{ code: 'Unspecified', message: 'rpc error: code = FailedPrecondition desc = Etag mismatched' }],
    );
  }
  return undefined;
}

/** AKS takes one change at a time for each cluster. */
export function busy({ changes }: ArmContext, cluster: FleetCluster): ArmAnswer | undefined {
  const change = changes.busyWith(cluster);
  if (!change) return undefined;
  return refusal(
    409,
    'OperationNotAllowed',
    `Operation is not allowed: ${change.poolName === '' ? `Another operation (${change.doing})` : `Another agentpool operation (${change.poolName} - ${change.doing})`} is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details`,
  );
}

export const notRunning = (cluster: FleetCluster): ArmAnswer | undefined =>
  cluster.power === 'Stopped'
    ? refusal(409, 'OperationNotAllowed', 'Operation is not allowed: the managed cluster is stopped. Start it first.')
    : undefined;

export const machinesPool = (pool: FleetPool): ArmAnswer | undefined =>
  pool.mode === 'Machines'
    ? refusal(
        400,
        'OperationNotAllowed',
        'Upgrading node image version on machines agent pool is not allowed, please use machine API to handle machine life cycle',
      )
    : undefined;

export const lastSystemPool = (cluster: FleetCluster, pool: FleetPool): ArmAnswer | undefined =>
  pool.mode === 'System' && cluster.pools.filter((one) => one.mode === 'System').length === 1
    ? refusal(400, 'OperationNotAllowed', 'There has to be at least one system agent pool.')
    : undefined;

/** Images that Azure has removed can neither be given to new nodes nor be gone back to. */
export const imageRemoved = (image: string): ArmAnswer =>
  refusal(400, 'NodeImageVersionNotFound', `The node image version '${image}' is not available any more.`, {
    target: 'properties.nodeImageVersion',
  });

/** A subscription has only so many vCPUs of a family in a region. @see https://aka.ms/aks/vcpuquota */
export function beyondQuota(
  { fleet }: ArmContext,
  cluster: FleetCluster,
  pool: FleetPool,
  moreNodes: number,
): ArmAnswer | undefined {
  const size = vmSizeOf(pool.vmSize);
  if (!size || moreNodes <= 0) return undefined;
  const requested = size.vcpus * moreNodes;
  const families = pool.spot ? ['lowPriorityCores'] : [size.family, 'cores'];
  for (const usage of vcpuUsages(fleet, cluster.subscriptionId, cluster.region)) {
    const left = usage.limit - usage.used;
    if (!families.includes(usage.family) || requested <= left) continue;
    return refusal(
      400,
      'ErrCode_InsufficientVCPUQuota',
      `Insufficient vcpu quota requested ${requested}, remaining ${left} for family ${usage.family} for region ${cluster.region}.`,
    );
  }
  return undefined;
}

export const unchangeable = (property: string): ArmAnswer =>
  refusal(400, 'PropertyChangeNotAllowed', `Changing property '${property}' is not allowed.`, { target: property });
