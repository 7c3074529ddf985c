import { isDeepStrictEqual } from 'node:util';
import { without } from '../../model/without.ts';
import { finishDeletion } from '../control-plane/pod-deletion.ts';
import type { KubeObject, NewObject, Node, Pod } from '../objects.ts';
import { admit } from './admission.ts';
import { isDryRun, objectIn } from './bodies.ts';
import { patched } from './patch/index.ts';
import { isObject } from './patch/merge-patch.ts';
import { whole } from './present.ts';
import { theObject } from './read.ts';
import type { KubeRequest } from './request.ts';
import type { Resource } from './resources.ts';
import type { ResourceRoute } from './routes.ts';
import { checkTypes, unknownFields, withoutFields } from './schema.ts';
import { type Answer, alreadyExists, badRequest, conflict, invalid, notFound } from './status.ts';
import { validateChange, validateNew } from './validation.ts';

/** A new object. @throws ApiError */
export function create(request: KubeRequest, { resource, namespace }: ResourceRoute): Answer {
  const { cluster } = request;
  const { store } = cluster;
  const given = objectIn(request, resource);
  const unknown = strictly(request, resource, given);
  if (namespace !== undefined && !store.get('namespaces', undefined, namespace)) {
    throw notFound({ group: '', plural: 'namespaces' }, namespace);
  }
  const { metadata } = given;
  const name = metadata.name ?? `${metadata.generateName ?? ''}${cluster.suffix()}`;
  const object: KubeObject = {
    ...withoutFields(given, unknown),
    metadata: {
      ...metadata,
      name,
      ...(namespace !== undefined && { namespace }),
      uid: cluster.uid(`${resource.plural} ${namespace ?? ''}/${name}`),
      resourceVersion: '',
      ...(resource.generation && { generation: 1 }),
      creationTimestamp: cluster.stamp(),
    },
  };
  validateNew(resource, object);
  if (store.get(resource.plural, namespace, name)) throw alreadyExists(resource, name);
  const admitted = admit(cluster, resource, normal(object, resource));
  const stored = isDryRun(request) ? admitted : store.put(resource.plural, admitted);
  return { status: 201, headers: warnings(unknown), body: whole(stored, resource, cluster.now()) };
}

/** Puts an object in the place of the one that is there. @throws ApiError */
export function replace(request: KubeRequest, route: ResourceRoute): Answer {
  const { resource } = route;
  const given = objectIn(request, resource);
  const unknown = strictly(request, resource, given);
  const before = theObject(request, route);
  if (given.metadata.name !== undefined && given.metadata.name !== route.name) {
    throw badRequest(
      `the name of the object (${given.metadata.name}) does not match the name on the URL (${route.name})`,
    );
  }
  return change(request, route, before, withoutFields(given, unknown), warnings(unknown));
}

/** Changes parts of an object. @throws ApiError */
export function patch(request: KubeRequest, route: ResourceRoute): Answer {
  const { resource } = route;
  const before = theObject(request, route);
  const { after, patch: merged } = patched(before, request.text, request.headers['content-type']);
  if (merged !== undefined) checkTypes(merged);
  if (!isObject(after)) throw badRequest('the patch leaves no object');
  const object = without(after, 'kind', 'apiVersion');
  const unknown = unknownFields(resource.kind, object);
  if (unknown.length > 0 && request.query.get('fieldValidation') === 'Strict') {
    const text = JSON.stringify({ apiVersion: 'v1', kind: resource.kind, ...object });
    const message = `Invalid value: ${JSON.stringify(text)}: strict decoding error: unknown field "${unknown[0]}"`;
    throw invalid({ kind: '', group: '' }, '', [{ reason: 'FieldValueInvalid', message, field: 'patch' }]);
  }
  return change(request, route, before, withoutFields(object, unknown) as unknown as NewObject, warnings(unknown));
}

function change(
  request: KubeRequest,
  { resource, name = '', subresource }: ResourceRoute,
  before: KubeObject,
  wanted: NewObject,
  headers: Readonly<Record<string, string>>,
): Answer {
  const { cluster } = request;
  const version = wanted.metadata?.resourceVersion;
  if (version !== undefined && version !== '' && version !== before.metadata.resourceVersion)
    throw conflict(resource, name);
  const after = settled(resource, before, wanted, subresource);
  validateChange(resource, before, after);
  const stored =
    isDryRun(request) || equal(before, after) ? withVersion(after, before) : stow(request, resource, after);
  return { status: 200, headers, body: whole(stored, resource, cluster.now()) };
}

/** Stores an object; one that only a finalizer kept goes when the last finalizer does. */
function stow({ cluster }: KubeRequest, { plural }: Resource, object: KubeObject): KubeObject {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
  const waiting = deletionTimestamp !== undefined && (deletionGracePeriodSeconds ?? 0) === 0;
  if (!waiting || (finalizers ?? []).length > 0) return cluster.store.put(plural, object);
  if (plural === 'pods') return finishDeletion(cluster, object as Pod);
  cluster.store.remove(plural, object);
  return object;
}

/** What the server keeps of what was sent: its own fields, and either the specification or the status. */
function settled(
  resource: Resource,
  before: KubeObject,
  wanted: NewObject,
  subresource: string | undefined,
): KubeObject {
  const {
    uid,
    creationTimestamp,
    generation,
    deletionTimestamp,
    deletionGracePeriodSeconds,
    resourceVersion,
    name,
    namespace,
  } = before.metadata;
  const status = resource.subresources.includes('status');
  const metadata = {
    ...wanted.metadata,
    name,
    ...(namespace !== undefined && { namespace }),
    uid: wanted.metadata?.uid ?? uid,
    creationTimestamp,
    resourceVersion,
    ...(generation !== undefined && { generation }),
    ...(deletionTimestamp !== undefined && { deletionTimestamp, deletionGracePeriodSeconds }),
  };
  if (subresource === 'status') return { ...before, status: wanted.status };
  const object = normal({ ...wanted, metadata, ...(status && { status: before.status }) }, resource);
  if (!resource.generation || generation === undefined || isDeepStrictEqual(object.spec, before.spec)) return object;
  return { ...object, metadata: { ...object.metadata, generation: generation + 1 } };
}

/** Leaves out what is empty, as the server does. */
function normal(object: KubeObject, { plural }: Resource): KubeObject {
  const metadata: Record<string, unknown> = { ...object.metadata };
  for (const field of ['labels', 'annotations', 'finalizers', 'ownerReferences'])
    if (metadata[field] !== undefined && Object.keys(metadata[field] as object).length === 0) delete metadata[field];
  const result = { ...object, metadata: metadata as unknown as KubeObject['metadata'] };
  if (plural !== 'nodes') return result;
  const spec: Record<string, unknown> = { ...(object as Node).spec };
  if (spec.unschedulable !== true) delete spec.unschedulable;
  if ((spec.taints as unknown[] | undefined)?.length === 0) delete spec.taints;
  return { ...result, spec };
}

const withVersion = (object: KubeObject, { metadata }: KubeObject): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion: metadata.resourceVersion },
});

const equal = (a: KubeObject, b: KubeObject): boolean => isDeepStrictEqual(withVersion(a, b), b);

/** @returns unknown fields, of which the caller is warned @throws ApiError 400 where it wanted to be refused */
function strictly({ query }: KubeRequest, resource: Resource, object: NewObject): readonly string[] {
  const unknown = unknownFields(resource.kind, object);
  if (unknown.length > 0 && query.get('fieldValidation') === 'Strict') {
    throw badRequest(
      `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: strict decoding error: ${unknown.map((field) => `unknown field "${field}"`).join(', ')}`,
    );
  }
  return unknown;
}

const warnings = (unknown: readonly string[]): Record<string, string> =>
  unknown.length === 0 ? {} : { warning: unknown.map((field) => `299 - "unknown field \\"${field}\\""`).join(', ') };
