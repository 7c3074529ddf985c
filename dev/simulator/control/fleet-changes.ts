import { z } from 'zod';
import { InputError } from '../../../shared/domain/errors.ts';
import { reportNode, stopKubelet } from '../kubernetes/control-plane/nodes.ts';
import type { KubernetesFace } from '../kubernetes/face.ts';
import type { Fleet, FleetCluster, FleetPool } from '../model/fleet.ts';
import { Cluster, Pool, Subscription } from '../model/fleet-schema.ts';
import { without } from '../model/without.ts';

/** `cluster`, `resource-group/cluster` or `subscription/resource-group/cluster`, as much as it takes to mean one. */
const clusterName = z.string().min(1);
/** Fields by their names in the fleet file; `null` takes a field away. */
const set = z.record(z.string(), z.unknown());

/** What may happen to a fleet between two looks at it, without an ARM call. */
export const FleetChange = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('set-pool'), cluster: clusterName, pool: z.string().min(1), set }),
  z.strictObject({ change: z.literal('add-pool'), cluster: clusterName, pool: Pool }),
  z.strictObject({ change: z.literal('delete-pool'), cluster: clusterName, pool: z.string().min(1) }),
  z.strictObject({ change: z.literal('set-cluster'), cluster: clusterName, set }),
  z.strictObject({ change: z.literal('add-cluster'), subscription: z.guid().toLowerCase(), cluster: Cluster }),
  z.strictObject({ change: z.literal('delete-cluster'), cluster: clusterName }),
  z.strictObject({ change: z.literal('set-subscription'), subscription: z.guid().toLowerCase(), set }),
  z.strictObject({ change: z.literal('add-subscription'), subscription: Subscription }),
  /** From now on `image` is the latest of `family`. */
  z.strictObject({ change: z.literal('release-image'), family: z.string().min(1), image: z.string().min(1) }),
  /** From now on no new node can have this image, or any image of this family. */
  z.strictObject({ change: z.literal('remove-image'), image: z.string().min(1) }),
  /** vCPUs that a subscription may use in a region: of a family, or `cores` for all of them. */
  z.strictObject({
    change: z.literal('set-quota'),
    subscription: z.guid().toLowerCase(),
    region: z.string().min(1),
    family: z.string().min(1),
    limit: z.int().min(0),
  }),
  /** What a node's kubelet reports: `silent` is a dead one. */
  z.strictObject({
    change: z.literal('set-node'),
    cluster: clusterName,
    node: z.string().min(1),
    health: z.enum(['ready', 'not-ready', 'silent']),
  }),
  z.strictObject({ change: z.literal('advance-clock'), seconds: z.number().positive() }),
]);
export type FleetChange = z.infer<typeof FleetChange>;
export type FleetChangeInput = z.input<typeof FleetChange>;

/** @throws InputError `FLEET_CHANGE` when it names what is not there or would break the fleet's schema */
export function changeFleet(fleet: Fleet, change: FleetChange, kubernetes: KubernetesFace): void {
  switch (change.change) {
    case 'set-pool': {
      const cluster = theCluster(fleet, change.cluster);
      const before = without(thePool(cluster, change.pool), 'revision', 'moving', 'nodeNumbers', 'unmodelled');
      const after = parsed(Pool, { ...before, ...change.set });
      const gone = Object.keys(before).filter((field) => !(field in after));
      const cleared = Object.fromEntries(gone.map((field) => [field, undefined]));
      return fleet.changePool(cluster, change.pool, { ...cleared, ...after });
    }
    case 'add-pool': {
      const cluster = theCluster(fleet, change.cluster);
      if (cluster.pools.some((pool) => pool.name === change.pool.name))
        throw refused(`pool ${change.pool.name} is there already`);
      fleet.putCluster({ ...cluster, pools: [...cluster.pools, change.pool] });
      return;
    }
    case 'delete-pool': {
      const cluster = theCluster(fleet, change.cluster);
      return fleet.changePool(cluster, thePool(cluster, change.pool).name, 'gone');
    }
    case 'set-cluster': {
      const { subscriptionId, revision, pools, ...before } = theCluster(fleet, change.cluster);
      const after = without(parsed(Cluster, { ...before, ...change.set, pools: [] }), 'pools');
      if (after.name !== before.name || after.resourceGroup !== before.resourceGroup)
        throw refused('a cluster keeps its name');
      fleet.putCluster({ ...after, subscriptionId, revision, pools });
      return;
    }
    case 'add-cluster': {
      const { subscription, cluster } = change;
      if (!fleet.subscription(subscription)) throw refused(`there is no subscription ${subscription}`);
      if (fleet.cluster(subscription, cluster.resourceGroup, cluster.name))
        throw refused(`cluster ${cluster.name} is there already`);
      fleet.putCluster({ ...cluster, subscriptionId: subscription, revision: 0 });
      return;
    }
    case 'delete-cluster':
      return fleet.removeCluster(theCluster(fleet, change.cluster));
    case 'set-subscription': {
      const before = fleet.subscription(change.subscription);
      if (!before) throw refused(`there is no subscription ${change.subscription}`);
      const after = without(parsed(Subscription, { ...before, ...change.set, id: before.id }), 'clusters');
      return fleet.putSubscription(after);
    }
    case 'add-subscription': {
      const { clusters, ...subscription } = change.subscription;
      if (fleet.subscription(subscription.id)) throw refused(`subscription ${subscription.id} is there already`);
      fleet.putSubscription(subscription);
      for (const cluster of clusters) fleet.putCluster({ ...cluster, subscriptionId: subscription.id, revision: 0 });
      return;
    }
    case 'release-image':
      return fleet.images.release(change.family, change.image);
    case 'remove-image':
      return fleet.images.remove(change.image);
    case 'set-quota':
      return fleet.setQuota(change.subscription, change.region, change.family, change.limit);
    case 'set-node': {
      const kube = kubernetes.of(theCluster(fleet, change.cluster));
      if (!kube?.store.get('nodes', undefined, change.node)) throw refused(`there is no node ${change.node}`);
      return change.health === 'silent'
        ? stopKubelet(kube, change.node)
        : reportNode(kube, change.node, change.health === 'ready');
    }
    case 'advance-clock':
      return fleet.clock.advance(change.seconds * 1000);
  }
}

const refused = (message: string): InputError => new InputError('FLEET_CHANGE', message);

function theCluster(fleet: Fleet, name: string): FleetCluster {
  const wanted = `/${name.toLowerCase()}`;
  const found = fleet
    .subscriptions()
    .flatMap(({ id }) => fleet.clustersOf(id))
    .filter((one) => `/${one.subscriptionId}/${one.resourceGroup}/${one.name}`.toLowerCase().endsWith(wanted));
  const [only] = found;
  if (only && found.length === 1) return only;
  throw refused(
    found.length === 0
      ? `there is no cluster ${name}`
      : `${found.length} clusters are called ${name}: name it as subscription/resource-group/cluster`,
  );
}

function thePool(cluster: FleetCluster, name: string): FleetPool {
  const pool = cluster.pools.find((one) => one.name === name);
  if (!pool) throw refused(`cluster ${cluster.name} has no pool ${name}`);
  return pool;
}

function parsed<S extends z.ZodType>(schema: S, fields: Record<string, unknown>): z.infer<S> {
  const present = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  const result = schema.safeParse(Object.fromEntries(present));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'set'}: ${issue.message}`);
  throw refused(`this change does not fit the fleet: ${problems.join('; ')}`);
}
