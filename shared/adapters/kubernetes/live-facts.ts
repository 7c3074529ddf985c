import type { ClusterEvent, KubeNode, NodeCondition, Pod, PodAutoscaler } from '../../domain/cluster/facts.ts';
import { nodeOf } from './node-facts.ts';
import { podOf } from './pod-facts.ts';
import type { RawAutoscaler, RawEvent, RawNode, RawPod } from './raw.ts';
import type { Share } from './share.ts';

/** Our own annotations begin so. */
const OURS = 'image-steward.io/';

/** A pod with what tells it from a later one of its name; an inspection of 150,000 pods does without. */
export function livePodOf(raw: RawPod, shared: Share): Pod {
  const { uid, creationTimestamp } = raw.metadata;
  return { ...podOf(raw, shared), ...(uid && { uid }), ...instant('createdAt', creationTimestamp) };
}

/** A node with its conditions and our marks. */
export function liveNodeOf(raw: RawNode, shared: Share): KubeNode {
  const { annotations = {}, creationTimestamp } = raw.metadata;
  return {
    ...nodeOf(raw, shared),
    marks: Object.fromEntries(Object.entries(annotations).filter(([key]) => key.startsWith(OURS))),
    conditions: (raw.status?.conditions ?? []).map(conditionOf),
    ...instant('createdAt', creationTimestamp),
  };
}

function conditionOf(raw: NonNullable<NonNullable<RawNode['status']>['conditions']>[number]): NodeCondition {
  const { type, status, reason, message, lastTransitionTime } = raw;
  return {
    type,
    status,
    ...(reason && { reason }),
    ...(message && { message }),
    ...instant('since', lastTransitionTime),
  };
}

/** `minReplicas` is 1 where it is not written. */
export function autoscalerOf({ metadata, spec, status = {} }: RawAutoscaler): PodAutoscaler {
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    target: { kind: spec.scaleTargetRef.kind, name: spec.scaleTargetRef.name },
    minReplicas: spec.minReplicas ?? 1,
    maxReplicas: spec.maxReplicas,
    currentReplicas: status.currentReplicas ?? 0,
    desiredReplicas: status.desiredReplicas ?? 0,
  };
}

/** Parts that write newer events leave the old times empty and count in `series`. */
export function eventOf({ metadata, ...event }: RawEvent): ClusterEvent {
  const { kind = '', namespace, name = '' } = event.involvedObject ?? {};
  const last = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime;
  return {
    uid: metadata.uid ?? '',
    type: event.type ?? '',
    reason: event.reason ?? '',
    message: event.message ?? '',
    object: { kind, ...(namespace && { namespace }), name },
    count: event.series?.count ?? event.count ?? 1,
    ...instant('firstAt', event.firstTimestamp ?? event.eventTime),
    ...instant('lastAt', last),
  };
}

/** A time that is missing or none is left out. */
function instant<K extends string>(key: K, text: string | null | undefined): Partial<Record<K, number>> {
  const at = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? {} : ({ [key]: at } as Record<K, number>);
}
