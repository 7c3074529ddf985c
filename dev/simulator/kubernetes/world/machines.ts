import type { Instant } from '../../../../shared/domain/time.ts';
import type { FleetCluster } from '../../model/fleet.ts';
import type { KubeCluster } from '../cluster.ts';
import { finishDeletion } from '../control-plane/pod-deletion.ts';
import type { Node } from '../objects.ts';
import { leaseOf } from './contents.ts';
import { nodeObjects } from './nodes.ts';

/**
 * Brings the nodes in line with the machines that ARM now has: new machines register, machines that are gone
 * take their nodes and pods with them, and a machine with another image comes back as a new node.
 */
export function followMachines(kube: KubeCluster, cluster: FleetCluster, now: Instant): void {
  const { store } = kube;
  const wanted = new Map(nodeObjects(cluster, now).map((node) => [node.metadata.name, node]));
  for (const node of store.list('nodes')) {
    const machine = wanted.get(node.metadata.name);
    if (machine && imageOf(machine) === imageOf(node)) continue;
    store.remove('nodes', node);
    for (const pod of store.by('pods', 'node', node.metadata.name)) finishDeletion(kube, pod);
  }
  for (const machine of wanted.values()) {
    if (store.get('nodes', undefined, machine.metadata.name)) continue;
    const creationTimestamp = kube.stamp();
    const node: Node = {
      ...machine,
      metadata: { ...machine.metadata, creationTimestamp, uid: kube.uid(machine.metadata.name) },
    };
    store.put('nodes', node);
    if (!store.get('leases', 'kube-node-lease', machine.metadata.name)) store.put('leases', leaseOf(node));
  }
}

const imageOf = ({ metadata }: Node): string | undefined =>
  metadata.labels?.['kubernetes.azure.com/node-image-version'];
