/** `PoolWriter` and `PoolUpgrader` over the model world. */
import type { PoolUpgrader, PoolWriter } from '../../../shared/ports/pool-writer.ts';
import type { WriteAnswer } from '../../../shared/ports/write-answer.ts';
import type { ModelCluster } from './cluster.ts';
import type { ModelPool } from './model.ts';
import { removeNode } from './nodes.ts';
import { begin, countOf, end, followCount, makePool, poolOf, shownProperties, touch } from './pools.ts';
import { beginUpgrade } from './upgrade.ts';
import { without } from './without.ts';
import type { World } from './world.ts';

const ACCEPTED: WriteAnswer = { kind: 'accepted' };

export function worldPoolWriter(world: World): PoolWriter {
  return {
    async create(poolId, body) {
      const cluster = world.clusterOfPool(poolId);
      const refused = refusal(cluster);
      if (refused) return refused;
      if (poolOf(cluster, poolId)) return { kind: 'changed', because: 'A pool of that name is there already.' };
      const properties = { ...(body['properties'] as Record<string, unknown> | undefined) };
      if (cluster.nodes.size + Number(properties['count'] ?? 0) > cluster.nodeQuota) {
        return { kind: 'refused', code: 'QuotaExceeded', because: 'The quota of cores has no room for these nodes.' };
      }
      const pool = makePool(cluster, poolId, properties);
      cluster.note('us', 'create-pool', `pool ${pool.name}`, true);
      begin(cluster, pool, 'create', cluster.settings.operationMs, () => {
        followCount(cluster, pool, 'us');
        end(cluster, pool);
      });
      return ACCEPTED;
    },

    async update(poolId, properties, etag) {
      const cluster = world.clusterOfPool(poolId);
      const pool = poolOf(cluster, poolId);
      if (!pool) return { kind: 'changed', because: 'There is no such pool.' };
      const refused = refusal(cluster) ?? staleness(pool, etag);
      if (refused) return refused;
      const countBefore = countOf(cluster, pool);
      const before = JSON.stringify(shownProperties(cluster, pool));
      // What is set to `null` is taken away, and the order of fields does not matter.
      const nulls = Object.keys(properties).filter((field) => properties[field] === null);
      pool.properties = without({ ...pool.properties, count: countOf(cluster, pool), ...properties }, nulls);
      const effect = JSON.stringify(shownProperties(cluster, pool)) !== before;
      cluster.note('us', 'update-pool', `pool ${pool.name}`, effect, JSON.stringify(properties));
      begin(cluster, pool, 'update', cluster.settings.operationMs, () => {
        if (countOf(cluster, pool) !== countBefore) followCount(cluster, pool, 'us');
        end(cluster, pool);
      });
      return ACCEPTED;
    },

    async deleteMachines(poolId, machines) {
      const cluster = world.clusterOfPool(poolId);
      const pool = poolOf(cluster, poolId);
      if (!pool) return { kind: 'changed', because: 'There is no such pool.' };
      const refused = refusal(cluster);
      if (refused) return refused;
      const there = cluster.nodesOf(pool.name).filter(({ name }) => machines.includes(name));
      if (there.length === 0) return ACCEPTED;
      cluster.note('us', 'delete-machines', `pool ${pool.name}`, true, machines.join(','));
      begin(cluster, pool, 'delete-machines', cluster.settings.operationMs, () => {
        for (const node of there) if (cluster.nodes.get(node.name) === node) removeNode(cluster, node, 'us');
        pool.properties = { ...pool.properties, count: cluster.nodesOf(pool.name).length };
        end(cluster, pool);
      });
      return ACCEPTED;
    },

    async delete(poolId, etag) {
      const cluster = world.clusterOfPool(poolId);
      const pool = poolOf(cluster, poolId);
      if (!pool) return ACCEPTED;
      if (pool.operation?.kind === 'delete') return ACCEPTED;
      const refused = refusal(cluster) ?? staleness(pool, etag);
      if (refused) return refused;
      cluster.note('us', 'delete-pool', `pool ${pool.name}`, true);
      begin(cluster, pool, 'delete', cluster.settings.operationMs, () => {
        for (const node of cluster.nodesOf(pool.name)) removeNode(cluster, node, 'us');
        cluster.pools.delete(pool.name);
        cluster.changed();
      });
      return ACCEPTED;
    },
  };
}

export function worldPoolUpgrader(world: World): PoolUpgrader {
  return {
    async upgradeImage(poolId) {
      const cluster = world.clusterOfPool(poolId);
      const pool = poolOf(cluster, poolId);
      if (!pool) return { kind: 'changed', because: 'There is no such pool.' };
      const refused = refusal(cluster);
      if (refused) return refused;
      const osSku = String(pool.properties['osSKU'] ?? 'Ubuntu2404');
      const image = cluster.settings.latestImage(osSku);
      const effect = cluster.nodesOf(pool.name).some((node) => node.image !== image);
      cluster.note('us', 'upgrade-image', `pool ${pool.name}`, effect);
      beginUpgrade(cluster, pool, 'upgrade', { image, kubernetes: pool.kubernetes });
      return ACCEPTED;
    },

    async upgradeControlPlane(clusterId, version) {
      const cluster = world.cluster(clusterId);
      const refused = refusal(cluster);
      if (refused) return refused;
      if (cluster.kubernetes === version) return ACCEPTED;
      if (minorOf(version) > minorOf(cluster.kubernetes) + 1) {
        return { kind: 'refused', code: 'OperationNotAllowed', because: 'Minor versions go up one at a time.' };
      }
      if (minorOf(version) < minorOf(cluster.kubernetes)) {
        return { kind: 'refused', code: 'OperationNotAllowed', because: 'A control plane does not go back.' };
      }
      cluster.note('us', 'upgrade-control-plane', `cluster ${version}`, true);
      cluster.provisioningState = 'Upgrading';
      cluster.etag += 1;
      cluster.time.after(cluster.settings.operationMs * 3, () => {
        cluster.kubernetes = version;
        cluster.provisioningState = 'Succeeded';
        cluster.etag += 1;
        cluster.changed();
      });
      return ACCEPTED;
    },

    async stopOperation(poolId) {
      const cluster = world.clusterOfPool(poolId);
      const pool = poolOf(cluster, poolId);
      if (!pool?.operation) return ACCEPTED;
      cluster.note('us', 'stop-operation', `pool ${pool.name}`, true);
      pool.operation.stopped = true;
      pool.operation = undefined;
      pool.provisioningState = 'Canceled';
      touch(cluster, pool);
      return ACCEPTED;
    },

    async restoreVersion(poolId, image, kubernetes) {
      const cluster = world.clusterOfPool(poolId);
      const pool = poolOf(cluster, poolId);
      if (!pool) return { kind: 'changed', because: 'There is no such pool.' };
      const refused = refusal(cluster);
      if (refused) return refused;
      const known = pool.recentlyUsed.some((one) => one.imageVersion === image && one.kubernetesVersion === kubernetes);
      if (!known && pool.image !== image) {
        return { kind: 'refused', code: 'RollbackNotAvailable', because: 'That version was not used before.' };
      }
      const effect = cluster.nodesOf(pool.name).some((node) => node.image !== image);
      cluster.note('us', 'restore-version', `pool ${pool.name}`, effect, image);
      beginUpgrade(cluster, pool, 'restore', { image, kubernetes });
      return ACCEPTED;
    },
  };
}

function refusal(cluster: ModelCluster): WriteAnswer | undefined {
  if (cluster.gone) return { kind: 'refused', code: 'ResourceNotFound', because: 'There is no such cluster.' };
  if (cluster.power === 'stopped') {
    return { kind: 'refused', code: 'OperationNotAllowed', because: 'The cluster is stopped.' };
  }
  const busy = cluster.busyWith();
  return busy === undefined ? undefined : { kind: 'busy', because: busy };
}

function staleness(pool: ModelPool, etag: string | undefined): WriteAnswer | undefined {
  if (etag === undefined || etag === String(pool.etag)) return undefined;
  return { kind: 'changed', because: 'The pool is not as it was read.' };
}

function minorOf(version: string): number {
  return Number(version.split('.')[1] ?? 0);
}
