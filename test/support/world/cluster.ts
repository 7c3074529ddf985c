import type { Instant } from '../../../shared/domain/time.ts';
import type {
  Actor,
  Happening,
  ModelBudget,
  ModelNode,
  ModelPod,
  ModelPool,
  ModelScaler,
  ModelWorkload,
} from './model.ts';
import type { Timeline } from './timeline.ts';

export interface ClusterSettings {
  readonly id: string;
  readonly kubernetes: string;
  /** Newest image that AKS has for this OS SKU. */
  readonly latestImage: (osSku: string) => string;
  /** Millicores and pods that a node has room for. */
  readonly nodeCpu: number;
  readonly nodePods: number;
  /** Milliseconds. */
  readonly joinMs: number;
  readonly operationMs: number;
}

/** One cluster as ARM and its own API server would tell it. */
export class ModelCluster {
  readonly id: string;
  readonly settings: ClusterSettings;
  readonly time: Timeline;
  readonly pools = new Map<string, ModelPool>();
  readonly nodes = new Map<string, ModelNode>();
  /** By uid. */
  readonly pods = new Map<string, ModelPod>();
  readonly workloads: ModelWorkload[] = [];
  readonly budgets: ModelBudget[] = [];
  readonly scalers: ModelScaler[] = [];
  readonly journal: Happening[] = [];
  /** What somebody else set: `cordon|NODE`, `scaling|POOL`, `replicas|NAMESPACE/NAME`... It is not ours to put back. */
  readonly foreign = new Set<string>();
  kubernetes: string;
  provisioningState = 'Succeeded';
  power: 'running' | 'stopped' = 'running';
  gone = false;
  etag = 1;
  /** Pods that were made, for uids. */
  made = 0;
  /** Quota for nodes; a pool that needs more is refused. */
  nodeQuota = 100;
  /** The next upgrade reports success and leaves its nodes on their image. */
  upgradesLie = false;
  /** Set by whatever changed something; `settle` clears it. */
  dirty = true;
  /** Told after every change; a watcher's way to hear of it. */
  readonly listeners = new Set<() => void>();

  constructor(settings: ClusterSettings, time: Timeline) {
    this.id = settings.id;
    this.settings = settings;
    this.time = time;
    this.kubernetes = settings.kubernetes;
  }

  get now(): Instant {
    return this.time.now;
  }

  note(by: Actor, what: string, subject: string, effect: boolean, detail?: string): void {
    this.journal.push({ at: this.now, by, what, subject, effect, ...(detail === undefined ? {} : { detail }) });
    if (effect) this.changed();
  }

  changed(): void {
    this.dirty = true;
    for (const tell of this.listeners) tell();
  }

  /** Something is under way: ARM takes no other change. */
  busyWith(): string | undefined {
    if (this.provisioningState !== 'Succeeded' && this.provisioningState !== 'Failed') {
      return `The cluster is ${this.provisioningState}.`;
    }
    for (const pool of this.pools.values()) {
      if (pool.operation) return `Pool ${pool.name} is ${pool.provisioningState}.`;
    }
    return undefined;
  }

  nodesOf(pool: string): ModelNode[] {
    const found: ModelNode[] = [];
    for (const node of this.nodes.values()) if (node.pool === pool) found.push(node);
    return found;
  }

  podsOn(node: string): ModelPod[] {
    const found: ModelPod[] = [];
    for (const pod of this.pods.values()) if (pod.node === node) found.push(pod);
    return found;
  }

  /** Pods of a node that an eviction would move. */
  movableOn(node: string): ModelPod[] {
    return this.podsOn(node).filter(({ workload }) => workload?.kind !== 'DaemonSet');
  }

  isReady(node: ModelNode): boolean {
    return !node.dead && node.readyAt <= this.now;
  }

  isPodReady(pod: ModelPod): boolean {
    if (pod.terminatingSince !== undefined || pod.node === undefined || pod.readyAt === undefined) return false;
    const node = this.nodes.get(pod.node);
    return pod.readyAt <= this.now && node !== undefined && this.isReady(node);
  }
}
