import { hexOf } from '../../model/stable-hash.ts';
import type { Condition, Container, ContainerStatus, Pod, PodStatus } from '../objects.ts';
import { addresses } from './pod.ts';
import { BEHAVIOUR, RESTARTS } from './template.ts';

/** Behaviours that keep a pod from becoming ready. */
const UNREADY = new Set(['crashloop', 'image-pull-error', 'not-ready']);

export interface Place {
  readonly hostIP: string;
  readonly podIP: string;
}

const SCHEDULED = 'PodScheduled';

/** The status that a kubelet gives to a pod whose containers were started at `now`. */
export function startedStatus(pod: Pod, place: Place, now: string): PodStatus {
  const behaviour = pod.metadata.annotations?.[BEHAVIOUR];
  const ready = !UNREADY.has(behaviour ?? '');
  const unready = {
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${pod.spec.containers.map(({ name }) => name).join(' ')}]`,
  };
  const condition = (type: string, good = true): Condition => ({
    type,
    status: good ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: now,
    ...(!good && unready),
  });
  return {
    phase: behaviour === 'image-pull-error' ? 'Pending' : 'Running',
    conditions: [
      condition('PodReadyToStartContainers'),
      condition('Initialized'),
      condition('Ready', ready),
      condition('ContainersReady', ready),
      ...(pod.status.conditions ?? []).filter(({ type }) => type === SCHEDULED || type === 'DisruptionTarget'),
    ],
    ...addresses(place.hostIP, pod.spec.hostNetwork ? place.hostIP : place.podIP, now),
    containerStatuses: pod.spec.containers.map((one) => containerStatus(pod, one, behaviour, now)),
    qosClass: pod.status.qosClass,
  };
}

function containerStatus(
  pod: Pod,
  { name, image }: Container,
  behaviour: string | undefined,
  now: string,
): ContainerStatus {
  const shared = { image, imageID: `${image.split(':')[0]}@sha256:${imageDigest(image)}` };
  const containerID = `containerd://${hexOf(pod.metadata.uid)}${hexOf(pod.metadata.uid + name)}`;
  switch (behaviour) {
    case 'crashloop': {
      const state = {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off 5m0s restarting failed container=${name} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
        },
      };
      const terminated = { exitCode: 1, reason: 'Error', startedAt: now, finishedAt: now, containerID };
      const restartCount = Number(pod.metadata.annotations?.[RESTARTS] ?? 1);
      return {
        name,
        state,
        lastState: { terminated },
        ready: false,
        restartCount,
        ...shared,
        containerID,
        started: false,
      };
    }
    case 'image-pull-error': {
      const state = { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` } };
      return { name, state, lastState: {}, ready: false, restartCount: 0, image, imageID: '', started: false };
    }
    default: {
      const state = { running: { startedAt: now } };
      const ready = !UNREADY.has(behaviour ?? '');
      return { name, state, lastState: {}, ready, restartCount: 0, ...shared, containerID, started: true };
    }
  }
}

const digests = new Map<string, string>();

function imageDigest(image: string): string {
  let digest = digests.get(image);
  if (digest === undefined) {
    digest = hexOf(`image ${image}`) + hexOf(image);
    digests.set(image, digest);
  }
  return digest;
}

/** The last word of a kubelet on a pod whose containers have ended by themselves or on demand. */
export function endedStatus(pod: Pod, now: string): PodStatus {
  const done = { reason: 'PodCompleted' };
  const condition = (type: string): Condition => {
    const good = type === 'Initialized';
    return {
      type,
      status: good ? 'True' : 'False',
      lastProbeTime: null,
      lastTransitionTime: (good && pod.status.conditions?.find((one) => one.type === type)?.lastTransitionTime) || now,
      ...(type !== 'PodReadyToStartContainers' && done),
    };
  };
  return {
    ...pod.status,
    phase: 'Succeeded',
    conditions: [
      condition('PodReadyToStartContainers'),
      condition('Initialized'),
      condition('Ready'),
      condition('ContainersReady'),
      ...(pod.status.conditions ?? []).filter(({ type }) => type === SCHEDULED || type === 'DisruptionTarget'),
    ],
    containerStatuses: (pod.status.containerStatuses ?? []).map((one) => ({
      ...one,
      state: {
        terminated: {
          exitCode: 0,
          reason: 'Completed',
          startedAt: pod.status.startTime,
          finishedAt: now,
          containerID: one.containerID,
        },
      },
      ready: false,
      started: false,
    })),
  };
}

export const scheduledCondition = (now: string): Condition => ({
  type: SCHEDULED,
  status: 'True',
  lastProbeTime: null,
  lastTransitionTime: now,
});
