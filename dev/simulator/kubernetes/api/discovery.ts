import { apiVersionOf, GATE_RESOURCES, isOfGates, RESOURCES, type Resource, type Subresource } from './resources.ts';
import { AUTHORIZATION } from './routes.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** Groups that are served, the core one left out, in the order of first mention. */
const groups = (): Map<string, Set<string>> => {
  const found = new Map<string, Set<string>>();
  for (const { group, version } of [
    ...RESOURCES,
    { group: 'authorization.k8s.io', version: 'v1' },
    ...GATE_RESOURCES,
  ]) {
    if (group === '') continue;
    found.set(group, (found.get(group) ?? new Set()).add(version));
  }
  return found;
};

/** @param host `127.0.0.1:PORT` */
export const coreVersions = (host: string): object => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
});

/** @param withGates whether the resources of AKS's upgrade health gate are installed */
export const groupList = (withGates: boolean): object => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: [...groups().keys()].filter((group) => withGates || !isOfGates(group)).map(groupEntry),
});

export const apiGroup = (name: string): object => ({ kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(name) });

function groupEntry(name: string) {
  const versions = [...(groups().get(name) ?? [])].map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

export function resourceList(apiVersion: string): object {
  const served = [...RESOURCES, ...GATE_RESOURCES].filter((one) => apiVersionOf(one) === apiVersion);
  const resources =
    apiVersion === AUTHORIZATION
      ? REVIEWS
      : served.flatMap((one) => [entry(one), ...one.subresources.map((sub) => subEntry(one, sub))]);
  // Only the core group's list has no apiVersion of its own.
  return {
    kind: 'APIResourceList',
    ...(apiVersion !== 'v1' && { apiVersion: 'v1' }),
    groupVersion: apiVersion,
    resources,
  };
}

const REVIEWS = ['SelfSubjectAccessReview', 'SelfSubjectRulesReview'].map((kind) => ({
  name: `${kind.toLowerCase()}s`,
  singularName: kind.toLowerCase(),
  namespaced: false,
  kind,
  verbs: ['create'],
}));

const entry = (one: Resource): object => ({
  name: one.plural,
  singularName: one.singular,
  namespaced: one.namespaced,
  kind: one.kind,
  verbs: one.plural === 'namespaces' ? VERBS.filter((verb) => verb !== 'deletecollection') : VERBS,
  ...(one.shortNames && { shortNames: one.shortNames }),
  ...(one.categories && { categories: one.categories }),
  ...(one.storageVersionHash !== undefined && { storageVersionHash: one.storageVersionHash }),
});

function subEntry(one: Resource, sub: Subresource): object {
  const shared = { name: `${one.plural}/${sub}`, singularName: '', namespaced: one.namespaced };
  switch (sub) {
    case 'eviction':
      return { ...shared, group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] };
    case 'scale':
      return { ...shared, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get', 'patch', 'update'] };
    case 'status':
      return { ...shared, kind: one.kind, verbs: ['get', 'patch', 'update'] };
  }
}
