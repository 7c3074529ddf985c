import type { Instant } from '../../../../shared/domain/time.ts';
import type { FleetCluster } from '../../model/fleet.ts';
import { guidOf, hexOf } from '../../model/stable-hash.ts';
import type { WorkloadSpec } from '../../model/workload-schema.ts';
import type { KubeObject, Node, Pod } from '../objects.ts';
import { misfit } from '../scheduling/fit.ts';
import { Placement } from '../scheduling/placement.ts';
import { believableWorkloads, filler } from './believable.ts';
import { gatePolicy } from './gate-policy.ts';
import { nodeObjects } from './nodes.ts';
import { type Birth, objectsOf, type WorkloadObjects } from './objects-of-workload.ts';
import { daemonSpec, newPod } from './pod.ts';
import { endedStatus, scheduledCondition, startedStatus } from './pod-status.ts';
import { systemObjects, systemWorkloads } from './system.ts';
import { labelsWith, safe } from './template.ts';
import { boundVolume } from './volumes.ts';
import { webhookObject } from './webhooks.ts';

/** Objects by plural name: what is in a cluster when it is looked at for the first time. */
export type Contents = Map<string, KubeObject[]>;

/** @param at when everything in it was made and started, long before it is looked at */
export function contentsOf(cluster: FleetCluster, clusterId: string, now: Instant, at: Instant): Contents {
  const birth: Birth = { clusterId, at: `${new Date(at).toISOString().slice(0, 19)}Z` };
  const contents: Contents = new Map();
  const add = (plural: string, object: KubeObject) => {
    const objects = contents.get(plural);
    if (objects) objects.push(object);
    else contents.set(plural, [object]);
  };
  const nodes = nodeObjects(cluster, now);
  for (const node of nodes) {
    add('nodes', node);
    add('leases', leaseOf(node));
  }
  for (const [plural, objects] of Object.entries(systemObjects(cluster, birth))) {
    for (const object of objects) add(plural, object);
  }
  for (const webhook of cluster.webhooks ?? [])
    add(`${webhook.kind}webhookconfigurations`, webhookObject(webhook, birth));

  if (cluster.healthGates) add('upgradegatepolicies', gatePolicy(birth));

  const pods = new Pods(nodes, birth, add);
  const specs = [...systemWorkloads(cluster), ...(cluster.workloads ?? believableWorkloads(cluster, clusterId))];
  for (const spec of specs) pods.run(objectsOf(spec, birth));
  for (const spec of filler(cluster, cluster.pods === undefined ? 0 : cluster.pods - pods.count))
    pods.run(objectsOf(spec, birth));
  const namespaces = new Set([
    'default',
    'kube-node-lease',
    'kube-public',
    'kube-system',
    ...pods.namespaces,
    ...(cluster.networkPolicies ?? []),
  ]);
  for (const namespace of namespaces) {
    add('namespaces', namespaceObject(namespace, birth));
    add('serviceaccounts', accountObject(namespace, birth));
  }
  return contents;
}

/** Makes the pods of workloads and places them. */
class Pods {
  readonly namespaces = new Set<string>();
  count = 0;
  readonly #nodes: readonly Node[];
  readonly #byName: ReadonlyMap<string, Node>;
  readonly #birth: Birth;
  readonly #add: (plural: string, object: KubeObject) => void;
  readonly #placement = new Placement(() => []);
  readonly #perNode = new Map<string, number>();

  constructor(nodes: readonly Node[], birth: Birth, add: (plural: string, object: KubeObject) => void) {
    this.#nodes = nodes;
    this.#byName = new Map(nodes.map((node) => [node.metadata.name, node]));
    this.#birth = birth;
    this.#add = add;
    for (const node of nodes) this.#placement.putNode(node);
  }

  run(workload: WorkloadObjects): void {
    const { spec, objects } = workload;
    this.namespaces.add(spec.namespace);
    for (const [plural, object] of objects) this.#add(plural, object);
    if (spec.kind === 'DaemonSet') {
      for (const node of this.#nodes) {
        const fixed = daemonSpec(workload.template, node.metadata.name);
        if (misfit(fixed, node) === undefined && misfit(workload.template.spec, withoutTaints(node)) === undefined)
          this.#start(workload, this.count, node.metadata.name);
      }
      return;
    }
    for (let number = 0; number < spec.replicas; number++) this.#start(workload, number, undefined);
  }

  #start(workload: WorkloadObjects, number: number, daemonNode: string | undefined): void {
    const { spec, template, owner } = workload;
    this.count++;
    const uid = guidOf(`${this.#birth.clusterId} pod ${spec.namespace}/${spec.name} ${daemonNode ?? number}`);
    const ordinal = spec.kind === 'StatefulSet' || (spec.kind === 'Pod' && spec.replicas > 1);
    const generateName = owner && !ordinal ? `${owner.name}-` : undefined;
    const name =
      generateName !== undefined
        ? `${generateName}${safe(hexOf(uid), 5)}`
        : ordinal
          ? `${spec.name}-${number}`
          : spec.name;
    const bare = daemonNode === undefined ? undefined : daemonSpec(template, daemonNode);
    const claim =
      spec.volume === undefined
        ? undefined
        : spec.kind === 'StatefulSet'
          ? `data-${name}`
          : `${spec.name}-data-${number}`;
    const identity = {
      namespace: spec.namespace,
      name,
      uid,
      createdAt: this.#birth.at,
      labels: labelsWith(
        template,
        ordinal && spec.kind === 'StatefulSet' ? { 'apps.kubernetes.io/pod-index': String(number) } : {},
      ),
      ...(generateName !== undefined && { generateName }),
      ...(owner && { owner }),
      ...(spec.finalizers && { finalizers: spec.finalizers }),
    };
    let pod = bare ? newPod(identity, template, bare) : newPod(identity, template);
    if (claim !== undefined) pod = { ...pod, spec: withClaim(pod.spec, claim) };
    const node = daemonNode ?? this.#nodeFor(pod);
    if (claim !== undefined) {
      const bound = boundVolume(spec, claim, this.#byName.get(node ?? ''), this.#birth);
      this.#add('persistentvolumeclaims', bound.claim);
      this.#add('persistentvolumes', bound.volume);
    }
    const placed = node === undefined ? pod : this.#placed(pod, node, spec);
    if (node !== undefined) this.#placement.putPod(placed);
    this.#add('pods', placed);
  }

  #nodeFor(pod: Pod): string | undefined {
    const decision = this.#placement.decide(pod);
    return 'node' in decision ? decision.node : undefined;
  }

  #placed(pod: Pod, nodeName: string, spec: WorkloadSpec): Pod {
    const { at } = this.#birth;
    const index = (this.#perNode.get(nodeName) ?? 0) + 1;
    this.#perNode.set(nodeName, index);
    const node = this.#byName.get(nodeName) as Node;
    const bound: Pod = {
      ...pod,
      spec: { ...pod.spec, nodeName },
      status: { ...pod.status, conditions: [scheduledCondition(at)] },
    };
    const started = { ...bound, status: startedStatus(bound, { hostIP: hostIP(node), podIP: podIP(node, index) }, at) };
    if (spec.state === 'finished') return { ...started, status: endedStatus(started, at) };
    if (spec.state !== 'stuck-terminating') return started;
    const metadata = {
      ...started.metadata,
      generation: 2,
      deletionTimestamp: at,
      deletionGracePeriodSeconds: 0,
      finalizers: spec.finalizers ?? ['example.com/cleanup'],
    };
    return { ...started, metadata, status: endedStatus(started, at) };
  }
}

const withoutTaints = (node: Node): Node => ({ ...node, spec: {} });

export const hostIP = (node: Node): string =>
  node.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '10.0.0.1';

/** The address with a number in the node's own range. */
export const podIP = (node: Node, number: number): string =>
  (node.spec.podCIDR ?? '10.244.0.0/24').replace(/\d+\/\d+$/, String(((number + 3) % 250) + 2));

export const withClaim = (spec: Pod['spec'], claimName: string): Pod['spec'] => ({
  ...spec,
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }, ...(spec.volumes ?? [])],
});

export const leaseOf = ({ metadata }: Node): KubeObject => ({
  metadata: {
    name: metadata.name,
    namespace: 'kube-node-lease',
    uid: guidOf(`lease ${metadata.uid}`),
    resourceVersion: '',
    creationTimestamp: metadata.creationTimestamp,
    ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: metadata.name, uid: metadata.uid }],
  },
  spec: { holderIdentity: metadata.name, leaseDurationSeconds: 40 },
});

const namespaceObject = (name: string, { clusterId, at }: Birth): KubeObject => ({
  metadata: {
    name,
    uid: guidOf(`${clusterId} namespace ${name}`),
    resourceVersion: '',
    creationTimestamp: at,
    labels: { 'kubernetes.io/metadata.name': name },
  },
  spec: { finalizers: ['kubernetes'] },
  status: { phase: 'Active' },
});

const accountObject = (namespace: string, { clusterId, at }: Birth): KubeObject => ({
  metadata: {
    name: 'default',
    namespace,
    uid: guidOf(`${clusterId} account ${namespace}`),
    resourceVersion: '',
    creationTimestamp: at,
  },
});
