import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { kubernetesClusterLooker } from '../shared/adapters/kubernetes/cluster-looker.ts';
import { clusterConnections } from '../shared/adapters/kubernetes/connections.ts';
import { kubernetesDrainWatcher } from '../shared/adapters/kubernetes/drain-watcher.ts';
import { parseKubeconfig } from '../shared/adapters/kubernetes/kubeconfig.ts';
import { kubernetesNodeWriter } from '../shared/adapters/kubernetes/node-writer.ts';
import { kubernetesPodEvictor } from '../shared/adapters/kubernetes/pod-evictor.ts';
import { systemDeadline } from '../shared/adapters/system/deadline.ts';
import { systemPause } from '../shared/adapters/system/pause.ts';
import { drainNode } from '../shared/app/drain-node.ts';
import { DEFAULT_OWNER_KEYS } from '../shared/domain/cluster/owners.ts';
import type { StuckPod } from '../shared/domain/drain/stuck.ts';
import type { Clock } from '../shared/ports/clock.ts';
import type { BenchCluster } from './drain-cluster.ts';

export const GRACE_SECONDS = 300;

/** As `DRAIN_ATTENTION_SECONDS` has it unless it is set. */
const ATTENTION_SECONDS = 60;

/** More passes than any drain of the bench needs. */
const MOST_PASSES = 50;

export interface Drained {
  readonly seconds: number;
  /** Calls of `drainNode`; 0 for kubectl. */
  readonly passes: number;
  /** Seconds inside of them. */
  readonly functionSeconds: number;
}

/** One node after the other, each as `kubectl drain` does it in a process of its own. */
export async function drainWithKubectl(kubeconfigFile: string, nodes: readonly string[]): Promise<Drained> {
  const started = performance.now();
  for (const node of nodes) {
    await promisify(execFile)('kubectl', [
      '--kubeconfig',
      kubeconfigFile,
      'drain',
      node,
      '--ignore-daemonsets',
      '--delete-emptydir-data',
      `--grace-period=${GRACE_SECONDS}`,
    ]);
  }
  return { seconds: since(started), passes: 0, functionSeconds: 0 };
}

/** One node after the other, each in as many passes as it takes, as the engine calls it. */
export async function drainWithOwn(cluster: BenchCluster, nodes: readonly string[], clock: Clock): Promise<Drained> {
  const clusterId = cluster.name;
  const connections = clusterConnections(
    () => parseKubeconfig(cluster.kubeconfig, { trust: 'given' }),
    clock,
    systemPause,
  );
  const parts = {
    clock,
    deadline: systemDeadline,
    ownerKeys: DEFAULT_OWNER_KEYS,
    clusterLooker: kubernetesClusterLooker(connections, clock),
    drainWatcher: kubernetesDrainWatcher(connections, systemPause),
    podEvictor: kubernetesPodEvictor(connections),
  };
  const writer = kubernetesNodeWriter(connections);
  const stepSince = clock.now();
  let passes = 0;
  let functionSeconds = 0;
  const started = performance.now();
  for (const node of nodes) {
    await writer.cordon({ clusterId, name: node }, 'm-bench');
    let stuck: readonly StuckPod[] = [];
    for (let left = 1; left > 0; ) {
      if (passes >= MOST_PASSES * nodes.length) throw new Error(`node ${node} does not become empty`);
      const migration = { clusterId, drain: { done: [], stuck, evicted: 0 }, remembered: {}, stepSince };
      const begun = performance.now();
      const outcome = await drainNode(parts, {
        migration,
        node,
        graceSeconds: GRACE_SECONDS,
        attentionSeconds: ATTENTION_SECONDS,
      });
      functionSeconds += since(begun);
      passes += 1;
      if (outcome.room.kind !== 'found' || outcome.trouble) throw new Error(JSON.stringify(outcome));
      ({ left, stuck } = outcome);
    }
  }
  const seconds = since(started);
  await connections.close();
  return { seconds, passes, functionSeconds };
}

const since = (started: number): number => (performance.now() - started) / 1_000;
