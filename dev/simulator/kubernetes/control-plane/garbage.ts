import type { ClusterWorld } from '../cluster-world.ts';
import type { Pod } from '../objects.ts';
import { keyOf } from '../store/collection.ts';
import type { Controller } from './controller.ts';
import { deletePod, finishDeletion } from './pod-deletion.ts';

/** Kinds that are owned by others. */
const OWNED = ['pods', 'replicasets', 'leases', 'jobs', 'healthsignals'];

/** What an owner leaves behind goes after it. */
export const garbage = (cluster: ClusterWorld): Controller => ({
  name: 'garbage',
  concerns: ({ type, object, kind }) =>
    type === 'DELETED' && kind !== 'events' && kind !== 'pods' ? [object.metadata.uid] : [],
  reconcile(uid) {
    for (const kind of OWNED) {
      const indexed = kind === 'pods' || kind === 'replicasets';
      const found = indexed
        ? cluster.store.by(kind, 'owner', uid)
        : cluster.store
            .list(kind)
            .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid));
      for (const object of found) {
        if (kind === 'pods') deletePod(cluster, object as Pod);
        else cluster.store.remove(kind, object);
      }
    }
  },
});

/** A signal whose owner is not there, or never was, goes at once. */
export const signalGarbage = (cluster: ClusterWorld): Controller => ({
  name: 'signal-garbage',
  concerns: ({ type, kind, object }) => (kind === 'healthsignals' && type === 'ADDED' ? [object.metadata.name] : []),
  reconcile(name) {
    const signal = cluster.store.get('healthsignals', undefined, name);
    const owners = signal?.metadata.ownerReferences ?? [];
    if (!signal || owners.length === 0) return;
    const there = new Set(cluster.store.list('healthcheckrequests').map(({ metadata }) => metadata.uid));
    if (!owners.some(({ uid }) => there.has(uid))) cluster.store.remove('healthsignals', signal);
  },
});

/** Quarantine and round of the pod garbage collector. */
const ORPHANED_MILLISECONDS = 47_000;

/** Pods of a node that is no more are removed when it has been missing for a while. */
export const podGarbage = (cluster: ClusterWorld): Controller => ({
  name: 'pod-garbage',
  concerns: ({ type, kind, object }) => (kind === 'nodes' && type === 'DELETED' ? [object.metadata.name] : []),
  reconcile(name) {
    cluster.agenda.after(
      ORPHANED_MILLISECONDS,
      () => {
        if (cluster.store.get('nodes', undefined, name)) return;
        for (const pod of cluster.store.by('pods', 'node', name)) finishDeletion(cluster, pod);
      },
      `orphans of ${name}`,
    );
  },
});

/** Empties a namespace that is being deleted. */
export const namespaces = (cluster: ClusterWorld): Controller => ({
  name: 'namespaces',
  concerns: ({ type, kind, object }) => (kind === 'namespaces' && type === 'DELETED' ? [object.metadata.name] : []),
  reconcile(name) {
    for (const kind of [
      'deployments',
      'statefulsets',
      'daemonsets',
      'jobs',
      'replicasets',
      'poddisruptionbudgets',
      'serviceaccounts',
      'networkpolicies',
      'persistentvolumeclaims',
    ]) {
      for (const object of cluster.store.list(kind))
        if (object.metadata.namespace === name) cluster.store.remove(kind, object);
    }
    for (const pod of cluster.store.list('pods')) if (keyOf(pod).startsWith(`${name}/`)) deletePod(cluster, pod, 0);
  },
});
