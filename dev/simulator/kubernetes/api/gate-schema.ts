import type { KubeObject } from '../objects.ts';
import { isObject, type Json } from './patch/merge-patch.ts';
import type { Resource } from './resources.ts';
import type { Cause } from './status.ts';

/**
 * What the CRDs of AKS's upgrade health gate demand.
 *
 * @see https://github.com/Azure/AKS-Health-Signal (folder CRD)
 */
export function gateProblems({ plural }: Resource, { spec, status }: KubeObject): readonly Cause[] {
  if (!isObject(spec)) return [required('spec')];
  switch (plural) {
    case 'healthcheckrequests':
      return oneOf('spec.scope', spec.scope, ['Node', 'NodePool', 'Cluster']);
    case 'healthsignals':
      return [
        ...oneOf('spec.type', spec.type, ['NodeHealth', 'NodePoolHealth', 'ClusterHealth']),
        ...listOf(status, 'conditions').flatMap(conditionProblems),
      ];
    default:
      return policyProblems(spec);
  }
}

/** Fields of a `metav1.Condition`, none of which may be left out. */
function conditionProblems(condition: Json, at: number): readonly Cause[] {
  const field = `status.conditions[${at}]`;
  const missing = ['lastTransitionTime', 'message', 'reason', 'status', 'type'].filter(
    (name) => typeof condition[name] !== 'string',
  );
  if (missing.length > 0) return missing.map((name) => required(`${field}.${name}`));
  const reason = String(condition.reason);
  return [
    ...oneOf(`${field}.status`, condition.status, ['True', 'False', 'Unknown']),
    ...(REASON.test(reason) ? [] : [invalid(`${field}.reason`, reason, `should match '${REASON.source}'`)]),
  ];
}

const REASON = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const PROVIDER = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const DURATION = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;

function policyProblems(spec: Json): readonly Cause[] {
  const provider = String(spec.provider ?? '');
  const rules = listOf(spec, 'rules');
  return [
    ...(PROVIDER.test(provider) && provider.length <= 63
      ? []
      : [invalid('spec.provider', provider, `should match '${PROVIDER.source}'`)]),
    ...(rules.length > 0 ? [] : [required('spec.rules')]),
    ...rules.flatMap(({ target, nodeTimeout }, at) => {
      const field = `spec.rules[${at}]`;
      const { scope, name } = isObject(target) ? target : {};
      return [
        ...oneOf(`${field}.target.scope`, scope, ['Cluster', 'NodePool']),
        ...(scope === 'NodePool' && !name
          ? [invalid(`${field}.target`, 'object', 'name is required when scope is NodePool')]
          : []),
        ...(nodeTimeout === undefined || DURATION.test(String(nodeTimeout))
          ? []
          : [invalid(`${field}.nodeTimeout`, String(nodeTimeout), `should match '${DURATION.source}'`)]),
      ];
    }),
  ];
}

function listOf(of: unknown, field: string): readonly Json[] {
  const list = isObject(of) ? of[field] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function oneOf(field: string, value: unknown, allowed: readonly string[]): readonly Cause[] {
  if (value === undefined) return [required(field)];
  if (allowed.includes(String(value))) return [];
  const supported = allowed.map((one) => `"${one}"`).join(', ');
  const message = `Unsupported value: "${String(value)}": supported values: ${supported}`;
  return [{ reason: 'FieldValueNotSupported', message, field }];
}

const required = (field: string): Cause => ({ reason: 'FieldValueRequired', message: 'Required value', field });

const invalid = (field: string, value: string, why: string): Cause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: "${value}": ${field} in body ${why}`,
  field,
});
