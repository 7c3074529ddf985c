import { owned, unseenLists } from '../finding.ts';
import { patchOf } from '../patch.ts';
import type { Check } from '../subject.ts';

/** Kubernetes sets these itself and takes them away as the pod ends. */
const BUILT_IN = ['batch.kubernetes.io/job-tracking', 'foregroundDeletion', 'orphan'];

/** A pod with a finalizer stays on its node after it has stopped, until whoever set the finalizer takes it away. */
export const finalizer: Check = {
  id: 'finalizer',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods');
    if (unseen.length > 0) return unseen;
    return subject.view.movable.flatMap((pod) => {
      const foreign = pod.finalizers.filter((name) => !BUILT_IN.includes(name));
      if (foreign.length === 0) return [];
      const object = { kind: 'Pod', namespace: pod.namespace, name: pod.name };
      const kept = pod.finalizers.filter((name) => BUILT_IN.includes(name));
      return [
        {
          level: 'warns' as const,
          object,
          ...owned(subject.index.ownerOfPod(pod)),
          what: `After its eviction the pod stays until its finalizers are taken away: ${foreign.join(', ')}.`,
          arithmetic: `finalizers ${pod.finalizers.length}, of Kubernetes itself ${kept.length}`,
          remedy:
            'See that the controller behind the finalizer runs; only if it is gone for good, take the finalizer away.',
          patch: patchOf(
            object,
            'merge',
            { metadata: { finalizers: kept.length > 0 ? kept : null } },
            'Only when the controller that set the finalizer is gone for good.',
          ),
        },
      ];
    });
  },
};
