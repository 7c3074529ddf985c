import type { ObjectRef } from '../../domain/cluster/object-ref.ts';
import type { Instant } from '../../domain/time.ts';
import { controllerOf } from '../kubernetes/pod-facts.ts';
import type { RawMeta, RawPod } from '../kubernetes/raw.ts';
import type { Share } from '../kubernetes/share.ts';

/** What alerts need of one pod: little enough that 150,000 of them are kept. */
export interface PodRow {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string | undefined;
  readonly workload: ObjectRef | undefined;
  readonly restarts: number;
  readonly createdAt: Instant;
  readonly pending: boolean;
  readonly ready: boolean;
  /** It cannot run as things stand: crashes, or its image does not come. */
  readonly failing: boolean;
  /** What the scheduler says of a pending one. */
  readonly why: string | undefined;
  /** When it should have been gone; `undefined`: nobody deleted it. */
  readonly graceEnds: Instant | undefined;
}

interface Waiting {
  readonly state?: { readonly waiting?: { readonly reason?: string } };
  readonly restartCount?: number;
}

const FAILS: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImagePull',
  'InvalidImageName',
  'CreateContainerError',
  'CreateContainerConfigError',
  'RunContainerError',
]);

const LONGEST_REASON = 300;

export function podRowOf({ metadata, spec, status }: RawPod, shared: Share): PodRow {
  const containers = (status?.containerStatuses ?? []) as readonly Waiting[];
  const workload = workloadOf(metadata);
  const graceEnds = metadata.deletionTimestamp === undefined ? Number.NaN : Date.parse(metadata.deletionTimestamp);
  const phase = status?.phase ?? 'Unknown';
  const why = phase === 'Pending' ? reasonOf(status) : undefined;
  // Every row has every field: objects of one shape take half the memory.
  return {
    namespace: shared.text(metadata.namespace ?? ''),
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    node: spec?.nodeName ? shared.text(spec.nodeName) : undefined,
    workload: workload && shared.value(workload),
    restarts: containers.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    createdAt: Date.parse(metadata.creationTimestamp ?? '') || 0,
    pending: phase === 'Pending',
    ready: isReady(status),
    failing: phase === 'Failed' || containers.some(({ state }) => FAILS.has(state?.waiting?.reason ?? '')),
    why,
    graceEnds: Number.isNaN(graceEnds) ? undefined : graceEnds,
  };
}

function isReady(status: RawPod['status']): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

function reasonOf(status: RawPod['status']): string | undefined {
  const conditions = (status?.conditions ?? []) as readonly {
    type: string;
    status: string;
    reason?: string;
    message?: string;
  }[];
  const scheduled = conditions.find(({ type, status: is }) => type === 'PodScheduled' && is === 'False');
  const text = [scheduled?.reason, scheduled?.message].filter(Boolean).join(': ');
  return text ? text.slice(0, LONGEST_REASON) : undefined;
}

/** A ReplicaSet of a Deployment is named after it and the hash of its template. */
function workloadOf(metadata: RawMeta): ObjectRef | undefined {
  const owner = controllerOf(metadata);
  if (!owner) return undefined;
  const { namespace = '', labels = {} } = metadata;
  const suffix = `-${labels['pod-template-hash'] ?? ''}`;
  if (owner.kind === 'ReplicaSet' && suffix.length > 1 && owner.name.endsWith(suffix)) {
    return { kind: 'Deployment', namespace, name: owner.name.slice(0, -suffix.length) };
  }
  return { kind: owner.kind, namespace, name: owner.name };
}
