import { authorize } from '../access/authorizer.ts';
import { accessReview, rulesReview } from './access-review.ts';
import { remove, removeAll } from './delete.ts';
import { apiGroup, coreVersions, groupList, resourceList } from './discovery.ts';
import { evict } from './eviction.ts';
import { get, list } from './read.ts';
import { type KubeRequest, verbOf } from './request.ts';
import { type ResourceRoute, type Route, routeIn } from './routes.ts';
import { scale } from './scale.ts';
import { type Answer, ApiError, noSuchResource } from './status.ts';
import { create, patch, replace } from './write.ts';

/** Operation and kind of a request, for logs and faults: `kubernetes.pods.list`. */
export function operationName(method: string, route: Route, watch: boolean): string {
  if (route.to !== 'resource') return `kubernetes.${route.to}`;
  const { resource, subresource, name } = route;
  const what = subresource === undefined ? resource.plural : `${resource.plural}.${subresource}`;
  return `kubernetes.${what}.${verbOf(method, name !== undefined, watch)}`;
}

/** Answers a request that is no watch. Refusals are answers too. */
export function answerTo(request: KubeRequest): Answer {
  try {
    return routed(request, routeIn(request.cluster, request.path));
  } catch (error) {
    if (error instanceof ApiError) return error.answer();
    throw error;
  }
}

function routed(request: KubeRequest, route: Route): Answer {
  switch (route.to) {
    case 'version':
      return { status: 200, body: versionOf(request.cluster.version) };
    case 'health':
      return { status: 200, body: 'ok' };
    case 'core-versions':
      return { status: 200, body: coreVersions(request.host) };
    case 'groups':
      return { status: 200, body: groupList(request.cluster.healthGates) };
    case 'group':
      return { status: 200, body: apiGroup(route.group) };
    case 'resources':
      return { status: 200, body: resourceList(route.apiVersion) };
    case 'review':
      return route.resource === 'selfsubjectaccessreviews' ? accessReview(request) : rulesReview(request);
    case 'nowhere':
      return { status: 404, body: '404 page not found\n' };
    case 'no-resource':
      throw noSuchResource();
    case 'resource':
      return withResource(request, route);
  }
}

function withResource(request: KubeRequest, route: ResourceRoute): Answer {
  allow(request, route, false);
  if (route.subresource === 'eviction' && request.method === 'POST') return evict(request, route);
  if (route.subresource === 'scale' && ['GET', 'PUT', 'PATCH'].includes(request.method)) return scale(request, route);
  switch (`${request.method} ${route.name === undefined ? 'all' : 'one'}`) {
    case 'GET one':
      return get(request, route);
    case 'GET all':
      return list(request, route);
    case 'POST all':
      return create(request, route);
    case 'PUT one':
      return replace(request, route);
    case 'PATCH one':
      return patch(request, route);
    case 'DELETE one':
      return remove(request, route);
    case 'DELETE all':
      return removeAll(request, route);
    default:
      throw new ApiError(
        405,
        'MethodNotAllowed',
        'the server does not allow this method on the requested resource',
        {},
      );
  }
}

/** @throws ApiError 403 */
export function allow({ who, denied, method }: KubeRequest, route: ResourceRoute, watch: boolean): void {
  const { resource, namespace, name, subresource } = route;
  authorize(
    who,
    {
      verb: verbOf(method, name !== undefined, watch),
      group: resource.group,
      resource: resource.plural,
      ...(subresource !== undefined && { subresource }),
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
    },
    denied,
  );
}

/** Build facts are those of no real build; the rest is what a server of that version says. */
function versionOf(version: string): object {
  const [major = '1', minor = '0'] = version.split('.');
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1),
    gitVersion: `v${version}`,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'go1.24.4',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}
