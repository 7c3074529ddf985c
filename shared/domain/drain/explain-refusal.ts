import { refText } from '../cluster/object-ref.ts';
import { shellWord } from '../policy/az-command.ts';
import { kubectl } from './commands.ts';
import type { Explanation, Trouble, Words } from './trouble.ts';

/** An eviction that was refused for another reason than a budget, or that is not asked for at all. */
export function explainRefusal({ pod, cause, told, webhook }: Trouble, { node }: Words): Explanation {
  const self = { kind: 'Pod', namespace: pod.namespace, name: pod.name };
  const words = told ? `: ${told}` : '';
  switch (cause) {
    case 'webhook':
      return explainWebhook(told, webhook);
    case 'server-busy':
      return {
        why: 'The API server is too busy to take evictions at present; no budget is meant.',
        remedies: [
          { kind: 'wait', what: 'Wait: it is asked again when the API server said so.' },
          {
            kind: 'look',
            what: 'See who keeps it busy.',
            command: 'kubectl get --raw /debug/api_priority_and_fairness/dump_priority_levels',
          },
        ],
      };
    case 'forbidden':
      return {
        why: `This identity may not evict it${words}`,
        remedies: [
          {
            kind: 'look',
            what: 'Give the executor its role in the cluster (docs/kubernetes-executor.md).',
            command: `kubectl auth can-i create pods/eviction --namespace ${shellWord(pod.namespace)}`,
          },
        ],
      };
    case 'unmanaged':
      return {
        why: 'No controller made it, so nothing would start it again elsewhere: it is not evicted.',
        by: self,
        remedies: [
          {
            kind: 'ask-owner',
            what: `Ask whoever made it to move it off node ${node}, or to let a controller run it.`,
          },
          {
            kind: 'force',
            what: 'End it for good: only by a recorded order of two people.',
            command: kubectl('delete', self),
          },
        ],
      };
    default:
      return {
        why: `The API server did not take the eviction${words}`,
        remedies: [
          { kind: 'wait', what: `Wait: it is asked again, less often each time; ${refText(self)} stays meanwhile.` },
          { kind: 'look', what: 'See whether the API server is well.', command: "kubectl get --raw '/readyz?verbose'" },
        ],
      };
  }
}

/** Its own no is for its owner; no answer is a webhook that is down. */
function explainWebhook(told = '', webhook: string | undefined): Explanation {
  const named = webhook ? `Admission webhook ${webhook}` : 'An admission webhook';
  const down = /failed calling webhook/.test(told);
  const list = {
    kind: 'look',
    what: 'See which configuration it belongs to and which service answers for it.',
    command: 'kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations --output wide',
  } as const;
  return {
    why: down
      ? `${named} is asked about evictions and does not answer: ${told}`
      : `${named} refuses the eviction: ${told}`,
    ...(webhook && { by: { kind: 'AdmissionWebhook', name: webhook } }),
    remedies: down
      ? [
          { kind: 'fix-webhook', what: 'Bring back what answers for it; it may have run on a node that was drained.' },
          list,
          { kind: 'fix-webhook', what: 'Or let its owner set failurePolicy to Ignore until it answers again.' },
        ]
      : [{ kind: 'ask-owner', what: 'Ask whoever runs the webhook: it said no on purpose, and says why above.' }, list],
  };
}
