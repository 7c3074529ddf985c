import type { ClusterWorld } from '../cluster-world.ts';
import { isFinished, isGoing, type Pod } from '../objects.ts';
import { keyOf } from '../store/collection.ts';
import { hostIP, podIP } from '../world/contents.ts';
import { endedStatus, startedStatus } from '../world/pod-status.ts';
import { BEHAVIOUR, COMPLETES_AFTER, STARTS_AFTER, STOPS_AFTER } from '../world/template.ts';
import { type Controller, splitKey } from './controller.ts';
import { finishDeletion } from './pod-deletion.ts';

/** A pod is up so long after it is bound unless it says otherwise, in milliseconds. */
const START = 1_000;
/** A pod ends so long after its deletion is asked, if its grace allows it so long. */
const STOP = 2_000;

/** The kubelets of all nodes: start pods that are bound to them and end those that are to go. */
export function kubelet(cluster: ClusterWorld): Controller {
  const { store, agenda } = cluster;
  let addresses = 100;
  const current = (pod: Pod): Pod | undefined => {
    const now = store.get('pods', pod.metadata.namespace, pod.metadata.name);
    return now?.metadata.uid === pod.metadata.uid && !cluster.deadKubelets.has(now.spec.nodeName ?? '')
      ? now
      : undefined;
  };

  const start = (pod: Pod): void => {
    const now = current(pod);
    if (!now || now.status.containerStatuses || isGoing(now)) return;
    const node = store.get('nodes', undefined, now.spec.nodeName ?? '');
    if (!node) return;
    const place = { hostIP: hostIP(node), podIP: podIP(node, addresses++) };
    const started = store.put('pods', { ...now, status: startedStatus(now, place, cluster.stamp()) });
    const completes = now.metadata.annotations?.[COMPLETES_AFTER];
    if (completes !== undefined)
      agenda.after(milliseconds(completes), () => complete(started), `complete ${now.metadata.uid}`);
  };
  const complete = (pod: Pod): void => {
    const now = current(pod);
    if (now && !isGoing(now) && !isFinished(now))
      store.put('pods', { ...now, status: endedStatus(now, cluster.stamp()) });
  };
  const end = (pod: Pod): void => {
    const now = current(pod);
    if (!now || now.metadata.deletionGracePeriodSeconds === 0) return;
    const ended = isFinished(now) ? now : store.put('pods', { ...now, status: endedStatus(now, cluster.stamp()) });
    const metadata = { ...ended.metadata, deletionTimestamp: cluster.stamp(), deletionGracePeriodSeconds: 0 };
    finishDeletion(cluster, store.put('pods', { ...ended, metadata }));
  };

  return {
    name: 'kubelet',
    concerns({ type, kind, object }) {
      if (kind !== 'pods' || type === 'DELETED') return [];
      const pod = object as Pod;
      if (!pod.spec.nodeName) return [];
      return isGoing(pod) || !pod.status.containerStatuses ? [keyOf(pod)] : [];
    },
    reconcile(key) {
      const { namespace, name } = splitKey(key);
      const pod = store.get('pods', namespace, name);
      if (!pod?.spec.nodeName) return;
      const { uid, deletionGracePeriodSeconds: grace } = pod.metadata;
      if (!isGoing(pod)) return agenda.after(startTime(pod), () => start(pod), `start ${uid}`);
      if (grace === 0 || grace === undefined) return;
      agenda.after(Math.min(stopTime(pod), grace * 1000), () => end(pod), `end ${uid} ${grace}`);
    },
  };
}

function startTime({ metadata }: Pod): number {
  const wanted = metadata.annotations?.[STARTS_AFTER];
  return wanted === undefined ? START : milliseconds(wanted);
}

function stopTime({ metadata }: Pod): number {
  if (metadata.annotations?.[BEHAVIOUR] === 'hang') return Number.POSITIVE_INFINITY;
  const wanted = metadata.annotations?.[STOPS_AFTER];
  return wanted === undefined ? STOP : milliseconds(wanted);
}

/** `120s` in milliseconds. */
const milliseconds = (text: string): number => Number.parseFloat(text) * 1000;
