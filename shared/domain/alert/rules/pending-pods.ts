import { refKey, refText } from '../../cluster/object-ref.ts';
import { type AlertRule, countReading, MS_PER_MINUTE, touches, unknownReading } from './rule.ts';

/** Pods that have found no node for longer than the set minutes. Those from before, and those of untouched workloads, are background. */
export const pendingPods: AlertRule = {
  id: 'pending-pods',
  unit: 'pods',
  judge(facts) {
    const { pending } = facts.signals;
    const { pendingPods: threshold, pendingMinutes } = facts.thresholds;
    if (pending.kind === 'unknown') return unknownReading(pendingPods, threshold, pending);
    const late = pending.value.filter(({ since }) => facts.now - since > pendingMinutes * MS_PER_MINUTE);
    const found = late.map(({ pod, workload, why }) => {
      const background = facts.before.pending.includes(refKey(pod))
        ? 'it was pending before the migration'
        : workload !== undefined && !touches(facts, undefined, workload)
          ? 'its workload has nothing on these pools'
          : undefined;
      return {
        object: pod,
        ...(workload && { workload }),
        detail: `${refText(pod)} is pending${why ? ` (${why})` : ''}`,
        ...(background && { background }),
      };
    });
    return countReading(pendingPods, facts, found, threshold, {
      none: `No pod of the migration waits for a node longer than ${pendingMinutes} minutes.`,
      some: (count) =>
        `${count} ${count === 1 ? 'pod has' : 'pods have'} waited for a node longer than ${pendingMinutes} minutes.`,
    });
  },
};
