import type { Pod } from '../cluster/facts.ts';
import type { ObjectRef } from '../cluster/object-ref.ts';

/** What would bring a pod back: the Deployment, where its ReplicaSet carries the template's hash in its name. */
export function workloadOf({ namespace, owner, labels }: Pod): ObjectRef | undefined {
  if (!owner) return undefined;
  const hash = Object.hasOwn(labels, 'pod-template-hash') ? labels['pod-template-hash'] : undefined;
  if (owner.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`)) {
    return { kind: 'Deployment', namespace, name: owner.name.slice(0, -hash.length - 1) };
  }
  return { kind: owner.kind, namespace, name: owner.name };
}
