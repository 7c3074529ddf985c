import type { KubeObject } from '../objects.ts';
import { listPage, selectionOf } from './list.ts';
import { presented, whole } from './present.ts';
import type { KubeRequest } from './request.ts';
import { apiVersionOf } from './resources.ts';
import type { ResourceRoute } from './routes.ts';
import { type Answer, notFound } from './status.ts';
import { tableOf, wantsTable } from './table.ts';

/** The object of a path. @throws ApiError 404 */
export function theObject({ cluster }: KubeRequest, { resource, namespace, name = '' }: ResourceRoute): KubeObject {
  const object = cluster.store.get(resource.plural, namespace, name);
  if (!object) throw notFound(resource, name);
  return object;
}

export function get(request: KubeRequest, route: ResourceRoute): Answer {
  const object = theObject(request, route);
  const { resource } = route;
  const now = request.cluster.now();
  if (wantsTable(request.headers.accept)) {
    return { status: 200, body: tableOf(resource, [object], object.metadata.resourceVersion, request.query, now) };
  }
  return { status: 200, body: whole(object, resource, now) };
}

export function list(request: KubeRequest, { resource, namespace }: ResourceRoute): Answer {
  const { cluster, query } = request;
  const shelf = { store: cluster.store, snapshots: cluster.snapshots, now: () => cluster.now() };
  const page = listPage(shelf, selectionOf(resource, namespace, query), query);
  const now = cluster.now();
  const { items, ...metadata } = page;
  if (wantsTable(request.headers.accept)) {
    const table = tableOf(resource, items, page.resourceVersion, query, now);
    return { status: 200, body: { ...table, metadata } };
  }
  return {
    status: 200,
    body: {
      kind: `${resource.kind}List`,
      apiVersion: apiVersionOf(resource),
      metadata,
      items: items.map((item) => presented(item, resource, now)),
    },
  };
}
