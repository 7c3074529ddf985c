import { isDeepStrictEqual } from 'node:util';
import type { KubeObject, Node, Pod, Taint, Workload } from '../objects.ts';
import { gateProblems } from './gate-schema.ts';
import { isOfGates, type Resource } from './resources.ts';
import { type Cause, invalid } from './status.ts';

const cause = (reason: string, field: string, message: string): Cause => ({ reason, message, field });
const bad = (field: string, value: unknown, why: string): Cause =>
  cause(
    'FieldValueInvalid',
    field,
    `Invalid value: ${typeof value === 'string' ? `"${value}"` : String(value)}: ${why}`,
  );

const NAME_PART =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const QUALIFIED =
  "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const isNamePart = (text: string) => /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(text) && text.length <= 63;

function keyProblems(field: string, key: string): Cause[] {
  const parts = key.split('/');
  if (parts.length > 2) return [bad(field, key, QUALIFIED)];
  const name = parts.at(-1) ?? '';
  if (name === '') return [bad(field, key, 'name part must be non-empty'), bad(field, key, NAME_PART)];
  return isNamePart(name) ? [] : [bad(field, key, NAME_PART)];
}

function labelProblems({ metadata }: KubeObject): Cause[] {
  return Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => [
    ...keyProblems('metadata.labels', key),
    ...(typeof value === 'string' && (value === '' || isNamePart(value))
      ? []
      : [bad('metadata.labels', value, LABEL_VALUE)]),
  ]);
}

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Taints are reported under `metadata.taints`: the server's own slip. */
function taintProblems(taints: readonly Taint[] = []): Cause[] {
  return taints.flatMap(({ key, effect }, at) => [
    ...keyProblems(`metadata.taints[${at}].key`, key),
    ...(EFFECTS.includes(effect)
      ? []
      : [
          cause(
            'FieldValueNotSupported',
            `metadata.taints[${at}].effect`,
            `Unsupported value: "${effect}": supported values: ${EFFECTS.map((one) => `"${one}"`).join(', ')}`,
          ),
        ]),
  ]);
}

function podProblems({ spec }: Pod): Cause[] {
  if (Array.isArray(spec?.containers) && spec.containers.length > 0) return [];
  return [cause('FieldValueRequired', 'spec.containers', 'Required value')];
}

function nameProblems({ metadata }: KubeObject): Cause[] {
  return /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(metadata.name) ? [] : [bad('metadata.name', metadata.name, SUBDOMAIN)];
}

function replicaProblems({ spec }: Workload): Cause[] {
  const replicas = spec?.replicas;
  return replicas !== undefined && replicas < 0
    ? [bad('spec.replicas', replicas, 'must be greater than or equal to 0')]
    : [];
}

function problemsOf(resource: Resource, object: KubeObject, change: boolean): Cause[] {
  if (resource.plural === 'nodes') {
    // A change of a node is checked several times over, and each time tells again what it found.
    const labels = labelProblems(object);
    const taints = taintProblems((object as Node).spec?.taints);
    return change ? [...labels, ...taints, ...labels, ...labels, ...taints, ...labels] : [...labels, ...taints];
  }
  if (isOfGates(resource.group)) return [...labelProblems(object), ...gateProblems(resource, object)];
  if (resource.plural === 'pods') return [...labelProblems(object), ...podProblems(object as Pod)];
  return [...labelProblems(object), ...(resource.group === 'apps' ? replicaProblems(object as Workload) : [])];
}

/** @throws ApiError 422 */
export function validateNew(resource: Resource, object: KubeObject): void {
  const problems = [...nameProblems(object), ...problemsOf(resource, object, false)];
  if (problems.length > 0) throw invalid(resource, object.metadata.name, problems);
}

/** @throws ApiError 422 */
export function validateChange(resource: Resource, before: KubeObject, after: KubeObject): void {
  const problems = [...changed(resource, before, after), ...problemsOf(resource, after, true)];
  if (problems.length > 0) throw invalid(resource, before.metadata.name, problems);
}

function changed(resource: Resource, before: KubeObject, after: KubeObject): Cause[] {
  const problems: Cause[] = [];
  if (after.metadata.uid !== before.metadata.uid) {
    const fixed = bad('metadata.uid', after.metadata.uid, 'field is immutable');
    problems.push(fixed, fixed);
  }
  if (resource.plural === 'nodes' && (after as Node).spec?.podCIDR !== (before as Node).spec?.podCIDR) {
    problems.push(
      cause(
        'FieldValueForbidden',
        'spec.podCIDRs',
        'Forbidden: node updates may not change podCIDR except from "" to valid',
      ),
    );
  }
  if (resource.plural === 'pods' && !isDeepStrictEqual(fixedPart(after as Pod), fixedPart(before as Pod))) {
    problems.push(
      cause(
        'FieldValueForbidden',
        'spec',
        'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
      ),
    );
  }
  return problems;
}

/** What no one may change of a pod. */
const fixedPart = ({ spec }: Pod): unknown => ({
  ...spec,
  tolerations: undefined,
  containers: spec.containers.map((one) => ({ ...one, image: '' })),
  initContainers: spec.initContainers?.map((one) => ({ ...one, image: '' })),
});
