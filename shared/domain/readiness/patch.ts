import type { ObjectRef } from '../cluster/object-ref.ts';
import { shellWord } from '../policy/az-command.ts';
import { type Plain, toYaml } from './yaml.ts';

/** How `kubectl patch` reads the patch: `strategic` merges lists by name and is not for custom resources. */
export type PatchType = 'merge' | 'strategic';

/**
 * A ready-made patch: how to apply it in a comment, then the YAML.
 *
 *     # kubectl patch poddisruptionbudget cart --namespace shop --type merge --patch-file fix.yaml
 *     spec:
 *       maxUnavailable: 1
 */
export function patchOf(object: ObjectRef, type: PatchType, patch: Plain, note?: string): string {
  const space = object.namespace ? ` --namespace ${shellWord(object.namespace)}` : '';
  const command = `kubectl patch ${shellWord(object.kind.toLowerCase())} ${shellWord(object.name)}${space} --type ${type} --patch-file fix.yaml`;
  return `${note ? `# ${note}\n` : ''}# ${command}\n${toYaml(patch)}`;
}

const TEMPLATED = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** A patch of the pods that a workload makes; `undefined` where pods are not made from a template that can be changed. */
export function templatePatch(object: ObjectRef, podSpec: Plain, note?: string): string | undefined {
  if (!TEMPLATED.includes(object.kind)) return undefined;
  return patchOf(object, 'strategic', { spec: { template: { spec: podSpec } } }, note);
}

/** Kinds that can be scaled by hand. */
export function replicasPatch(object: ObjectRef, replicas: number): string | undefined {
  const scalable = ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(object.kind);
  return scalable ? patchOf(object, 'merge', { spec: { replicas } }) : undefined;
}
