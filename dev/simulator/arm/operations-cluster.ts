import { z } from 'zod';
import { upgradesFrom } from '../model/kubernetes-versions.ts';
import { type ArmContext, findCluster } from './context.ts';
import { type ArmAnswer, type ArmRequest, refusal } from './http.ts';
import { busy, notRunning, staleFor, unchangeable } from './obstacles.ts';
import { trackingHeaders } from './operations-status.ts';
import { CLUSTER } from './paths.ts';
import { clusterETag, renderCluster } from './render-cluster.ts';
import type { Operation, Params } from './router.ts';

/** How long a control plane takes to its next version, in fleet minutes. */
const UPGRADE_MINUTES = 10;
const SETTINGS_MINUTES = 1;

const Body = z.looseObject({
  location: z.string().optional(),
  properties: z.looseObject({
    kubernetesVersion: z.string().optional(),
    autoUpgradeProfile: z
      .looseObject({
        upgradeChannel: z.enum(['none', 'patch', 'stable', 'rapid', 'node-image']).optional(),
        nodeOSUpgradeChannel: z.enum(['None', 'Unmanaged', 'SecurityPatch', 'NodeImage']).optional(),
      })
      .optional(),
    agentPoolProfiles: z
      .array(z.looseObject({ name: z.string(), orchestratorVersion: z.string().optional() }))
      .optional(),
  }),
});

/** A PUT of a cluster: its Kubernetes version and its two upgrade channels; pools keep what they have. */
export function clusterWrites(context: ArmContext): readonly Operation[] {
  return [
    {
      name: 'managedClusters.createOrUpdate',
      method: 'PUT',
      path: CLUSTER,
      effect: 'write',
      provider: 'aks',
      bucket: 'other',
      answer: (params, request) => putCluster(context, params, request),
    },
  ];
}

function putCluster(context: ArmContext, params: Params, request: ArmRequest): ArmAnswer {
  const at = findCluster(context, params, 'Microsoft.ContainerService/managedClusters/write');
  if ('missing' in at) return at.missing;
  const cluster = at.found;
  const body = Body.safeParse(request.body);
  if (!body.success) {
    const issue = body.error.issues[0];
    return refusal(400, 'InvalidParameter', `${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'it is missing'}`);
  }
  const obstacle = staleFor(request, clusterETag(cluster)) ?? busy(context, cluster) ?? notRunning(cluster);
  if (obstacle) return obstacle;
  const { location, properties } = body.data;
  if (location !== undefined && location.toLowerCase() !== cluster.region) return unchangeable('location');
  const moved = (properties.agentPoolProfiles ?? []).find(({ name, orchestratorVersion: version }) => {
    const pool = cluster.pools.find((one) => one.name === name);
    const current = pool?.kubernetesVersion ?? cluster.kubernetesVersion;
    return version !== undefined && version !== current && !current.startsWith(`${version}.`);
  });
  if (moved) {
    return refusal(
      501,
      'NotSimulated',
      `The simulator upgrades pool ${moved.name} by a PUT of the pool, not of its cluster.`,
    );
  }

  const current = cluster.kubernetesVersion;
  const offers = upgradesFrom(current, context.fleet.clock.now());
  const offered = offers.map((one) => one.version);
  const asked = properties.kubernetesVersion ?? current;
  // Of a minor alone it is the latest patch; the minor that the cluster has already is no upgrade.
  const version = current.startsWith(`${asked}.`)
    ? current
    : (offers.findLast((one) => !one.preview && one.version.startsWith(`${asked}.`))?.version ?? asked);
  const upgrading = version !== current;
  if (upgrading && !offered.includes(version)) {
    return refusal(
      400,
      'OperationNotAllowed',
      `Upgrading Kubernetes version ${current} to ${version} is not allowed. Available upgrades: [${offered.join(' ')}]. Please see https://aka.ms/aks-supported-k8s-ver for version details.`,
    );
  }
  const channels = properties.autoUpgradeProfile;
  // Pools without a version of their own followed the cluster; they stay where they are.
  const pools = cluster.pools.map((pool) => ({
    ...pool,
    kubernetesVersion: pool.kubernetesVersion ?? cluster.kubernetesVersion,
  }));
  const change = context.changes.startOfCluster(
    { ...cluster, pools },
    {
      minutes: upgrading ? UPGRADE_MINUTES : SETTINGS_MINUTES,
      afterwards: {
        kubernetesVersion: version,
        ...(channels?.upgradeChannel && { upgradeChannel: channels.upgradeChannel }),
        ...(channels?.nodeOSUpgradeChannel && { nodeOsChannel: channels.nodeOSUpgradeChannel }),
      },
    },
  );
  const now = context.fleet.cluster(cluster.subscriptionId, cluster.resourceGroup, cluster.name) ?? cluster;
  return {
    status: 200,
    headers: trackingHeaders(context, change, request),
    body: renderCluster(now, context.fleet.tenantId),
  };
}
