import type { KubeObject } from '../../../dev/simulator/kubernetes/objects.ts';
import type { Exchange } from './recording.ts';

/** An object that was there and that no answer shows as it was. */
export interface Given {
  readonly plural: string;
  readonly name: string;
  /** Another object that it is like; absent: itself, as it was before its deletion was asked. */
  readonly like?: string;
  readonly change?: (object: KubeObject) => KubeObject;
}

/** What happens between the exchanges of a recording that is not an exchange itself. */
export interface Plan {
  /** Milliseconds that pass before an exchange, by its number. */
  readonly advance?: Readonly<Record<number, number>>;
  /** What others send before an exchange is compared, or while a watch runs. */
  readonly meanwhile?: Readonly<Record<number, readonly (Exchange['request'] | number)[]>>;
  readonly given?: readonly Given[];
  /** Nodes whose kubelet is dead from the beginning. */
  readonly silent?: readonly string[];
  /** Before which exchange the past is forgotten. */
  readonly compactBefore?: number;
}

const admin = { accept: 'application/json', authorization: 'Bearer <admin>' };
const send = (method: string, path: string, body?: unknown, type = 'application/json') => ({
  method,
  path,
  headers: { ...admin, 'content-type': type },
  ...(body !== undefined && { body }),
});

const watched = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'watched', labels: { app: 'watched' } },
  spec: {
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'watched',
        image: 'mcr.microsoft.com/demo/watched:1.0.0',
        resources: { requests: { cpu: '50m', memory: '64Mi' } },
      },
    ],
  },
};

const without =
  (...fields: string[]) =>
  (object: KubeObject): KubeObject => {
    const spec = Object.fromEntries(Object.entries(object.spec as object).filter(([field]) => !fields.includes(field)));
    const labels = Object.fromEntries(
      Object.entries(object.metadata.labels ?? {}).filter(([key]) => key !== 'touched'),
    );
    return { ...object, spec, metadata: { ...object.metadata, labels } };
  };

const USER1 = 'aks-user1-18590711-vmss000001';

export const PLANS: Readonly<Record<string, Plan>> = {
  'continue-expired-410': { compactBefore: 1 },
  'cordon-merge-patch': { advance: { 1: 100 } },
  'eviction-pending-pod': {
    given: [{ plural: 'pods', name: 'bad-image-74df98bb65-rcq6l', like: 'bad-image-74df98bb65-dkdv4' }],
  },
  'patch-invalid-422': { given: [{ plural: 'nodes', name: USER1, change: without('taints', 'unschedulable') }] },
  'update-conflict-409': { given: [{ plural: 'nodes', name: USER1, change: without('taints', 'unschedulable') }] },
  'cordon-strategic': { advance: { 1: 100, 3: 100, 4: 100 } },
  'deployment-scale': {
    advance: { 3: 3_000 },
    given: [
      {
        plural: 'deployments',
        name: 'cache',
        change: (object) => ({
          ...object,
          metadata: { ...object.metadata, generation: 1, resourceVersion: '938' },
          spec: { ...(object.spec as object), replicas: 2 },
        }),
      },
    ],
  },
  'eviction-created-201': { meanwhile: { 1: [3_000] } },
  'eviction-terminating-pod': {
    given: [
      { plural: 'pods', name: 'slow-to-go' },
      {
        plural: 'poddisruptionbudgets',
        name: 'slow',
        like: 'web',
        change: (object) => ({
          ...object,
          metadata: { ...object.metadata, namespace: 'ops' },
          spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'slow-to-go' } } },
          status: {
            observedGeneration: 1,
            disruptionsAllowed: 0,
            currentHealthy: 1,
            desiredHealthy: 0,
            expectedPods: 0,
          },
        }),
      },
    ],
  },
  'eviction-with-pdb-201': {
    advance: { 2: 100, 3: 500, 4: 5_000 },
    given: [{ plural: 'pods', name: 'web-7f6dbdf955-8ckcz', like: 'web-7f6dbdf955-kmzfr' }],
  },
  'pod-delete-graceful': { advance: { 2: 6_000 }, given: [{ plural: 'pods', name: 'going' }] },
  'pod-stuck-terminating': { advance: { 1: 4_000 }, given: [{ plural: 'pods', name: 'held' }] },
  'rollout-restart': { meanwhile: { 1: [20_000] } },
  'taint-noexecute': { meanwhile: { 1: [4_000] } },
  'node-delete': { advance: { 5: 2_500 } },
  'node-unreachable': { advance: { 3: 4_000 }, silent: ['aks-user1-18590711-vmss000002'] },
  'watch-pods': {
    meanwhile: {
      1: [
        send('POST', '/api/v1/namespaces/ops/pods', watched),
        2_500,
        send(
          'PATCH',
          '/api/v1/namespaces/ops/pods/watched',
          { metadata: { labels: { seen: 'yes' } } },
          'application/merge-patch+json',
        ),
        send('DELETE', '/api/v1/namespaces/ops/pods/watched', {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          gracePeriodSeconds: 1,
        }),
        2_000,
      ],
    },
  },
};
