/** `NodeWriter`, `WorkloadScaler` and `PodEvictor` over the model world. */
import type { Taint } from '../../../shared/domain/cluster/facts.ts';
import { CORDON_MARK, TAINT_MARK } from '../../../shared/domain/cluster/node-mark.ts';
import { NODE_MARK } from '../../../shared/domain/migration/azure-look.ts';
import type { NodeRef, NodeWriter } from '../../../shared/ports/node-writer.ts';
import type { PodEvictor } from '../../../shared/ports/pod-evictor.ts';
import type { WorkloadScaler } from '../../../shared/ports/workload-scaler.ts';
import type { WriteAnswer } from '../../../shared/ports/write-answer.ts';
import type { ModelNode } from './model.ts';
import { evictPod } from './pods.ts';
import { without } from './without.ts';
import type { World } from './world.ts';

const ACCEPTED: WriteAnswer = { kind: 'accepted' };

export function worldNodeWriter(world: World): NodeWriter {
  /** Runs it on the node, if that is still there, and says what came of it. */
  function onNode({ clusterId, name }: NodeRef, what: string, change: (node: ModelNode) => boolean): WriteAnswer {
    const cluster = world.cluster(clusterId);
    const node = cluster.nodes.get(name);
    if (node) cluster.note('us', what, `node ${name}`, change(node));
    return ACCEPTED;
  }

  return {
    cordon: async (ref, migrationId) =>
      onNode(ref, 'cordon', (node) => {
        if (node.unschedulable) return false;
        node.unschedulable = true;
        mark(node, CORDON_MARK, migrationId);
        return true;
      }),

    uncordon: async (ref, migrationId) =>
      onNode(ref, 'uncordon', (node) => {
        if (node.marks[CORDON_MARK] !== migrationId) return false;
        const was = node.unschedulable;
        node.unschedulable = false;
        unmark(node, CORDON_MARK);
        return was;
      }),

    taint: async (ref, taint, migrationId) =>
      onNode(ref, 'taint', (node) => {
        if (node.taints.some((one) => sameTaint(one, taint))) return false;
        node.taints = [...node.taints, taint];
        mark(node, TAINT_MARK, migrationId);
        return true;
      }),

    untaint: async (ref, taint, migrationId) =>
      onNode(ref, 'untaint', (node) => {
        if (node.marks[TAINT_MARK] !== migrationId) return false;
        const left = node.taints.filter((one) => !sameTaint(one, taint));
        const lifted = left.length < node.taints.length;
        node.taints = left;
        unmark(node, TAINT_MARK);
        return lifted;
      }),
  };
}

export function worldWorkloadScaler(world: World): WorkloadScaler {
  return {
    async scale(clusterId, { kind, namespace, name }, from, to) {
      const cluster = world.cluster(clusterId);
      const workload = cluster.workloads.find(
        (one) => one.kind === kind && one.namespace === namespace && one.name === name,
      );
      if (!workload) return { kind: 'changed', because: 'There is no such workload.' };
      if (workload.replicas === to) return ACCEPTED;
      if (workload.replicas !== from) return otherNumber(workload.replicas, from);
      workload.replicas = to;
      cluster.note('us', 'scale', `${kind} ${namespace}/${name}`, true, `${from} to ${to}`);
      return ACCEPTED;
    },
    async setMinReplicas(clusterId, { namespace, name }, from, to) {
      const cluster = world.cluster(clusterId);
      const scaler = cluster.scalers.find((one) => one.namespace === namespace && one.name === name);
      if (!scaler) return { kind: 'changed', because: 'There is no such autoscaler.' };
      if (scaler.min === to) return ACCEPTED;
      if (scaler.min !== from) return otherNumber(scaler.min, from);
      scaler.min = to;
      cluster.note('us', 'scale', `HorizontalPodAutoscaler ${namespace}/${name}`, true, `${from} to ${to}`);
      return ACCEPTED;
    },
  };
}

export function worldPodEvictor(world: World): PodEvictor {
  return {
    async evict({ clusterId, uid }, graceSeconds) {
      const cluster = world.cluster(clusterId);
      const pod = cluster.pods.get(uid);
      if (!pod) return { kind: 'gone' };
      const { kind, ...more } = evictPod(cluster, pod, graceSeconds, 'us');
      if (kind === 'accepted') return { kind };
      return { kind, ...more } as Awaited<ReturnType<PodEvictor['evict']>>;
    },
  };
}

function otherNumber(has: number, from: number): WriteAnswer {
  return { kind: 'changed', because: `It has ${has} and not ${from} any more.` };
}

function sameTaint(one: Taint, other: Taint): boolean {
  return one.key === other.key && one.effect === other.effect;
}

function mark(node: ModelNode, kind: string, migrationId: string): void {
  node.marks = { ...node.marks, [NODE_MARK]: migrationId, [kind]: migrationId };
}

/** The migration's mark goes with the last thing of ours on the node. */
function unmark(node: ModelNode, kind: string): void {
  const others = [CORDON_MARK, TAINT_MARK].some((other) => other !== kind && other in node.marks);
  node.marks = without(node.marks, others ? [kind] : [kind, NODE_MARK]);
}
