import { hexOf } from '../../model/stable-hash.ts';
import type { ClusterWorld } from '../cluster-world.ts';
import { isFinished, isGoing, isReady, type Node, type Pod, type Workload } from '../objects.ts';
import { matchesNode, tolerates } from '../scheduling/fit.ts';
import { ownerOf } from '../world/objects-of-workload.ts';
import { daemonSpec, newPod } from '../world/pod.ts';
import { safe } from '../world/template.ts';
import { type Controller, splitKey } from './controller.ts';
import { putStatus, workloadConcerns } from './owned-pods.ts';
import { deletePod, finishDeletion } from './pod-deletion.ts';

/** Keeps one pod of a DaemonSet on every node that it fits. */
export const daemonSets = (cluster: ClusterWorld): Controller => ({
  name: 'daemon-sets',
  concerns(event) {
    if (event.kind !== 'nodes') return workloadConcerns(event, 'daemonsets', 'DaemonSet');
    return cluster.store.list('daemonsets').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  },
  reconcile(key) {
    const { namespace, name } = splitKey(key);
    const set = cluster.store.get('daemonsets', namespace, name);
    if (!set) return;
    const nodes = cluster.store.list('nodes');
    const pods = cluster.store.by('pods', 'owner', set.metadata.uid);
    const byNode = new Map<string, Pod>();
    for (const pod of pods) if (!isGoing(pod) || !byNode.has(nodeOf(pod))) byNode.set(nodeOf(pod), pod);
    const wanted = new Set<string>();
    for (const node of nodes) {
      const { name: nodeName } = node.metadata;
      const pod = byNode.get(nodeName);
      if (!belongs(set, node)) {
        // A taint that only keeps new pods away leaves the one that is there alone.
        if (pod && !isGoing(pod) && !matchesNode(set.spec.template.spec, node)) deletePod(cluster, pod);
        continue;
      }
      wanted.add(nodeName);
      if (pod && isFinished(pod)) finishDeletion(cluster, pod);
      else if (!pod) create(cluster, set, nodeName);
    }
    report(cluster, set, wanted);
  },
});

/** The node that a pod is on or, while it has none, was made for. */
const nodeOf = ({ spec }: Pod): string =>
  spec.nodeName ??
  spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields?.[0]
    ?.values?.[0] ??
  '';

function belongs({ spec }: Workload, node: Node): boolean {
  const { tolerations } = daemonSpec(spec.template, node.metadata.name);
  return (
    matchesNode(spec.template.spec, node) &&
    (node.spec.taints ?? []).every((taint) => taint.effect === 'PreferNoSchedule' || tolerates(tolerations, taint))
  );
}

function create(cluster: ClusterWorld, set: Workload, node: string): void {
  const { template } = set.spec;
  const hash = safe(hexOf(JSON.stringify(template.spec)), 10);
  const generateName = `${set.metadata.name}-`;
  const name = `${generateName}${cluster.suffix()}`;
  const labels = { ...template.metadata?.labels, 'controller-revision-hash': hash, 'pod-template-generation': '1' };
  const identity = {
    namespace: set.metadata.namespace ?? 'default',
    name,
    generateName,
    uid: cluster.uid(`pod ${name}`),
    createdAt: cluster.stamp(),
    labels,
    owner: ownerOf('DaemonSet', set),
  };
  cluster.store.put('pods', newPod(identity, template, daemonSpec(template, node)));
}

function report(cluster: ClusterWorld, { metadata }: Workload, wanted: ReadonlySet<string>): void {
  const set = cluster.store.get('daemonsets', metadata.namespace, metadata.name);
  if (!set) return;
  const pods = cluster.store.by('pods', 'owner', set.metadata.uid).filter((pod) => !isGoing(pod));
  const right = pods.filter((pod) => wanted.has(nodeOf(pod)));
  const ready = right.filter(isReady).length;
  const unavailable = wanted.size - ready;
  putStatus(cluster, 'daemonsets', set, {
    currentNumberScheduled: right.length,
    numberMisscheduled: pods.length - right.length,
    desiredNumberScheduled: wanted.size,
    numberReady: ready,
    observedGeneration: set.metadata.generation ?? 1,
    updatedNumberScheduled: right.length,
    ...(ready > 0 && { numberAvailable: ready }),
    ...(unavailable > 0 && { numberUnavailable: unavailable }),
  });
}
