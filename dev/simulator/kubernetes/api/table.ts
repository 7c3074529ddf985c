import type { Instant } from '../../../../shared/domain/time.ts';
import type { KubeObject } from '../objects.ts';
import { type Column, columnsOf } from './columns.ts';
import type { Resource } from './resources.ts';

export const wantsTable = (accept: string | undefined): boolean => /as=Table/.test(accept ?? '');

/** A list as rows and columns, as `kubectl get` shows it. */
export function tableOf(
  resource: Resource,
  items: readonly KubeObject[],
  resourceVersion: string,
  query: URLSearchParams,
  now: Instant,
) {
  const columns = columnsOf(resource);
  const include = query.get('includeObject') ?? 'Metadata';
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion },
    columnDefinitions: columns.map(definition),
    rows: items.map((object) => ({
      cells: columns.map((column) => column.cell(object, now)),
      object:
        include === 'None'
          ? null
          : include === 'Object'
            ? object
            : { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata },
    })),
  };
}

const definition = ({ name, type, description, priority }: Column) => ({
  name,
  type,
  format: name === 'Name' ? 'name' : '',
  description,
  priority,
});
