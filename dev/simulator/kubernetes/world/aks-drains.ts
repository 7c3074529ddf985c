import type { Drains, Obstacle } from '../../model/drains.ts';
import type { FleetCluster } from '../../model/fleet.ts';
import { without } from '../../model/without.ts';
import type { KubeCluster } from '../cluster.ts';
import { record } from '../control-plane/events.ts';
import type { KubernetesFace } from '../face.ts';
import { controllerOf, isFinished, isGoing, isReady, type Node } from '../objects.ts';
import { selectorTest } from '../selectors/labels.ts';

/** What AKS itself does to nodes and meets on them when it replaces them, in clusters that anyone has looked at. */
export function aksDrains(face: Pick<KubernetesFace, 'known'>): Drains {
  function at(cluster: FleetCluster, name: string): { kube: KubeCluster; node: Node } | undefined {
    const kube = face.known(cluster);
    const node = kube?.store.get('nodes', undefined, name);
    return kube && node && { kube, node };
  }

  return {
    obstacle(cluster, name) {
      const there = at(cluster, name);
      return there && firstObstacle(there.kube, name);
    },
    /** @see https://learn.microsoft.com/azure/aks/upgrade-aks-cluster (events of an upgrade) */
    begin(cluster, name) {
      const there = at(cluster, name);
      if (!there) return;
      const { kube, node } = there;
      const cordoned = kube.store.put('nodes', { ...node, spec: { ...node.spec, unschedulable: true } });
      tell(kube, cordoned, 'Normal', 'Drain', `Draining node: ${name}`);
    },
    giveUp(cluster, name, quarantine) {
      const there = at(cluster, name);
      if (!there) return;
      const { kube, node } = there;
      const spec = without(node.spec, 'unschedulable');
      const labels = { ...node.metadata.labels, 'kubernetes.azure.com/upgrade-status': 'Quarantined' };
      const left = quarantine ? { ...node, metadata: { ...node.metadata, labels } } : { ...node, spec };
      tell(kube, kube.store.put('nodes', left), 'Warning', 'Drain', `Failed to drain node: ${name}`);
    },
  };
}

function firstObstacle(kube: KubeCluster, node: string): Obstacle | undefined {
  const closed = kube.store
    .list('poddisruptionbudgets')
    .filter(({ status }) => (status.disruptionsAllowed ?? 0) <= 0)
    .map(({ metadata, spec }) => ({ ...metadata, matches: selectorTest(spec.selector) }));
  if (closed.length === 0) return undefined;
  for (const pod of kube.store.by('pods', 'node', node)) {
    if (isFinished(pod) || isGoing(pod) || !isReady(pod) || controllerOf(pod)?.kind === 'DaemonSet') continue;
    const { namespace = '', name, labels = {} } = pod.metadata;
    const budget = closed.find((one) => one.namespace === namespace && one.matches(labels));
    if (budget) return { namespace, pod: name, budget: budget.name };
  }
  return undefined;
}

const tell = (kube: KubeCluster, object: Node, type: 'Normal' | 'Warning', reason: string, message: string): void =>
  record(kube, { kind: 'Node', object, type, reason, message, component: 'upgrader' });
