import type { ObjectRef } from '../cluster/object-ref.ts';
import { shellWord } from '../policy/az-command.ts';

/** `kubectl VERB KIND NAME --namespace NAMESPACE`, safe to paste whatever the names hold. */
export function kubectl(verb: string, { kind, namespace, name }: ObjectRef, ...more: readonly string[]): string {
  const space = namespace ? ['--namespace', shellWord(namespace)] : [];
  return ['kubectl', verb, shellWord(kind.toLowerCase()), shellWord(name), ...space, ...more].join(' ');
}
