import { refKey } from '../cluster/object-ref.ts';
import type { Instant } from '../time.ts';
import type { WatchBefore } from './alert.ts';
import type { Signals } from './signals.ts';

/**
 * How it is before the first write. A signal that cannot be seen leaves its list empty: what shows up later then counts
 * against the migration, which is the safe side.
 *
 * @param firstWriteAt there was a write before this look: what began after it is not called older, and what has no date
 * of its own counts
 */
export function lookBefore(
  signals: Signals,
  nodes: ReadonlySet<string>,
  at: Instant,
  firstWriteAt?: Instant,
): WatchBefore {
  const { pending, daemonSets, pastGrace, restarts } = signals;
  const late = firstWriteAt !== undefined;
  const wasSo = (since: Instant | undefined) => !late || (since !== undefined && since < firstWriteAt);
  return {
    at: firstWriteAt ?? at,
    ...(late && { late }),
    notReady:
      signals.nodes.kind === 'seen'
        ? signals.nodes.value.filter(({ ready, since }) => !ready && wasSo(since)).map(({ name }) => name)
        : [],
    pending:
      pending.kind === 'seen' ? pending.value.filter(({ since }) => wasSo(since)).map(({ pod }) => refKey(pod)) : [],
    failingDaemonSets:
      daemonSets.kind === 'seen' && !late
        ? daemonSets.value.flatMap(({ workload, failing }) => failing.map((node) => `${refKey(workload)}@${node}`))
        : [],
    pastGrace:
      pastGrace.kind === 'seen'
        ? pastGrace.value.filter(({ graceEnded }) => wasSo(graceEnded)).map(({ pod }) => refKey(pod))
        : [],
    workloads: restarts.kind === 'seen' ? workloadsOn(restarts.value, nodes) : [],
  };
}

type Excused = 'notReady' | 'pending' | 'failingDaemonSets' | 'pastGrace';

/**
 * What was ill before the first write is excused for as long as it is ill. Once it was seen well for a while without a
 * break, it counts like everything else; what cannot be seen is not well.
 *
 * @param settlesMs how long it must have been well
 */
export function stillExcused(before: WatchBefore, signals: Signals, settlesMs: number, now: Instant): WatchBefore {
  const ill = lookBefore(signals, new Set(), now);
  const wellSince: Record<string, Instant> = {};
  const keep = (list: Excused, { kind }: { readonly kind: 'seen' | 'unknown' }) => {
    const illNow = new Set(ill[list]);
    return before[list].filter((key) => {
      if (kind === 'unknown' || illNow.has(key)) return true;
      const since = before.wellSince?.[`${list} ${key}`] ?? now;
      if (now - since >= settlesMs) return false;
      wellSince[`${list} ${key}`] = since;
      return true;
    });
  };
  const { at, late, workloads } = before;
  return {
    at,
    ...(late && { late }),
    workloads,
    notReady: keep('notReady', signals.nodes),
    pending: keep('pending', signals.pending),
    failingDaemonSets: keep('failingDaemonSets', signals.daemonSets),
    pastGrace: keep('pastGrace', signals.pastGrace),
    ...(Object.keys(wellSince).length > 0 && { wellSince }),
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
