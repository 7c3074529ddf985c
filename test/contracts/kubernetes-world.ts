import type { KubeNode, Pod } from '../../shared/domain/cluster/facts.ts';
import type { Need } from '../../shared/domain/migration/step-rule.ts';
import type { ClusterLooker } from '../../shared/ports/cluster-looker.ts';
import type { DrainWatcher } from '../../shared/ports/drain-watcher.ts';
import type { NodeWriter } from '../../shared/ports/node-writer.ts';
import type { PodEvictor } from '../../shared/ports/pod-evictor.ts';
import type { WorkloadScaler } from '../../shared/ports/workload-scaler.ts';

/**
 * One running cluster: pools `system` and `apps` of two nodes each. In namespace `shop`: Deployment `cart` of three pods
 * on `apps` under a budget `cart` of `maxUnavailable: 1`, and Deployment `web` of two pods without a budget, whose
 * autoscaler `web` has 2 to 6. Everything is Ready.
 */
export interface KubernetesWorld {
  readonly clusterId: string;
  readonly looker: ClusterLooker;
  readonly watcher: DrainWatcher;
  readonly evictor: PodEvictor;
  readonly nodes: NodeWriter;
  readonly scaler: WorkloadScaler;
  /** Lets fleet time pass. */
  advance(seconds: number): void;
  /** Somebody else cordons a node, or opens it. */
  cordonedBySomebody(node: string): Promise<void>;
}

export type GivenKubernetes = () => Promise<KubernetesWorld>;

export async function nodesOf({ looker, clusterId }: KubernetesWorld, pool: string): Promise<readonly KubeNode[]> {
  const { nodes } = await looker.look(clusterId, ['nodes'], [pool]);
  if (nodes?.kind !== 'seen') throw new Error('nodes were not seen');
  return nodes.items;
}

export async function nodeNamed(world: KubernetesWorld, name: string): Promise<KubeNode | undefined> {
  return (await nodesOf(world, 'apps')).find((node) => node.name === name);
}

/** Pods of a Deployment on pool `apps`. */
export async function podsOf(world: KubernetesWorld, deployment: string): Promise<readonly Pod[]> {
  const needs: readonly Need[] = ['pods-of-pools'];
  const { pods } = await world.looker.look(world.clusterId, needs, ['apps']);
  if (pods?.kind !== 'seen') throw new Error('pods were not seen');
  return pods.items.filter(({ name }) => name.startsWith(`${deployment}-`));
}

export function evicted({ evictor, clusterId }: KubernetesWorld, { namespace, name, uid = '' }: Pod) {
  return evictor.evict({ clusterId, namespace, name, uid }, 30);
}
