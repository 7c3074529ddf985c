import { expect, test } from 'vitest';
import { nodeOf } from '../../../shared/adapters/kubernetes/node-facts.ts';
import { budgetOf, volumeOf } from '../../../shared/adapters/kubernetes/object-facts.ts';
import { podOf } from '../../../shared/adapters/kubernetes/pod-facts.ts';
import type { RawPodSpec } from '../../../shared/adapters/kubernetes/raw.ts';
import { share } from '../../../shared/adapters/kubernetes/share.ts';
import { webhooksOf } from '../../../shared/adapters/kubernetes/webhook-facts.ts';
import { workloadOf } from '../../../shared/adapters/kubernetes/workload-facts.ts';

const pod = (spec: RawPodSpec, meta = {}) =>
  podOf({ metadata: { name: 'p', namespace: 'shop', ...meta }, spec }, share());
const container = (requests: Record<string, string>, more = {}) => ({ resources: { requests }, ...more });

test('a pod that says nothing has nothing, and the usual 30 seconds of grace', () => {
  expect(podOf({ metadata: {} }, share())).toEqual({
    namespace: '',
    name: '',
    labels: {},
    phase: 'Unknown',
    ready: false,
    graceSeconds: 30,
    finalizers: [],
    mirror: false,
    restarts: 0,
    cpu: 0,
    memory: 0,
    nodeSelector: {},
    nodeAffinity: [],
    antiAffinityTopologies: [],
    tolerations: [],
    claims: [],
    leaning: {
      hostNetwork: false,
      hostPid: false,
      privileged: false,
      hostPaths: [],
      emptyDir: false,
      seccompProfiles: [],
      appArmorProfiles: [],
      sysctls: [],
      capabilities: [],
      devices: [],
      images: [],
    },
  });
});

test.each([
  ['containers add up', { containers: [container({ cpu: '100m' }), container({ cpu: '1' })] }, 1_100],
  ['a limit alone is the request', { containers: [{ resources: { limits: { cpu: '2' } } }] }, 2_000],
  [
    'a larger init container counts alone',
    { containers: [container({ cpu: '100m' })], initContainers: [container({ cpu: '3' })] },
    3_000,
  ],
  [
    'a sidecar runs beside the containers',
    {
      containers: [container({ cpu: '100m' })],
      initContainers: [container({ cpu: '3' }, { restartPolicy: 'Always' })],
    },
    3_100,
  ],
  [
    'an init container runs beside the sidecars before it',
    {
      containers: [container({ cpu: '100m' })],
      initContainers: [container({ cpu: '500m' }, { restartPolicy: 'Always' }), container({ cpu: '1' })],
    },
    1_500,
  ],
  ['the runtime class takes its part', { containers: [container({ cpu: '1' })], overhead: { cpu: '250m' } }, 1_250],
])('what a pod asks for: %s', (_, spec, cpu) => {
  expect(pod(spec).cpu).toBe(cpu);
});

test('a pod on its way out was asked to go when its grace period began', () => {
  const going = pod({}, { deletionTimestamp: '2026-11-20T08:01:00Z', deletionGracePeriodSeconds: 60 });
  expect(going.terminatingSince).toBe(Date.UTC(2026, 10, 20, 8));
  expect(pod({}, { deletionTimestamp: 'soon' }).terminatingSince).toBeUndefined();
});

test('a pod on its way out has the grace period that its deletion gave it, not its own', () => {
  const own = { terminationGracePeriodSeconds: 30 };
  expect(pod(own, { deletionGracePeriodSeconds: 3600 }).graceSeconds).toBe(3600);
  expect(pod(own, { deletionGracePeriodSeconds: 0 }).graceSeconds).toBe(0);
  expect(pod(own).graceSeconds).toBe(30);
});

test('only a controller recreates a pod; a node that owns a static pod does not', () => {
  const owned = (ownerReferences: unknown) => pod({}, { ownerReferences }).owner;
  expect(owned([{ kind: 'ReplicaSet', name: 'rs', controller: true }])).toEqual({ kind: 'ReplicaSet', name: 'rs' });
  expect(owned([{ kind: 'ReplicaSet', name: 'rs' }])).toBeUndefined();
  expect(owned([{ kind: 'Node', name: 'n', controller: true }])).toBeUndefined();
});

test('what a pod takes from its node is found in every container, sorted and once', () => {
  const { leaning } = pod(
    {
      hostNetwork: true,
      hostPID: true,
      runtimeClassName: 'kata',
      securityContext: {
        sysctls: [{ name: 'net.core.somaxconn' }],
        seccompProfile: { type: 'Localhost', localhostProfile: 'audit.json' },
      },
      containers: [
        { image: 'b', securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN', 'BPF'] } } },
        { image: 'a', securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } },
      ],
      initContainers: [{ image: 'b', resources: { limits: { 'nvidia.com/gpu': '1', cpu: '1' } } }],
      volumes: [
        { name: 'v', hostPath: { path: '/lib/modules' } },
        { name: 'e', emptyDir: {} },
      ],
    },
    { annotations: { 'container.apparmor.security.beta.kubernetes.io/b': 'localhost/deny-write' } },
  );
  expect(leaning).toEqual({
    hostNetwork: true,
    hostPid: true,
    privileged: true,
    hostPaths: ['/lib/modules'],
    emptyDir: true,
    seccompProfiles: ['audit.json'],
    appArmorProfiles: ['deny-write'],
    sysctls: ['net.core.somaxconn'],
    runtimeClass: 'kata',
    capabilities: ['BPF', 'SYS_ADMIN'],
    devices: ['nvidia.com/gpu'],
    images: ['a', 'b'],
  });
});

test('anti-affinity counts when it keeps pods of the same labels apart', () => {
  const apart = (matchLabels: Record<string, string>) =>
    pod(
      {
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } },
            ],
          },
        },
      },
      { labels: { app: 'cart' } },
    ).antiAffinityTopologies;
  expect([apart({ app: 'cart' }), apart({ app: 'other' })]).toEqual([['kubernetes.io/hostname'], []]);
});

test('an ephemeral volume’s claim is named after its pod', () => {
  const volumes = [
    { name: 'data', persistentVolumeClaim: { claimName: 'data-p' } },
    { name: 'scratch', ephemeral: {} },
  ];
  expect(pod({ volumes }).claims).toEqual(['data-p', 'p-scratch']);
});

test('pods of one workload share what they have in common', () => {
  const shared = share();
  const one = podOf({ metadata: { name: 'a', labels: { app: 'x' } } }, shared);
  const two = podOf({ metadata: { name: 'b', labels: { app: 'x' } } }, shared);
  expect([two.labels === one.labels, two.leaning === one.leaning]).toEqual([true, true]);
});

test('a node tells its pool and image by its labels, and an unknown readiness is not ready', () => {
  const labels = {
    'kubernetes.azure.com/agentpool': 'apps',
    'kubernetes.azure.com/node-image-version': 'AKSUbuntu-2204gen2containerd-202410.27.0-2024.12.01',
    'topology.kubernetes.io/zone': 'westeurope-1',
  };
  const status = { conditions: [{ type: 'Ready', status: 'Unknown' }], allocatable: { cpu: '3860m', pods: '110' } };
  expect(nodeOf({ metadata: { name: 'n', labels }, status }, share())).toEqual({
    name: 'n',
    pool: 'apps',
    imageVersion: 'AKSUbuntu-2204gen2containerd-202410.27.0-2024.12.01',
    zone: 'westeurope-1',
    ready: false,
    unschedulable: false,
    taints: [],
    labels,
    cpu: 3_860,
    memory: 0,
    podLimit: 110,
  });
});

test.each([
  [2, 2, true],
  [2, 1, false],
  [1, undefined, false],
])('a budget of generation %s with a status of %s is observed: %s', (generation, observedGeneration, observed) => {
  const status = observedGeneration === undefined ? undefined : { observedGeneration };
  expect(budgetOf({ metadata: { generation }, ...(status && { status }) }).observed).toBe(observed);
});

test('a budget without a selector has none, and an empty one is kept as it is', () => {
  expect(budgetOf({ metadata: {} })).not.toHaveProperty('selector');
  expect(budgetOf({ metadata: {}, spec: { selector: {}, minAvailable: 0, maxUnavailable: '50%' } })).toMatchObject({
    selector: { matchLabels: {}, matchExpressions: [] },
    minAvailable: '0',
    maxUnavailable: '50%',
  });
});

test('a volume on one node’s own disk is local', () => {
  expect(volumeOf({ metadata: { name: 'v' }, spec: { local: {} } }, share()).local).toBe(true);
  expect(volumeOf({ metadata: { name: 'v' }, spec: { csi: { driver: 'disk.csi.azure.com' } } }, share())).toMatchObject(
    { local: false, driver: 'disk.csi.azure.com' },
  );
});

test('a ReplicaSet that its Deployment keeps only to go back to is left out', () => {
  const ownerReferences = [{ kind: 'Deployment', name: 'web', controller: true }];
  const old = { metadata: { name: 'web-1', ownerReferences }, spec: { replicas: 0 } };
  expect(workloadOf('ReplicaSet', old, share())).toBeUndefined();
  expect(workloadOf('ReplicaSet', { ...old, spec: { replicas: 1 } }, share())).toMatchObject({ replicas: 1 });
  expect(workloadOf('ReplicaSet', { metadata: { name: 'own' }, spec: { replicas: 0 } }, share())).toBeDefined();
});

test.each([
  ['Deployment', { spec: {}, status: { readyReplicas: 1 } }, { replicas: 1, ready: 1, unavailable: 1 }],
  [
    'StatefulSet',
    { spec: { replicas: 3 }, status: { readyReplicas: 2, availableReplicas: 2 } },
    { replicas: 3, ready: 2, unavailable: 1 },
  ],
  [
    'DaemonSet',
    { status: { desiredNumberScheduled: 5, numberReady: 4, numberUnavailable: 1 } },
    { replicas: 5, ready: 4, unavailable: 1 },
  ],
  ['Job', { status: { active: 2, ready: 1 } }, { replicas: 2, ready: 1, unavailable: 1 }],
  ['Job', { spec: { suspend: true }, status: { active: 2 } }, { replicas: 0, ready: 0, unavailable: 0 }],
  ['CronJob', {}, { replicas: 0, ready: 0, unavailable: 0 }],
])('the pods that a %s wants and has', (kind, raw, counts) => {
  expect(workloadOf(kind, { metadata: {}, ...raw }, share())).toMatchObject(counts);
});

test('the copy of an object that kubectl keeps in its annotations is not kept twice', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', owner: 'shop' };
  expect(workloadOf('Deployment', { metadata: { annotations } }, share())?.annotations).toEqual({ owner: 'shop' });
});

const rule = (resources: string[], operations: string[], apiGroups = ['']) => ({ resources, operations, apiGroups });
test.each([
  [rule(['pods/eviction'], ['CREATE']), ['eviction']],
  [rule(['pods/eviction'], ['UPDATE']), undefined],
  [rule(['pods'], ['DELETE']), ['pod-delete']],
  [rule(['pods'], ['CREATE', 'DELETE']), ['pod-create', 'pod-delete']],
  [rule(['*/*'], ['*'], ['*']), ['eviction', 'node', 'pod-create', 'pod-delete']],
  [rule(['nodes'], ['UPDATE']), ['node']],
  [rule(['deployments'], ['*'], ['apps']), undefined],
  [rule(['*'], ['*'], ['apps']), undefined],
])('a webhook for %j concerns %j', (asked, concerns) => {
  const found = webhooksOf('validating', { metadata: { name: 'c' }, webhooks: [{ name: 'w', rules: [asked] }] });
  expect(found[0]?.concerns).toEqual(concerns);
  if (found[0]) expect(found[0]).toMatchObject({ failurePolicy: 'Fail', timeoutSeconds: 10 });
});
