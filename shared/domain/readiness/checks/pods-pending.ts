import type { Pod } from '../../cluster/facts.ts';
import { refKey } from '../../cluster/object-ref.ts';
import { mayRunOn } from '../../cluster/placement.ts';
import { count } from '../../words.ts';
import { type NewFinding, owned, some, unseenLists } from '../finding.ts';
import type { Check } from '../subject.ts';

/** Pods that wait for room which this pool could give: what is evicted here would wait behind them. */
export const podsPending: Check = {
  id: 'pods-pending',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods', 'nodes');
    if (unseen.length > 0) return unseen;
    const [node] = subject.view.nodes;
    if (!node) return [];
    const waiting = new Map<string, Pod[]>();
    for (const pod of subject.index.unscheduled) {
      if (!mayRunOn(pod, node)) continue;
      const key = refKey(subject.index.rootOf(pod));
      const group = waiting.get(key);
      if (group) group.push(pod);
      else waiting.set(key, [pod]);
    }
    return [...waiting.values()].flatMap((pods): NewFinding[] => {
      const [first] = pods;
      if (!first) return [];
      return [
        {
          level: 'warns',
          object: subject.index.rootOf(first),
          ...owned(subject.index.ownerOfPod(first)),
          what: `${count(pods.length, 'pod')} of it ${pods.length === 1 ? 'waits' : 'wait'} for room already: ${some(pods.map(({ name }) => name))}.`,
          arithmetic: `each asks for ${first.cpu}m CPU and ${Math.ceil(first.memory / 2 ** 20)} MiB; ${count(subject.index.unscheduled.length, 'pod')} of the cluster without a node`,
          remedy: 'Give the cluster room, or mend what these pods ask for, before more pods have to find a place.',
        },
      ];
    });
  },
};
