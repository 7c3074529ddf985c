import { count } from '../../words.ts';
import { owned, some, unseenLists } from '../finding.ts';
import type { Check } from '../subject.ts';

/**
 * A DaemonSet whose pods fail on this pool already: after the move nobody could tell an old fault from a new
 * one. If none of its pods here is ready, a new node will not become healthy either.
 */
export const daemonsetFailing: Check = {
  id: 'daemonset-failing',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods');
    if (unseen.length > 0) return unseen;
    return subject.view.daemons.flatMap((group) => {
      const failing = group.pods.filter(({ ready, terminatingSince }) => !ready && terminatingSince === undefined);
      if (failing.length === 0) return [];
      const ready = group.pods.filter((pod) => pod.ready).length;
      const { workload } = group;
      const inAll = workload ? `; in all ${workload.ready} of ${workload.replicas} ready` : '';
      return [
        {
          level: ready === 0 ? ('blocks' as const) : ('warns' as const),
          object: group.root,
          ...owned(group.owner),
          what:
            ready === 0
              ? `None of its pods on this pool is ready, so a new node would not become healthy either: ${some(failing.map(({ name }) => name))}.`
              : `${count(failing.length, 'pod')} of it on this pool ${failing.length === 1 ? 'is' : 'are'} not ready: ${some(failing.map(({ name }) => name))}.`,
          arithmetic: `on this pool ${ready} of ${group.pods.length} ready${inAll}`,
          remedy: 'Mend the DaemonSet before the pool is moved.',
        },
      ];
    });
  },
};
