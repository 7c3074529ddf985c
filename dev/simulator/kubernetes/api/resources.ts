/** The kinds that the API serves, in the words of discovery. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural name: in paths, in messages, and the name in the store. */
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
  readonly subresources: readonly Subresource[];
  /** Fields beside `metadata.name` (and `metadata.namespace`) that a field selector may name. */
  readonly fields: Readonly<Record<string, string>>;
  /** Changes of the specification are counted in `metadata.generation`. */
  readonly generation: boolean;
}

export type Subresource = 'status' | 'scale' | 'eviction';

const self = (...paths: string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(paths.map((path) => [path, path]));

type Options = Partial<
  Pick<Resource, 'shortNames' | 'categories' | 'storageVersionHash' | 'subresources' | 'fields' | 'generation'>
>;

function resource(
  apiVersion: string,
  kind: string,
  plural: string,
  namespaced: boolean,
  options: Options = {},
): Resource {
  const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced,
    subresources: [],
    fields: {},
    generation: false,
    ...options,
  };
}

const involved = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];
const workload = { categories: ['all'], generation: true } as const;

export const PODS = resource('v1', 'Pod', 'pods', true, {
  shortNames: ['po'],
  categories: ['all'],
  storageVersionHash: 'xPOwRZ+Yhw8=',
  subresources: ['eviction', 'status'],
  generation: true,
  fields: self(
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ),
});
export const NODES = resource('v1', 'Node', 'nodes', false, {
  shortNames: ['no'],
  storageVersionHash: 'XwShjMxG9Fs=',
  subresources: ['status'],
  fields: self('spec.unschedulable'),
});
export const EVENTS = resource('v1', 'Event', 'events', true, {
  shortNames: ['ev'],
  storageVersionHash: 'r2yiGXH7wu8=',
  fields: {
    ...self('reason', 'reportingComponent', 'type', ...involved.map((field) => `involvedObject.${field}`)),
    source: 'source.component',
  },
});
/** The same objects in newer words. */
export const NEW_EVENTS = resource('events.k8s.io/v1', 'Event', 'events', true, {
  shortNames: ['ev'],
  storageVersionHash: 'r2yiGXH7wu8=',
  fields: {
    ...self('reason', 'type'),
    reportingController: 'reportingComponent',
    ...Object.fromEntries(involved.map((field) => [`regarding.${field}`, `involvedObject.${field}`])),
  },
});

/** In the order in which discovery tells them. */
export const RESOURCES: readonly Resource[] = [
  EVENTS,
  resource('v1', 'Namespace', 'namespaces', false, {
    shortNames: ['ns'],
    storageVersionHash: 'Q3oi5N2YM8M=',
    subresources: ['status'],
    fields: self('status.phase'),
  }),
  NODES,
  resource('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', true, {
    shortNames: ['pvc'],
    storageVersionHash: 'QWTyNDq0dC4=',
    subresources: ['status'],
  }),
  resource('v1', 'PersistentVolume', 'persistentvolumes', false, {
    shortNames: ['pv'],
    storageVersionHash: 'HN/zwEC+JgM=',
    subresources: ['status'],
  }),
  PODS,
  resource('v1', 'Service', 'services', true, {
    shortNames: ['svc'],
    categories: ['all'],
    storageVersionHash: '0/CO1lhkEBI=',
    subresources: ['status'],
  }),
  resource('v1', 'ServiceAccount', 'serviceaccounts', true, { shortNames: ['sa'], storageVersionHash: 'pbx9ZvyFpBE=' }),
  resource('apps/v1', 'DaemonSet', 'daemonsets', true, { ...workload, shortNames: ['ds'], subresources: ['status'] }),
  resource('apps/v1', 'Deployment', 'deployments', true, {
    ...workload,
    shortNames: ['deploy'],
    subresources: ['scale', 'status'],
  }),
  resource('apps/v1', 'ReplicaSet', 'replicasets', true, {
    ...workload,
    shortNames: ['rs'],
    subresources: ['scale', 'status'],
    fields: self('status.replicas'),
  }),
  resource('apps/v1', 'StatefulSet', 'statefulsets', true, {
    ...workload,
    shortNames: ['sts'],
    subresources: ['scale', 'status'],
  }),
  NEW_EVENTS,
  resource('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', true, {
    shortNames: ['hpa'],
    categories: ['all'],
    subresources: ['status'],
  }),
  resource('batch/v1', 'CronJob', 'cronjobs', true, { ...workload, shortNames: ['cj'], subresources: ['status'] }),
  resource('batch/v1', 'Job', 'jobs', true, {
    ...workload,
    subresources: ['status'],
    fields: self('status.successful'),
  }),
  resource('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', true, {
    shortNames: ['netpol'],
    generation: true,
  }),
  resource('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', true, {
    shortNames: ['pdb'],
    storageVersionHash: 'EVWiDmWqyJw=',
    subresources: ['status'],
    generation: true,
  }),
  resource('storage.k8s.io/v1', 'CSIDriver', 'csidrivers', false),
  resource('storage.k8s.io/v1', 'CSINode', 'csinodes', false),
  resource('storage.k8s.io/v1', 'StorageClass', 'storageclasses', false, { shortNames: ['sc'] }),
  resource('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', false, {
    categories: ['api-extensions'],
    generation: true,
  }),
  resource(
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    'validatingwebhookconfigurations',
    false,
    {
      categories: ['api-extensions'],
      generation: true,
    },
  ),
  resource('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', false, { shortNames: ['pc'], generation: true }),
  resource('coordination.k8s.io/v1', 'Lease', 'leases', true),
  resource('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses', false),
];

/** AKS's upgrade health gate (preview): only where its CRDs are installed. */
export const GATE_RESOURCES: readonly Resource[] = [
  resource('health.aks.io/v1alpha1', 'HealthCheckRequest', 'healthcheckrequests', false, {
    shortNames: ['hcr'],
    generation: true,
  }),
  resource('health.aks.io/v1alpha1', 'HealthSignal', 'healthsignals', false, {
    shortNames: ['hs'],
    subresources: ['status'],
    generation: true,
  }),
  resource('upgrade.aks.io/v1alpha1', 'UpgradeGatePolicy', 'upgradegatepolicies', false, {
    shortNames: ['ugp'],
    generation: true,
  }),
];

export const isOfGates = (group: string): boolean => GATE_RESOURCES.some((one) => one.group === group);

export const apiVersionOf = ({ group, version }: Pick<Resource, 'group' | 'version'>): string =>
  group === '' ? version : `${group}/${version}`;

/** `daemonsets.apps`, or `pods` in the core group: how messages call a kind. */
export const qualified = ({ group, plural }: Pick<Resource, 'group' | 'plural'>): string =>
  group === '' ? plural : `${plural}.${group}`;

const byPath = new Map([...RESOURCES, ...GATE_RESOURCES].map((one) => [`${apiVersionOf(one)}/${one.plural}`, one]));

export const findResource = (apiVersion: string, plural: string): Resource | undefined =>
  byPath.get(`${apiVersion}/${plural}`);

/** The kinds that can be created through other kinds' owners, by kind. */
export const resourceOfKind = (kind: string): Resource | undefined => RESOURCES.find((one) => one.kind === kind);
