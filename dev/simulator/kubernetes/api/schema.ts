import { isObject } from './patch/merge-patch.ts';
import { type Cause, invalid } from './status.ts';

/**
 * The little of the API's schema that the simulator minds: which fields there are at the top of the
 * kinds that are written most, and of which type some are.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'Node.spec': words('configSource externalID podCIDR podCIDRs providerID taints unschedulable'),
  'Pod.spec': words(`
    activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks
    ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets
    initContainers nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates
    resourceClaims resources restartPolicy runtimeClassName schedulerName schedulingGates securityContext
    serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain
    terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes`),
};
const ROOT = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** Paths of fields that the kind does not have. */
export function unknownFields(kind: string, object: unknown): readonly string[] {
  const known = FIELDS[`${kind}.spec`];
  if (!known || !isObject(object)) return [];
  const spec = isObject(object.spec) ? Object.keys(object.spec) : [];
  return [
    ...Object.keys(object).filter((field) => !ROOT.includes(field)),
    ...spec.filter((field) => !known.includes(field)).map((field) => `spec.${field}`),
  ];
}

/** The object without those fields, as a server stores it that only warned of them. */
export function withoutFields<T>(object: T, paths: readonly string[]): T {
  if (paths.length === 0) return object;
  const copy: Record<string, unknown> = { ...(object as object) };
  for (const path of paths) {
    if (path.startsWith('spec.')) {
      const spec = { ...(copy.spec as Record<string, unknown>) };
      delete spec[path.slice(5)];
      copy.spec = spec;
    } else delete copy[path];
  }
  return copy as T;
}

const TYPES: readonly (readonly [path: readonly string[], type: 'boolean' | 'number' | 'string', go: string])[] = [
  [['spec', 'unschedulable'], 'boolean', 'bool'],
  [['spec', 'hostNetwork'], 'boolean', 'bool'],
  [['spec', 'paused'], 'boolean', 'bool'],
  [['spec', 'replicas'], 'number', 'int32'],
  [['spec', 'nodeName'], 'string', 'string'],
];

/** @param patch whose values are looked at @throws ApiError 422 when one is of a wrong type */
export function checkTypes(patch: unknown): void {
  for (const [path, type, go] of TYPES) {
    const value = path.reduce<unknown>((at, part) => (isObject(at) ? at[part] : undefined), patch);
    if (value === undefined || value === null || typeof value === type) continue;
    const cause: Cause = {
      reason: 'FieldValueInvalid',
      message: `Invalid value: "${goText(patch)}": unrecognized type: ${go}`,
      field: 'patch',
    };
    throw invalid({ kind: '', group: '' }, '', [cause]);
  }
}

/** `map[spec:map[unschedulable:yes]]`: how Go prints a value. */
export function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isObject(value)) return value === null ? '<nil>' : String(value);
  return `map[${Object.keys(value)
    .toSorted()
    .map((key) => `${key}:${goText(value[key])}`)
    .join(' ')}]`;
}
