import { familyOf } from '../model/image-catalogue.ts';
import { offeredVersions, upgradesFrom } from '../model/kubernetes-versions.ts';
import { nodesOf } from '../model/nodes.ts';
import { type ArmContext, findCluster, findPool, findSubscription } from './context.ts';
import { ok, refusal } from './http.ts';
import { clusterId } from './ids.ts';
import { kubeconfig } from './kubeconfig.ts';
import { paged } from './paging.ts';
import { CLUSTER, IN_GROUP, IN_SUBSCRIPTION, POOL } from './paths.ts';
import { renderCluster, renderMaintenance, renderSubscription } from './render-cluster.ts';
import { poolETag, renderMachine, renderPool, renderUpgradeProfile } from './render-pool.ts';
import type { Operation } from './router.ts';

/** Fields that only a preview of the API tells. */
export const isPreview = (version: string | undefined): boolean => version?.endsWith('-preview') ?? false;

/** Everything that only reads. */
export function readOperations(context: ArmContext): readonly Operation[] {
  const { fleet, endpoint } = context;
  const arm = { method: 'GET', effect: 'read', provider: 'arm' } as const;
  const read = { method: 'GET', effect: 'read', provider: 'aks', bucket: 'other' } as const;
  const clusters = 'Microsoft.ContainerService/managedClusters';

  return [
    {
      ...arm,
      name: 'subscriptions.list',
      path: '/subscriptions',
      answer: (_, request) => {
        const all = fleet.subscriptions().filter((subscription) => subscription.state !== 'Deleted');
        const page = paged(all, request, endpoint(), (subscription) =>
          renderSubscription(subscription, fleet.tenantId),
        );
        return ok({ ...page, count: { type: 'Total', value: all.length } });
      },
    },
    {
      ...arm,
      name: 'subscriptions.get',
      path: '/subscriptions/{subscription}',
      answer: ({ subscription: id = '' }) => {
        const subscription = fleet.subscription(id);
        if (subscription && subscription.state !== 'Deleted')
          return ok(renderSubscription(subscription, fleet.tenantId));
        return refusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
      },
    },
    {
      ...read,
      name: 'managedClusters.list',
      path: `${IN_SUBSCRIPTION}/managedclusters`,
      bucket: 'list-clusters',
      answer: (params, request) => {
        const subscription = findSubscription(context, params, `${clusters}/read`);
        if ('missing' in subscription) return subscription.missing;
        const all = fleet.clustersOf(subscription.found.id);
        return ok(paged(all, request, endpoint(), (cluster) => renderCluster(cluster, fleet.tenantId)));
      },
    },
    {
      ...read,
      name: 'managedClusters.listByResourceGroup',
      path: IN_GROUP,
      bucket: 'list-group',
      answer: (params, request) => {
        const subscription = findSubscription(context, params, `${clusters}/read`);
        if ('missing' in subscription) return subscription.missing;
        const group = params.group?.toLowerCase();
        const all = fleet.clustersOf(subscription.found.id).filter((one) => one.resourceGroup.toLowerCase() === group);
        return ok(paged(all, request, endpoint(), (cluster) => renderCluster(cluster, fleet.tenantId)));
      },
    },
    {
      ...read,
      name: 'managedClusters.get',
      path: CLUSTER,
      bucket: 'get-cluster',
      answer: (params) => {
        const cluster = findCluster(context, params, `${clusters}/read`);
        return 'missing' in cluster ? cluster.missing : ok(renderCluster(cluster.found, fleet.tenantId));
      },
    },
    {
      ...read,
      name: 'managedClusters.listClusterUserCredentials',
      method: 'POST',
      path: `${CLUSTER}/listclusterusercredential`,
      answer: (params) => {
        const cluster = findCluster(context, params, `${clusters}/listClusterUserCredential/action`);
        if ('missing' in cluster) return cluster.missing;
        return ok({ kubeconfigs: [{ name: 'clusterUser', value: kubeconfig(cluster.found, endpoint(), context.ca) }] });
      },
    },
    {
      ...read,
      name: 'agentPools.list',
      path: `${CLUSTER}/agentpools`,
      answer: (params, request) => {
        const cluster = findCluster(context, params, `${clusters}/agentPools/read`);
        if ('missing' in cluster) return cluster.missing;
        return ok(paged(cluster.found.pools, request, endpoint(), (pool) => renderPool(cluster.found, pool)));
      },
    },
    {
      ...read,
      name: 'agentPools.get',
      path: POOL,
      answer: (params) => {
        const at = findPool(context, params, `${clusters}/agentPools/read`);
        if ('missing' in at) return at.missing;
        const { cluster, pool } = at.found;
        return ok(renderPool(cluster, pool), { etag: poolETag(cluster, pool) });
      },
    },
    {
      ...read,
      name: 'agentPools.getUpgradeProfile',
      path: `${POOL}/upgradeprofiles/default`,
      answer: (params) => {
        const at = findPool(context, params, `${clusters}/agentPools/upgradeProfiles/read`);
        if ('missing' in at) return at.missing;
        const { cluster, pool } = at.found;
        const now = fleet.clock.now();
        const family = pool.image === undefined ? undefined : familyOf(pool.image);
        const latest = family === undefined ? undefined : fleet.images.latest(family, now);
        const upgrades = upgradesFrom(pool.kubernetesVersion ?? cluster.kubernetesVersion, now);
        return ok(renderUpgradeProfile(cluster, pool, upgrades, latest));
      },
    },
    {
      ...read,
      name: 'agentPools.getAvailableAgentPoolVersions',
      path: `${CLUSTER}/availableagentpoolversions`,
      answer: (params) => {
        const cluster = findCluster(context, params, `${clusters}/availableAgentPoolVersions/read`);
        if ('missing' in cluster) return cluster.missing;
        const versions = offeredVersions(fleet.clock.now());
        return ok({
          id: `${clusterId(cluster.found)}/availableagentpoolversions`,
          name: 'default',
          type: `${clusters}/availableAgentpoolVersions`,
          properties: {
            agentPoolVersions: versions.map(({ version, preview, isDefault }) => ({
              kubernetesVersion: version,
              ...(isDefault && { default: true }),
              ...(preview && { isPreview: true }),
            })),
          },
        });
      },
    },
    {
      ...read,
      name: 'machines.list',
      path: `${POOL}/machines`,
      answer: (params, request) => {
        const at = findPool(context, params, `${clusters}/agentPools/machines/read`);
        if ('missing' in at) return at.missing;
        const { cluster, pool } = at.found;
        const preview = isPreview(request.query.get('api-version'));
        const nodes = nodesOf(cluster, pool, fleet.clock.now());
        return ok(paged(nodes, request, endpoint(), (node) => renderMachine(cluster, pool, node, preview)));
      },
    },
    {
      ...read,
      name: 'maintenanceConfigurations.listByManagedCluster',
      path: `${CLUSTER}/maintenanceconfigurations`,
      answer: (params, request) => {
        const cluster = findCluster(context, params, `${clusters}/maintenanceConfigurations/read`);
        if ('missing' in cluster) return cluster.missing;
        return ok(
          paged(cluster.found.maintenance, request, endpoint(), (one) => renderMaintenance(cluster.found, one)),
        );
      },
    },
    {
      ...read,
      name: 'maintenanceConfigurations.get',
      path: `${CLUSTER}/maintenanceconfigurations/{configuration}`,
      answer: (params) => {
        const cluster = findCluster(context, params, `${clusters}/maintenanceConfigurations/read`);
        if ('missing' in cluster) return cluster.missing;
        const name = params.configuration?.toLowerCase();
        const window = cluster.found.maintenance.find((one) => one.name.toLowerCase() === name);
        if (window) return ok(renderMaintenance(cluster.found, window));
        return refusal(404, 'NotFound', `Could not find the maintenance configuration ${params.configuration}.`);
      },
    },
    {
      ...read,
      name: 'nodeImageVersions.list',
      path: `${IN_SUBSCRIPTION}/locations/{location}/nodeimageversions`,
      answer: (params, request) => {
        const subscription = findSubscription(
          context,
          params,
          'Microsoft.ContainerService/locations/nodeImageVersions/read',
        );
        if ('missing' in subscription) return subscription.missing;
        const now = fleet.clock.now();
        const images = fleet.images.families.flatMap((family) => fleet.images.latest(family, now) ?? []);
        return ok(paged(images, request, endpoint(), imageVersion));
      },
    },
  ];
}

/** `AKSWindows-2022-containerd-gen2-20348.5499.260812` in its parts; Windows keeps a prefix in its `sku`. */
function imageVersion(fullName: string): Record<string, string> {
  const [os = '', ...rest] = fullName.split('-');
  const version = rest.pop() ?? '';
  return { fullName, os, sku: `${os === 'AKSWindows' ? 'windows-' : ''}${rest.join('-')}`, version };
}
