import type { NodeTrouble } from '../../domain/alert/signals.ts';
import type { ClusterEvent, KubeNode } from '../../domain/cluster/facts.ts';
import type { Instant } from '../../domain/time.ts';
import { nodeOf } from '../kubernetes/node-facts.ts';
import type { RawNode } from '../kubernetes/raw.ts';
import type { Share } from '../kubernetes/share.ts';

/** What alerts need of one node. */
export interface NodeRow {
  readonly name: string;
  readonly pool?: string;
  readonly ready: boolean;
  readonly since?: Instant;
  readonly createdAt: Instant;
  readonly troubles: readonly NodeTrouble[];
  /** By which pods find their node. */
  readonly placement: KubeNode;
}

const POOL = 'kubernetes.azure.com/agentpool';
const LONGEST_DETAIL = 500;

/**
 * Conditions that node problem detector sets, as AKS runs it on every node.
 * @see https://learn.microsoft.com/azure/aks/node-problem-detector
 */
const BY_CONDITION: Readonly<Record<string, NodeTrouble['kind']>> = {
  KernelDeadlock: 'kernel-panic',
  ReadonlyFilesystem: 'filesystem-read-only',
  FilesystemCorruptionProblem: 'filesystem-read-only',
  ContainerRuntimeProblem: 'container-runtime',
  FrequentContainerdRestart: 'container-runtime',
};

/** Events of a node that are such a thing, by their reason; the same source, and the kubelet's own. */
export const EVENT_REASONS: Readonly<Record<string, NodeTrouble['kind']>> = {
  KernelOops: 'kernel-panic',
  TaskHung: 'kernel-panic',
  OOMKilling: 'oom-kill',
  SystemOOM: 'oom-kill',
  FilesystemIsReadOnly: 'filesystem-read-only',
  Ext4Error: 'filesystem-read-only',
  ContainerdUnhealthy: 'container-runtime',
  FrequentContainerdRestart: 'container-runtime',
};

/** @returns what a condition or the reason of an event stands for; `undefined`: nothing of the kind */
export function troubleOf(condition: string): NodeTrouble['kind'] | undefined {
  return BY_CONDITION[condition] ?? EVENT_REASONS[condition];
}

export function nodeRowOf(raw: RawNode, shared: Share): NodeRow {
  const { metadata, status } = raw;
  const name = shared.text(metadata.name ?? '');
  const pool = metadata.labels?.[POOL];
  const conditions = status?.conditions ?? [];
  const ready = conditions.find(({ type }) => type === 'Ready');
  const since = Date.parse(ready?.lastTransitionTime ?? '');
  return {
    name,
    ...(pool && { pool: shared.text(pool) }),
    ready: ready?.status === 'True',
    ...(!Number.isNaN(since) && { since }),
    createdAt: Date.parse(metadata.creationTimestamp ?? '') || 0,
    troubles: conditions.flatMap(({ type, status: is, message, lastTransitionTime }): NodeTrouble[] => {
      const kind = BY_CONDITION[type];
      const at = Date.parse(lastTransitionTime ?? '');
      if (!kind || is !== 'True' || Number.isNaN(at)) return [];
      return [{ node: name, kind, at, lasts: true, detail: `${type}: ${message ?? ''}`.slice(0, LONGEST_DETAIL) }];
    }),
    placement: nodeOf(raw, shared),
  };
}

/** Troubles that events tell of, since then. */
export function troublesOf(events: readonly ClusterEvent[], since: Instant): NodeTrouble[] {
  return events.flatMap(({ reason, object, message, lastAt }): NodeTrouble[] => {
    const kind = EVENT_REASONS[reason];
    if (!kind || object.kind !== 'Node' || lastAt === undefined || lastAt < since) return [];
    return [{ node: object.name, kind, at: lastAt, detail: `${reason}: ${message}`.slice(0, LONGEST_DETAIL) }];
  });
}
