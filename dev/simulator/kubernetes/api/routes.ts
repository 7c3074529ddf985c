import { apiVersionOf, findResource, GATE_RESOURCES, isOfGates, RESOURCES, type Resource } from './resources.ts';

/** What a path means. */
export type Route =
  | { readonly to: 'version' | 'core-versions' | 'groups' }
  | { readonly to: 'group'; readonly group: string }
  | { readonly to: 'resources'; readonly apiVersion: string }
  | { readonly to: 'health'; readonly check: string }
  | { readonly to: 'review'; readonly resource: 'selfsubjectaccessreviews' | 'selfsubjectrulesreviews' }
  | ResourceRoute
  /** A group that is not known at all. */
  | { readonly to: 'nowhere' }
  /** A group that is known, and nothing at this path in it. */
  | { readonly to: 'no-resource' };

export interface ResourceRoute {
  readonly to: 'resource';
  readonly resource: Resource;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

export const AUTHORIZATION = 'authorization.k8s.io/v1';

const ALL = [...RESOURCES, ...GATE_RESOURCES];
const groups = new Set([...ALL.map((one) => one.group), 'authorization.k8s.io', 'autoscaling']);
const groupVersions = new Set([...ALL.map(apiVersionOf), AUTHORIZATION]);

export function routeOf(path: string): Route {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const [root = '', ...rest] = parts;
  if (root === 'version') return { to: 'version' };
  if (root === 'healthz' || root === 'livez' || root === 'readyz') return { to: 'health', check: root };
  if (root === 'api') {
    const [version, ...below] = rest;
    if (version === undefined) return { to: 'core-versions' };
    return version === 'v1' ? inGroupVersion('v1', below) : { to: 'no-resource' };
  }
  if (root !== 'apis') return { to: 'nowhere' };
  const [group, version, ...below] = rest;
  if (group === undefined) return { to: 'groups' };
  if (!groups.has(group)) return { to: 'nowhere' };
  if (version === undefined) return { to: 'group', group };
  return inGroupVersion(`${group}/${version}`, below);
}

/** The same in one cluster: where the gate's resources are not installed, nobody has heard of them. */
export function routeIn({ healthGates }: { readonly healthGates: boolean }, path: string): Route {
  const [root, group = ''] = path.split('/').filter((part) => part !== '');
  return !healthGates && root === 'apis' && isOfGates(group) ? { to: 'nowhere' } : routeOf(path);
}

function inGroupVersion(apiVersion: string, parts: readonly string[]): Route {
  if (!groupVersions.has(apiVersion)) return { to: 'no-resource' };
  const [first, second, third, ...more] = parts;
  if (first === undefined) return { to: 'resources', apiVersion };
  if (apiVersion === AUTHORIZATION) {
    return first === 'selfsubjectaccessreviews' || first === 'selfsubjectrulesreviews'
      ? { to: 'review', resource: first }
      : { to: 'no-resource' };
  }
  // `namespaces/shop/pods/x` is a pod, `namespaces/shop` and `namespaces/shop/status` are the namespace.
  const inNamespace = first === 'namespaces' && third !== undefined && third !== 'status' && third !== 'finalize';
  const resource = findResource(apiVersion, inNamespace ? third : first);
  if (!resource) return { to: 'no-resource' };
  const [name, subresource, tooMuch] = inNamespace ? more : [second, third, more[0]];
  if (tooMuch !== undefined || inNamespace !== (resource.namespaced && (inNamespace || name !== undefined)))
    return { to: 'no-resource' };
  if (subresource !== undefined && !resource.subresources.some((one) => one === subresource))
    return { to: 'no-resource' };
  return {
    to: 'resource',
    resource,
    ...(inNamespace && { namespace: second as string }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
  };
}
