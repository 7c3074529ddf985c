import { refKey } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';
import type { WatchBefore } from './alert.ts';
import type { Signals } from './signals.ts';

/**
 * How it is before the first write. A signal that cannot be seen leaves its list empty: what shows up later then counts
 * against the migration, which is the safe side.
 */
export function lookBefore(signals: Signals, nodes: ReadonlySet<string>, at: Instant): WatchBefore {
  const { pending, daemonSets, pastGrace, restarts } = signals;
  return {
    at,
    notReady:
      signals.nodes.kind === 'seen' ? signals.nodes.value.filter(({ ready }) => !ready).map(({ name }) => name) : [],
    pending: pending.kind === 'seen' ? pending.value.map(({ pod }) => refKey(pod)) : [],
    failingDaemonSets:
      daemonSets.kind === 'seen'
        ? daemonSets.value.flatMap(({ workload, failing }) => failing.map((node) => `${refKey(workload)}@${node}`))
        : [],
    pastGrace: pastGrace.kind === 'seen' ? pastGrace.value.map(({ pod }) => refKey(pod)) : [],
    workloads: restarts.kind === 'seen' ? workloadsOn(restarts.value, nodes) : [],
  };
}

function workloadsOn(
  counts: Extract<Signals['restarts'], { kind: 'seen' }>['value'],
  nodes: ReadonlySet<string>,
): string[] {
  const found = counts.flatMap(({ node, workload }) =>
    node !== undefined && workload && nodes.has(node) ? [refKey(workload)] : [],
  );
  return [...new Set(found)].toSorted();
}
