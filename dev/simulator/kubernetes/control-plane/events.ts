import type { ClusterWorld } from '../cluster-world.ts';
import type { KubeObject } from '../objects.ts';

export interface Happening {
  /** What it happened to. */
  readonly kind: string;
  readonly object: Pick<KubeObject, 'metadata'>;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
  /** Set by the scheduler alone, which writes events in the newer form. */
  readonly action?: string;
  /** Told of by name alone, without the object's uid. */
  readonly anonymous?: boolean;
}

/** How many events a cluster keeps; the oldest go first, as they do after an hour. */
const MOST_EVENTS = 5_000;

/** Writes down what happened to an object, where `kubectl describe` finds it. */
export function record(
  cluster: ClusterWorld,
  { kind, object, type, reason, message, component, action, anonymous }: Happening,
): void {
  const { store } = cluster;
  const { name, namespace, uid, resourceVersion } = object.metadata;
  const id = cluster.uid(`event ${name}`);
  const stamp = cluster.stamp();
  const newForm = action !== undefined;
  const events = store.collection('events');
  if (events.size >= MOST_EVENTS) {
    const oldest = events
      .sorted()
      .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion));
    for (const event of oldest.slice(0, MOST_EVENTS / 5)) store.remove('events', event);
  }
  store.put('events', {
    metadata: {
      name: `${name}.${id.replaceAll('-', '').slice(0, 16)}`,
      namespace: namespace ?? 'default',
      uid: id,
      resourceVersion: '',
      creationTimestamp: stamp,
    },
    involvedObject: {
      kind,
      ...(namespace !== undefined && { namespace }),
      name,
      ...(!anonymous && { uid }),
      apiVersion: API_VERSIONS[kind] ?? 'v1',
      ...(newForm && { resourceVersion }),
    },
    reason,
    message,
    source: newForm ? {} : { component },
    firstTimestamp: newForm ? null : stamp,
    lastTimestamp: newForm ? null : stamp,
    ...(!newForm && { count: 1 }),
    type,
    eventTime: newForm ? cluster.microStamp() : null,
    ...(newForm && { action }),
    reportingComponent: component,
    reportingInstance: newForm ? `${component}-control-plane-0` : '',
  });
}

const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  PodDisruptionBudget: 'policy/v1',
};
