import { refKey, refText } from '../../cluster/object-ref.ts';
import { type AlertRule, countReading, touches, unknownReading } from './rule.ts';

/** Pods that should have been gone: deleted, and still there after their grace period. */
export const pastGrace: AlertRule = {
  id: 'past-grace',
  unit: 'pods',
  judge(facts) {
    const { pastGrace: signal } = facts.signals;
    if (signal.kind === 'unknown') return unknownReading(pastGrace, 0, signal);
    const found = signal.value
      .filter(({ graceEnded }) => facts.now > graceEnded)
      .map(({ pod, node, workload, graceEnded }) => {
        const background = facts.before.pastGrace.includes(refKey(pod))
          ? 'it was before the migration'
          : !touches(facts, node, workload)
            ? 'it has nothing to do with these pools'
            : undefined;
        return {
          object: pod,
          ...(workload && { workload }),
          detail: `${refText(pod)} is terminating, ${Math.floor((facts.now - graceEnded) / 1000)} s beyond its grace period`,
          ...(background && { background }),
        };
      });
    return countReading(pastGrace, facts, found, 0, {
      none: 'No pod is terminating beyond its grace period.',
      some: (count) => `${count} ${count === 1 ? 'pod is' : 'pods are'} terminating beyond the grace period.`,
    });
  },
};
