import type { NewFinding } from '../finding.ts';
import { owned, unseenLists } from '../finding.ts';
import { patchOf } from '../patch.ts';
import type { Check } from '../subject.ts';

/**
 * A pod that was told to go and is still there after its grace period: a drain would wait for it as well.
 * One that has run to its end counts too: finalizers can hold it, and a drain waits until it is gone.
 */
export const podStuckTerminating: Check = {
  id: 'pod-stuck-terminating',

  judge(subject) {
    const unseen = unseenLists(subject, 'pods');
    if (unseen.length > 0) return unseen;
    const { readAt } = subject.index.facts;
    const slack = subject.limits.terminatingSlackSeconds;
    const findings: NewFinding[] = [];
    for (const pod of subject.view.nodes.flatMap(({ name }) => subject.index.podsOn(name))) {
      if (pod.terminatingSince === undefined) continue;
      const seconds = Math.floor((readAt - pod.terminatingSince) / 1000);
      if (seconds <= pod.graceSeconds + slack) continue;
      const object = { kind: 'Pod', namespace: pod.namespace, name: pod.name };
      const held = pod.finalizers.length > 0;
      findings.push({
        level: 'blocks',
        object,
        ...owned(subject.index.ownerOfPod(pod)),
        what: held
          ? `The pod was told to go and is held by its finalizers: ${pod.finalizers.join(', ')}.`
          : 'The pod was told to go and is still there after its grace period: its node or a volume does not let go.',
        arithmetic: `terminating for ${seconds} s > grace period ${pod.graceSeconds} s + ${slack} s`,
        remedy: held
          ? 'Start the controller behind the finalizers; only if it is gone for good, take them away.'
          : 'Look at the kubelet of its node and at the volumes that are still attached.',
        ...(held
          ? {
              patch: patchOf(
                object,
                'merge',
                { metadata: { finalizers: null } },
                'Only when the controller that set the finalizers is gone for good.',
              ),
            }
          : {}),
      });
    }
    return findings;
  },
};
