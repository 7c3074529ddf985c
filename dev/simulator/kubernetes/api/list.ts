import type { Instant } from '../../../../shared/domain/time.ts';
import type { KubeObject } from '../objects.ts';
import { type FieldTest, parseFieldSelector, passes } from '../selectors/fields.ts';
import { type LabelTest, parseLabelSelector, SelectorError } from '../selectors/labels.ts';
import { keyOf } from '../store/collection.ts';
import type { Snapshots } from '../store/snapshots.ts';
import type { Store } from '../store/store.ts';
import { continueToken, expired, readContinueToken, tooNew, tooOld } from './paging.ts';
import { EVENTS, type Resource } from './resources.ts';
import { badRequest } from './status.ts';

/** Which objects of a kind are meant. */
export interface Selection {
  readonly resource: Resource;
  readonly namespace: string | undefined;
  readonly fields: readonly FieldTest[];
  readonly labels: LabelTest | undefined;
}

export interface Page {
  readonly resourceVersion: string;
  readonly items: readonly KubeObject[];
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

export interface Shelf {
  readonly store: Store;
  readonly snapshots: Snapshots;
  readonly now: () => Instant;
}

/** @throws ApiError 400 for a selector that cannot be read */
export function selectionOf(resource: Resource, namespace: string | undefined, query: URLSearchParams): Selection {
  const labels = query.get('labelSelector') ?? '';
  try {
    return {
      resource,
      namespace,
      fields: parseFieldSelector(query.get('fieldSelector') ?? '', resource),
      labels: labels === '' ? undefined : parseLabelSelector(labels),
    };
  } catch (error) {
    if (error instanceof SelectorError) throw badRequest(error.message);
    throw error;
  }
}

export const selects = ({ namespace, fields, labels }: Selection, object: KubeObject): boolean =>
  (namespace === undefined || object.metadata.namespace === namespace) &&
  passes(object, fields) &&
  (labels === undefined || labels(object.metadata.labels ?? {}));

/** One page of a list, or all of it. @throws ApiError 400, 410 or 504 as the server does */
export function listPage(shelf: Shelf, selection: Selection, query: URLSearchParams): Page {
  const { resource, namespace } = selection;
  const limit = Number(query.get('limit') ?? 0) || Number.POSITIVE_INFINITY;
  const token = query.get('continue') ?? '';
  const { revision, after, objects } =
    token === '' ? first(shelf, selection, query, limit) : rest(shelf, selection, query, token);

  const start = lowerBound(objects, after ?? (namespace === undefined ? '' : `${namespace}/`), after !== undefined);
  const filtered = selection.fields.length > 0 || selection.labels !== undefined;
  const items: KubeObject[] = [];
  let at = start;
  let more = false;
  for (; at < objects.length; at++) {
    const object = objects[at] as KubeObject;
    if (namespace !== undefined && object.metadata.namespace !== namespace) break;
    if (!selects(selection, object)) continue;
    if (items.length >= limit) {
      more = true;
      break;
    }
    items.push(object);
  }
  const last = items.at(-1);
  if (!more || !last) return { resourceVersion: String(revision), items };
  const end = namespace === undefined ? objects.length : lowerBound(objects, `${namespace}/\uffff`, true);
  const after2 = namespace === undefined ? keyOf(last) : last.metadata.name;
  return {
    resourceVersion: String(revision),
    items,
    continue: continueToken({ revision, after: after2 }, resource.plural !== EVENTS.plural),
    ...(!filtered && { remainingItemCount: end - at }),
  };
}

interface Source {
  readonly revision: number;
  readonly objects: readonly KubeObject[];
  /** Key after which the page begins. */
  readonly after?: string;
}

function first(shelf: Shelf, selection: Selection, query: URLSearchParams, limit: number): Source {
  const { store, snapshots } = shelf;
  const { plural } = selection.resource;
  const asked = query.get('resourceVersion') ?? '';
  const wanted = Number(asked);
  if (asked !== '' && !/^\d+$/.test(asked)) {
    throw badRequest(
      `resourceVersion: Invalid value: "${asked}": strconv.ParseUint: parsing "${asked}": invalid syntax`,
    );
  }
  if (wanted > store.revision) throw tooNew(wanted, store.revision);
  if (query.get('resourceVersionMatch') === 'Exact' && asked !== '') {
    const objects = snapshots.at(plural, wanted);
    if (!objects) throw tooOld();
    return { revision: wanted, objects };
  }
  const node = selection.fields.find(({ path, equal }) => path === 'spec.nodeName' && equal);
  if (plural === 'pods' && node && node.value !== '') {
    return { revision: store.revision, objects: byNode(store, node.value) };
  }
  return {
    revision: store.revision,
    objects: limit === Number.POSITIVE_INFINITY ? store.list(plural) : snapshots.take(plural),
  };
}

function rest({ store, snapshots }: Shelf, selection: Selection, query: URLSearchParams, token: string): Source {
  const asked = query.get('resourceVersion') ?? '';
  if (asked !== '' && asked !== '0') throw badRequest('specifying resource version is not allowed when using continue');
  const { revision, after } = readContinueToken(token);
  const { plural } = selection.resource;
  const key = selection.namespace === undefined ? after : `${selection.namespace}/${after}`;
  if (revision < 0) return { revision: store.revision, objects: store.list(plural), after: key };
  const objects = snapshots.at(plural, revision);
  if (!objects) throw expired(after);
  return { revision, objects, after: key };
}

/** A node's pods are looked up, so that a drain does not walk through all pods of a large cluster. */
const byNode = (store: Store, node: string): readonly KubeObject[] =>
  store.by('pods', 'node', node).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

/** The first object whose key is at or (`beyond`) after `key`. */
function lowerBound(objects: readonly KubeObject[], key: string, beyond: boolean): number {
  let low = 0;
  let high = objects.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = keyOf(objects[middle] as KubeObject);
    if (beyond ? other <= key : other < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
