import { isDeepStrictEqual } from 'node:util';
import { isObject, type Json } from './merge-patch.ts';

/** Lists whose items are merged by a key; every other list of objects is replaced as a whole. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  addresses: 'type',
  conditions: 'type',
  containers: 'name',
  env: 'name',
  ephemeralContainers: 'name',
  hostAliases: 'ip',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  ports: 'containerPort',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  volumeMounts: 'mountPath',
  volumes: 'name',
  webhooks: 'name',
};

/** Lists of plain values that are merged as sets. */
const SETS = new Set(['finalizers']);

/**
 * Kubernetes' own merge: as a merge patch, but some lists are merged item by item. `spec.taints` is one
 * of those that are not: a patch with one taint leaves that one alone.
 *
 * @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function strategicMerge(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const directive = patch.$patch;
  if (directive === 'delete') return undefined;
  const before: Json = isObject(target) && directive !== 'replace' ? target : {};
  const result: Record<string, unknown> = { ...before };
  for (const [field, value] of Object.entries(patch)) {
    if (field === '$patch' || field.startsWith('$setElementOrder/')) continue;
    if (field === '$retainKeys') retain(result, value);
    else if (field.startsWith('$deleteFromPrimitiveList/')) without(result, field.slice(field.indexOf('/') + 1), value);
    else if (value === null) delete result[field];
    else if (Array.isArray(value)) result[field] = mergedList(field, result[field], value);
    else {
      const merged = strategicMerge(result[field], value);
      if (merged === undefined) delete result[field];
      else result[field] = merged;
    }
  }
  return result;
}

function retain(result: Record<string, unknown>, keys: unknown): void {
  for (const field of Object.keys(result)) if (Array.isArray(keys) && !keys.includes(field)) delete result[field];
}

function without(result: Record<string, unknown>, field: string, values: unknown): void {
  const list = result[field];
  if (Array.isArray(list) && Array.isArray(values)) result[field] = list.filter((one) => !values.includes(one));
}

function mergedList(field: string, before: unknown, patch: readonly unknown[]): unknown[] {
  const list = Array.isArray(before) ? before : [];
  const plain = !patch.some(isObject);
  if (plain && SETS.has(field))
    return [...list, ...patch.filter((one) => !list.some((other) => isDeepStrictEqual(one, other)))];
  const key = MERGE_KEYS[field];
  if (plain || key === undefined) return clean(patch);
  if (patch.some((one) => isObject(one) && one.$patch === 'replace')) {
    return clean(patch.filter((one) => !(isObject(one) && one.$patch === 'replace')));
  }
  const result: unknown[] = [...list];
  for (const one of patch) {
    if (!isObject(one)) continue;
    const at = result.findIndex((other) => isObject(other) && isDeepStrictEqual(other[key], one[key]));
    if (one.$patch === 'delete') {
      if (at >= 0) result.splice(at, 1);
    } else if (at >= 0) result[at] = strategicMerge(result[at], one);
    else result.push(strategicMerge({}, one));
  }
  return result;
}

/** Nothing to merge with: what is only meant for merging goes. */
const clean = (values: readonly unknown[]): unknown[] =>
  values.map((one) => (isObject(one) ? strategicMerge({}, one) : one)).filter((one) => one !== undefined);
