import { deletePod } from '../control-plane/pod-deletion.ts';
import type { KubeObject, Pod } from '../objects.ts';
import { type DeleteOptions, deleteOptions, isDryRun } from './bodies.ts';
import { selectionOf, selects } from './list.ts';
import { whole } from './present.ts';
import { theObject } from './read.ts';
import type { KubeRequest } from './request.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import type { ResourceRoute } from './routes.ts';
import { type Answer, ApiError } from './status.ts';

/** Asks for an object's deletion. @throws ApiError */
export function remove(request: KubeRequest, route: ResourceRoute): Answer {
  const { resource } = route;
  const { cluster } = request;
  const options = deleteOptions(request);
  const object = theObject(request, route);
  checkPreconditions(resource, object, options);
  if (resource.plural === 'pods') {
    const after = isDryRun(request, options) ? object : deletePod(cluster, object as Pod, options.gracePeriodSeconds);
    return { status: 200, body: whole(after, resource, cluster.now()) };
  }
  const kept = isDryRun(request, options) ? undefined : removeOther(request, resource, object);
  if (kept) return { status: 200, body: whole(kept, resource, cluster.now()) };
  const { name, uid } = object.metadata;
  const details = { name, ...(resource.group !== '' && { group: resource.group }), kind: resource.plural, uid };
  return { status: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } };
}

/** Deletes everything that is selected. */
export function removeAll(request: KubeRequest, { resource, namespace }: ResourceRoute): Answer {
  const { cluster } = request;
  const options = deleteOptions(request);
  const selection = selectionOf(resource, namespace, request.query);
  const found = cluster.store.list(resource.plural).filter((object) => selects(selection, object));
  if (!isDryRun(request, options)) {
    for (const object of found) {
      if (resource.plural === 'pods') deletePod(cluster, object as Pod, options.gracePeriodSeconds);
      else removeOther(request, resource, object);
    }
  }
  const metadata = { resourceVersion: String(cluster.store.revision) };
  return {
    status: 200,
    body: { kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata, items: found },
  };
}

/** @returns the object when a finalizer keeps it */
function removeOther({ cluster }: KubeRequest, { plural }: Resource, object: KubeObject): KubeObject | undefined {
  if ((object.metadata.finalizers ?? []).length === 0) {
    cluster.store.remove(plural, object);
    return undefined;
  }
  const metadata = { ...object.metadata, deletionTimestamp: cluster.stamp(), deletionGracePeriodSeconds: 0 };
  return cluster.store.put(plural, { ...object, metadata });
}

/** @throws ApiError 409 when it is not the object that the caller had in mind */
export function checkPreconditions(
  { kind, group }: Pick<Resource, 'kind' | 'group'>,
  { metadata }: KubeObject,
  { preconditions }: DeleteOptions,
): void {
  const refuse = (why: string) => {
    const message = `Operation cannot be fulfilled on ${kind} "${metadata.name}": ${why}`;
    throw new ApiError(409, 'Conflict', message, { name: metadata.name, ...(group !== '' && { group }), kind });
  };
  if (preconditions?.uid !== undefined && preconditions.uid !== metadata.uid) {
    refuse(
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== metadata.resourceVersion) {
    refuse(
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}
