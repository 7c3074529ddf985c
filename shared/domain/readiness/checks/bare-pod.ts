import { owned, unseenLists } from '../finding.ts';
import type { Check } from '../subject.ts';

/** A pod that nothing would create again: the drain would end it for good, and `kubectl drain` refuses to. */
export const barePod: Check = {
  id: 'bare-pod',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods');
    if (unseen.length > 0) return unseen;
    return subject.view.movable
      .filter(({ owner }) => !owner)
      .map((pod) => ({
        level: 'blocks' as const,
        object: { kind: 'Pod', namespace: pod.namespace, name: pod.name },
        ...owned(subject.index.ownerOfPod(pod)),
        what: 'The pod has no controller: once evicted, nothing creates it again.',
        arithmetic: 'controllers 0: 1 pod before the drain, 0 after it',
        remedy: 'Let its owner run it by a Deployment or a Job, or delete it before the drain.',
      }));
  },
};
