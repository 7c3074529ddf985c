import type { Resource } from '../api/resources.ts';
import { badRequest } from '../api/status.ts';
import type { KubeObject } from '../objects.ts';

/** One condition of a field selector. */
export interface FieldTest {
  readonly path: string;
  readonly value: string;
  readonly equal: boolean;
}

/** A `fieldSelector` of a query, as in `status.phase!=Running,spec.nodeName=n1`. @throws ApiError 400 */
export function parseFieldSelector(text: string, resource: Resource): readonly FieldTest[] {
  return text
    .split(/(?<!\\),/)
    .filter((term) => term !== '')
    .map((term) => {
      const parts = /^(?<field>.*?)(?<operator>!=|==|=)(?<value>.*)$/s.exec(term)?.groups;
      if (!parts) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
      const { field = '', operator = '', value = '' } = parts;
      return { path: pathOf(field, resource), value: value.replace(/\\([\\,=])/g, '$1'), equal: operator !== '!=' };
    });
}

function pathOf(field: string, resource: Resource): string {
  if (field === 'metadata.name' || (field === 'metadata.namespace' && resource.namespaced)) return field;
  const path = resource.fields[field];
  if (path !== undefined) return path;
  if (resource.group === '' || resource.plural === 'jobs') throw badRequest(`field label not supported: ${field}`);
  throw badRequest(`"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
}

const IF_ABSENT: Readonly<Record<string, string>> = { 'spec.unschedulable': 'false', 'spec.hostNetwork': 'false' };

/** What a field selector sees in an object; what is absent is empty. */
export function fieldOf(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const part of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[part];
  if (value === undefined || value === null) return IF_ABSENT[path] ?? '';
  return String(value);
}

export const passes = (object: KubeObject, tests: readonly FieldTest[]): boolean =>
  tests.every(({ path, value, equal }) => (fieldOf(object, path) === value) === equal);
