import { z } from 'zod';
import type { Change, ChangePlan } from '../model/change.ts';
import type { FleetCluster } from '../model/fleet.ts';
import { nodeCount } from '../model/nodes.ts';
import {
  imageUpgrade,
  machineDeletion,
  poolCreation,
  poolRemoval,
  poolUpdate,
  restoration,
} from '../model/pool-changes.ts';
import { without } from '../model/without.ts';
import { type ArmContext, findCluster, findPool } from './context.ts';
import { type ArmAnswer, type ArmRequest, refusal } from './http.ts';
import {
  beyondQuota,
  busy,
  imageRemoved,
  lastSystemPool,
  machinesPool,
  notRunning,
  notYours,
  unchangeable,
} from './obstacles.ts';
import { clusterWrites } from './operations-cluster.ts';
import { statusOperations, trackingHeaders } from './operations-status.ts';
import { POOL } from './paths.ts';
import { invalidParameter, poolFrom, readPoolBody } from './put-pool.ts';
import { renderPool } from './render-pool.ts';
import type { Operation, Params } from './router.ts';

const POOLS = 'Microsoft.ContainerService/managedClusters/agentPools';

const MachineNames = z.object({ machineNames: z.array(z.string().min(1)).min(1) });

/** Everything that starts a change, and the ways to ask how it goes. */
export function writeOperations(context: ArmContext): readonly Operation[] {
  const write = { effect: 'write', provider: 'aks', bucket: 'other' } as const;
  return [
    {
      ...write,
      name: 'agentPools.createOrUpdate',
      method: 'PUT',
      path: POOL,
      bucket: 'put-pool',
      answer: (params, request) => putPool(context, params, request),
    },
    {
      ...write,
      name: 'agentPools.delete',
      method: 'DELETE',
      path: POOL,
      answer: (params, request) => {
        const at = findPool(context, params, `${POOLS}/delete`);
        if ('missing' in at) return at.missing;
        const { cluster, pool } = at.found;
        const obstacle = notYours(request, cluster, pool) ?? busy(context, cluster) ?? lastSystemPool(cluster, pool);
        return obstacle ?? started(context, request, cluster, pool.name, poolRemoval(), 'without body');
      },
    },
    {
      ...write,
      name: 'agentPools.upgradeNodeImageVersion',
      method: 'POST',
      path: `${POOL}/upgradenodeimageversion`,
      answer: (params, request) => {
        const at = findPool(context, params, `${POOLS}/upgradeNodeImageVersion/action`);
        if ('missing' in at) return at.missing;
        const { cluster, pool } = at.found;
        const obstacle = machinesPool(pool) ?? busy(context, cluster) ?? notRunning(cluster);
        return (
          obstacle ??
          started(context, request, cluster, pool.name, imageUpgrade(context.fleet, cluster, pool), 'with body')
        );
      },
    },
    {
      ...write,
      name: 'agentPools.deleteMachines',
      method: 'POST',
      path: `${POOL}/deletemachines`,
      answer: (params, request) => {
        const at = findPool(context, params, `${POOLS}/deleteMachines/action`);
        if ('missing' in at) return at.missing;
        const { cluster, pool } = at.found;
        const names = MachineNames.safeParse(request.body);
        if (!names.success) return invalidParameter('machineNames', 'it must name at least one machine');
        const obstacle = busy(context, cluster) ?? notRunning(cluster);
        if (obstacle) return obstacle;
        const plan = machineDeletion(context.fleet, cluster, pool, names.data.machineNames);
        if (!plan) return invalidParameter('machineNames', `not all of them are machines of agent pool ${pool.name}`);
        return started(context, request, cluster, pool.name, plan, 'without body');
      },
    },
    {
      ...write,
      name: 'agentPools.abortLatestOperation',
      method: 'POST',
      path: `${POOL}/abort`,
      answer: (params, request) => {
        const at = findPool(context, params, `${POOLS}/abort/action`);
        if ('missing' in at) return at.missing;
        const { cluster, pool } = at.found;
        const stopping = context.changes.stop(cluster, pool.name);
        if (stopping) return { status: 202, headers: trackingHeaders(context, stopping, request) };
        const message = `Cancel operation is not allowed when the ProvisioningState is ${pool.provisioningState}`;
        return refusal(409, 'OperationNotAllowed', message);
      },
    },
    ...clusterWrites(context),
    ...statusOperations(context),
  ];
}

function putPool(context: ArmContext, params: Params, request: ArmRequest): ArmAnswer {
  const { fleet } = context;
  const at = findCluster(context, params, `${POOLS}/write`);
  if ('missing' in at) return at.missing;
  const cluster = at.found;
  const name = (params.pool ?? '').toLowerCase();
  const before = cluster.pools.find((pool) => pool.name === name);
  if (!/^[a-z][a-z0-9]{0,11}$/.test(name))
    return invalidParameter('name', 'it must be 1 to 12 lower-case letters and digits');
  const body = readPoolBody(request.body);
  if ('refused' in body) return body.refused;
  const obstacle =
    notYours(request, cluster, before, body.properties.eTag) ?? busy(context, cluster) ?? notRunning(cluster);
  if (obstacle) return obstacle;

  const wanted = poolFrom(name, body.properties, before, cluster);
  if (!before) {
    if (cluster.pools.length >= 100)
      return refusal(400, 'MaxAgentPoolCountReached', 'The cluster has 100 agent pools already.');
    if (body.properties.vmSize === undefined && !wanted.sizes)
      return invalidParameter('vmSize', 'it is required for a new pool');
    if (wanted.image !== undefined && fleet.images.isRemoved(wanted.image)) return imageRemoved(wanted.image);
    const short = beyondQuota(context, cluster, wanted, nodeCount(wanted));
    if (short) return short;
    const { pool, plan } = poolCreation(fleet, cluster, wanted);
    const after = fleet.putCluster({ ...cluster, pools: [...cluster.pools, pool] });
    return started(context, request, after, name, plan, 'created');
  }
  if (wanted.vmSize !== before.vmSize) return unchangeable('properties.vmSize');
  if (wanted.osType !== before.osType) return unchangeable('properties.osType');
  const more = nodeCount(wanted) - nodeCount(before);
  if (more > 0 && before.image !== undefined && fleet.images.isRemoved(before.image)) return imageRemoved(before.image);
  const short = beyondQuota(context, cluster, wanted, more);
  if (short) return short;
  const image = body.properties.nodeImageVersion;
  const onlyOne = (before.machineImages ?? []).every((one) => one === image);
  if (image !== undefined && (image !== before.image || !onlyOne) && image.toLowerCase() !== 'latest') {
    const back = restoration(fleet, cluster, before, image, body.properties.orchestratorVersion);
    if (back && fleet.images.isRemoved(image)) return imageRemoved(image);
    if (back) return started(context, request, cluster, name, back, 'updated');
    if (image !== before.image)
      return refusal(
        400,
        'InvalidParameter',
        `NodeImageVersion '${image}' is not accepted. NodeImageVersion can only be current version '${before.image ?? ''}' or 'latest'`,
      );
  }
  const plan =
    image?.toLowerCase() === 'latest'
      ? imageUpgrade(fleet, cluster, before)
      : poolUpdate(fleet, cluster, before, wanted);
  return started(context, request, cluster, name, plan, 'updated');
}

/** Starts a change and answers as the operation that asked for it does. */
function started(
  context: ArmContext,
  request: ArmRequest,
  cluster: FleetCluster,
  poolName: string,
  plan: ChangePlan,
  answer: 'created' | 'updated' | 'with body' | 'without body',
): ArmAnswer {
  const change: Change = context.changes.start(cluster, poolName, plan);
  const tracking = trackingHeaders(context, change, request);
  const now = context.fleet.cluster(cluster.subscriptionId, cluster.resourceGroup, cluster.name);
  const pool = now?.pools.find((one) => one.name === poolName);
  const body = now && pool ? { body: renderPool(now, pool) } : {};
  switch (answer) {
    case 'created':
      return { status: 201, headers: without(tracking, 'location'), ...body };
    case 'updated':
      return { status: 200, headers: without(tracking, 'location'), ...body };
    case 'with body':
      return { status: 202, headers: tracking, ...body };
    case 'without body':
      return { status: 202, headers: tracking };
  }
}
