import type { PodGroup } from '../../cluster/pool-view.ts';
import { count } from '../../words.ts';
import { type NewFinding, owned, unseenLists } from '../finding.ts';
import { templatePatch } from '../patch.ts';
import type { Check, ReadinessSubject } from '../subject.ts';

/** AKS gives up a node after this many minutes where the pool does not say otherwise. */
const DEFAULT_DRAIN_TIMEOUT_MINUTES = 30;

/**
 * A pod that may take longer to stop than the plan counts on (a warning), or longer than AKS lets a drain of
 * a node take (the upgrade would fail there). AKS's limit counts only where AKS does the draining.
 */
export const longGracePeriod: Check = {
  id: 'long-grace-period',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods');
    if (unseen.length > 0) return unseen;
    const timeout = drainTimeoutSeconds(subject);
    return subject.view.groups.flatMap((group) => judgeGroup(subject, group, timeout));
  },
};

function judgeGroup({ limits }: ReadinessSubject, group: PodGroup, timeout: number | undefined): NewFinding[] {
  let grace = 0;
  for (const pod of group.pods) grace = Math.max(grace, pod.graceSeconds);
  if (grace <= limits.graceSeconds) return [];
  const tooLong = timeout !== undefined && grace > timeout;
  const patch = templatePatch(group.root, { terminationGracePeriodSeconds: limits.graceSeconds });
  return [
    {
      level: tooLong ? 'blocks' : 'warns',
      object: group.root,
      ...owned(group.owner),
      what: tooLong
        ? 'It may take longer to stop than AKS waits for a node to drain; the upgrade would fail there.'
        : 'It may take longer to stop than the plan counts on, so it would hold the drain up.',
      arithmetic: tooLong
        ? `grace period ${grace} s > drain timeout ${timeout} s (plan ${limits.graceSeconds} s), ${count(group.pods.length, 'pod')}`
        : `grace period ${grace} s > plan ${limits.graceSeconds} s, ${count(group.pods.length, 'pod')}`,
      remedy: `Shorten the grace period to ${limits.graceSeconds} s if the application stops in time, or plan with a longer one.`,
      ...(patch ? { patch } : {}),
    },
  ];
}

function drainTimeoutSeconds({ arm, pool, move }: ReadinessSubject): number | undefined {
  if (move.kind !== 'in-place') return undefined;
  const pools = arm?.pools.kind === 'seen' ? arm.pools.items : [];
  const own = pools.find(({ poolId }) => poolId === pool.id);
  return (own?.drainTimeoutMinutes ?? DEFAULT_DRAIN_TIMEOUT_MINUTES) * 60;
}
