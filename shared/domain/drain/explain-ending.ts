import type { Pod } from '../cluster/facts.ts';
import type { ObjectRef } from '../cluster/object-ref.ts';
import { shellWord } from '../policy/az-command.ts';
import { kubectl } from './commands.ts';
import type { Explanation, Trouble, Words } from './trouble.ts';

/** A pod that was let go and is still there after its grace period. */
export function explainEnding({ pod, cause }: Trouble, { node }: Words): Explanation {
  const self: ObjectRef = { kind: 'Pod', namespace: pod.namespace, name: pod.name };
  switch (cause) {
    case 'finalizer':
      return explainFinalizer(pod, self);
    case 'volume': {
      const [claim = ''] = pod.claims;
      const by = { kind: 'PersistentVolumeClaim', namespace: pod.namespace, name: claim };
      return {
        why: `Its containers have ended, and its volume${pod.claims.length > 1 ? 's' : ''} (${pod.claims.join(', ')}) are still on node ${node}.`,
        by,
        remedies: [
          { kind: 'look', what: 'See what its volume waits for.', command: kubectl('describe', by) },
          {
            kind: 'look',
            what: 'See which volumes the node still holds.',
            command: `kubectl get volumeattachments --output wide | grep ${shellWord(node)}`,
          },
          { kind: 'wait', what: 'Wait: a disk that is busy is let go when the node has written it out.' },
        ],
      };
    }
    default:
      return {
        why: `It was to end within ${pod.graceSeconds} s, and it is still there: its process does not stop, or nobody on node ${node} sees to it.`,
        by: self,
        remedies: [
          {
            kind: 'look',
            what: 'See whether its node is Ready: a dead kubelet ends no pod.',
            command: kubectl('describe', { kind: 'node', name: node }),
          },
          { kind: 'look', what: 'See what the pod itself says.', command: kubectl('describe', self) },
          {
            kind: 'force',
            what: 'Take it out of the API by force: only by a recorded order of two people who know that its process has ended; it may run on beside its replacement.',
            command: kubectl('delete', self, '--grace-period=0', '--force'),
          },
        ],
      };
  }
}

function explainFinalizer(pod: Pod, self: ObjectRef): Explanation {
  const [first = ''] = pod.finalizers;
  return {
    why: `It has ended, and ${pod.finalizers.length === 1 ? 'a finalizer keeps' : 'finalizers keep'} it: ${pod.finalizers.join(', ')}.`,
    by: self,
    remedies: [
      { kind: 'wait', what: `Wait for whoever set ${first}: it takes it off when its own work is done.` },
      { kind: 'look', what: 'See whether its controller runs.', command: kubectl('get', self, '--output', 'yaml') },
      {
        kind: 'force',
        what: 'Take the finalizers off by hand: only by a recorded order of two people who know what they guard.',
        command: kubectl('patch', self, '--type', 'merge', '--patch', shellWord('{"metadata":{"finalizers":null}}')),
      },
    ],
  };
}
