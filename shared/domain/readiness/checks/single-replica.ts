import { owned, unseenLists } from '../finding.ts';
import { replicasPatch } from '../patch.ts';
import type { Check } from '../subject.ts';

/** A workload of one pod is away from its eviction until the new pod is ready. */
export const singleReplica: Check = {
  id: 'single-replica',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods', 'workloads');
    if (unseen.length > 0) return unseen;
    return subject.view.groups.flatMap((group) => {
      const { workload, root } = group;
      if (workload?.replicas !== 1 || root.kind === 'Job' || root.kind === 'CronJob') return [];
      const patch = replicasPatch(root, 2);
      return [
        {
          level: 'warns' as const,
          object: group.root,
          ...owned(group.owner),
          what: `${root.kind} ${root.name} has one replica: it is away from its eviction until the new pod is ready.`,
          arithmetic: `replicas 1, on this pool 1: 1 - 1 = 0 while it moves`,
          remedy:
            root.kind === 'StatefulSet'
              ? 'Run two replicas if the application can; otherwise agree on the outage with the owner.'
              : 'Run two replicas, at least while the pool is moved.',
          ...(patch ? { patch } : {}),
        },
      ];
    });
  },
};
