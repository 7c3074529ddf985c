import { azNodePool } from '../../policy/az-command.ts';
import { poolRef, unknownFinding, unseenInArm } from '../finding.ts';
import { armPoolOf, nodeCount } from '../move-size.ts';
import type { Check, ReadinessSubject } from '../subject.ts';

/** An autoscaler at its limit cannot add a node when evicted pods find no room. */
export const autoscalerLimit: Check = {
  id: 'autoscaler-limit',

  judge(subject) {
    const seen = subject.arm?.pools;
    if (seen?.kind !== 'seen') return unseenInArm(subject, 'settings of the pools', seen);
    const pool = armPoolOf(subject);
    if (!pool)
      return [
        unknownFinding(poolRef(subject), 'Azure does not list the pool any more.', 'Sweep the subscription again.'),
      ];
    if (!pool.autoscaler.enabled) return [];
    const { min, max } = pool.autoscaler;
    const nodes = nodeCount(subject) ?? pool.count;
    if (nodes === undefined) {
      return [
        unknownFinding(
          poolRef(subject),
          'The number of nodes is not known, so neither is what the autoscaler may add.',
          'Inspect the cluster again.',
        ),
      ];
    }
    if (nodes < max) return [];
    const shrinks = outOfService(subject);
    return [
      {
        level: 'warns' as const,
        object: poolRef(subject),
        what:
          shrinks > 0
            ? 'The pool is at the limit of its autoscaler, and the move takes nodes away first: pods that find no room stay pending.'
            : 'The pool is at the limit of its autoscaler: pods that find no room during the move stay pending.',
        arithmetic: `nodes ${nodes} >= max ${max} (min ${min})${shrinks > 0 ? `, out of service at once ${shrinks}` : ''}`,
        remedy: `Raise the limit for the time of the move: ${azNodePool('update', subject.cluster, subject.pool, `--update-cluster-autoscaler --min-count ${min} --max-count ${Math.max(max, nodes) + 1}`)}`,
      },
    ];
  },
};

function outOfService({ move }: ReadinessSubject): number {
  return move.kind === 'in-place' ? move.unavailable : 0;
}
