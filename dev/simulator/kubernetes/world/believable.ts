import type { FleetCluster } from '../../model/fleet.ts';
import { nodeCount } from '../../model/nodes.ts';
import { type Random, seeded } from '../../model/random.ts';
import { hexOf } from '../../model/stable-hash.ts';
import { Workload, type WorkloadSpec } from '../../model/workload-schema.ts';

type Part = Partial<WorkloadSpec> & Pick<WorkloadSpec, 'name'>;
const make = (part: Part): WorkloadSpec => Workload.parse(part);

/** Agents that many clusters run on every node, and how often they are met. */
const AGENTS: readonly (readonly [share: number, part: Part])[] = [
  [
    0.3,
    {
      kind: 'DaemonSet',
      namespace: 'falco',
      name: 'falco',
      image: 'docker.io/falcosecurity/falco:0.39.2',
      tolerates: ['*'],
      privileged: true,
      hostPid: true,
      hostPaths: ['/sys/kernel/debug', '/lib/modules', '/usr/src', '/var/run/containerd'],
      capabilities: ['BPF', 'SYS_RESOURCE', 'PERFMON', 'SYS_PTRACE'],
      cpu: '100m',
      memory: '512Mi',
    },
  ],
  [
    0.35,
    {
      kind: 'DaemonSet',
      namespace: 'datadog',
      name: 'datadog-agent',
      image: 'gcr.io/datadoghq/agent:7.61.0',
      tolerates: ['*'],
      hostPid: true,
      hostPaths: ['/proc', '/sys/fs/cgroup', '/var/run/containerd'],
      cpu: '200m',
      memory: '256Mi',
    },
  ],
  [
    0.4,
    {
      kind: 'DaemonSet',
      namespace: 'logging',
      name: 'fluent-bit',
      image: 'cr.fluentbit.io/fluent/fluent-bit:3.2.2',
      tolerates: ['*'],
      hostPaths: ['/var/log'],
    },
  ],
  [
    0.15,
    {
      kind: 'DaemonSet',
      namespace: 'kube-system',
      name: 'cilium',
      image: 'quay.io/cilium/cilium:v1.16.5',
      tolerates: ['*'],
      hostNetwork: true,
      privileged: true,
      hostPaths: ['/sys/fs/bpf', '/lib/modules', '/opt/cni/bin', '/etc/cni/net.d'],
      capabilities: ['NET_ADMIN', 'SYS_MODULE', 'BPF'],
    },
  ],
];

const SERVICES = [
  'api',
  'web',
  'worker',
  'gateway',
  'search',
  'cart',
  'orders',
  'mail',
  'auth',
  'reports',
  'catalog',
  'prices',
];

/**
 * What a cluster of which the fleet file says nothing runs: about what is met in the field, made from
 * the cluster's id alone, so that it is the same at every look and costs nothing until then.
 */
export function believableWorkloads(cluster: FleetCluster, clusterId: string): WorkloadSpec[] {
  const random = seeded(Number.parseInt(hexOf(clusterId).slice(0, 8), 16));
  const pools = cluster.pools.filter(
    (pool) => pool.mode !== 'System' && pool.power === 'Running' && nodeCount(pool) > 0,
  );
  const agents = AGENTS.filter(([share]) => random.chance(share)).map(([, part]) => make(part));
  const namespace = cluster.tags?.team ?? 'apps';
  const services = pools
    .filter((pool) => pool.osType === 'Linux')
    .flatMap((pool) => {
      const most = Math.min(4, 1 + Math.floor(nodeCount(pool) / 2));
      return Array.from({ length: random.between(1, most) }, (_, at) => {
        const name = `${SERVICES[random.between(0, SERVICES.length - 1)]}-${pool.name}${at === 0 ? '' : `-${at}`}`;
        const tolerates = [
          ...(pool.taints ?? []),
          ...(pool.spot ? ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'] : []),
        ];
        return make({
          name,
          namespace,
          // Nodes that node auto-provisioning made carry no pool's label.
          ...(pool.kind !== 'auto-provisioned' && { pool: pool.name }),
          ...(tolerates.length > 0 && { tolerates }),
          ...oneOf(random, nodeCount(pool)),
        });
      });
    });
  const windows = pools
    .filter((pool) => pool.osType === 'Windows')
    .map((pool) =>
      make({
        name: `iis-${pool.name}`,
        namespace,
        pool: pool.name,
        os: 'windows',
        replicas: 2,
        image: 'mcr.microsoft.com/windows/servercore/iis:windowsservercore-ltsc2022',
      }),
    );
  return [...agents, ...services, ...windows];
}

/** How services differ: most are well kept, some would hold up a drain. */
function oneOf(random: Random, nodes: number): Partial<WorkloadSpec> {
  const replicas = random.between(2, Math.max(2, Math.min(6, nodes)));
  return random.weighted<Partial<WorkloadSpec>>([
    [34, { replicas, budgets: [{ maxUnavailable: 1 }] }],
    [18, { replicas, budgets: [{ minAvailable: '50%' }] }],
    [14, { replicas }],
    [8, { replicas: 1 }],
    [6, { replicas, budgets: [{ minAvailable: replicas }] }],
    [5, { replicas: 1, budgets: [{ minAvailable: 1 }] }],
    [
      5,
      {
        kind: 'StatefulSet',
        replicas: Math.min(3, replicas),
        volume: 'disk',
        budgets: [{ maxUnavailable: 1 }],
        graceSeconds: 120,
      },
    ],
    [3, { replicas, emptyDir: true, budgets: [{ maxUnavailable: '25%' }] }],
    [2, { kind: 'Job', replicas: 1, graceSeconds: 60 }],
    [2, { kind: 'Pod', replicas: 1 }],
    [1.5, { replicas, state: 'crash-looping', budgets: [{ minAvailable: 1 }] }],
    [
      1,
      {
        replicas,
        budgets: [
          { name: 'first', minAvailable: 1 },
          { name: 'second', maxUnavailable: 1 },
        ],
      },
    ],
    [0.5, { kind: 'StatefulSet', replicas: 2, volume: 'local', graceSeconds: 900 }],
  ]);
}

const FILLER_REPLICAS = 50;

/** As many small pods as are missing to the number that the fleet file wants. */
export function filler(cluster: FleetCluster, missing: number): WorkloadSpec[] {
  const tolerates = [...new Set(cluster.pools.flatMap((pool) => pool.taints ?? []))].filter(
    (taint) => !taint.startsWith('CriticalAddonsOnly'),
  );
  const count = Math.max(0, Math.ceil(missing / FILLER_REPLICAS));
  return Array.from({ length: count }, (_, at) => {
    const name = `service-${String(at + 1).padStart(4, '0')}`;
    return make({
      name,
      namespace: `team-${String(1 + (at % 40)).padStart(2, '0')}`,
      replicas: Math.min(FILLER_REPLICAS, missing - at * FILLER_REPLICAS),
      cpu: '10m',
      memory: '32Mi',
      ...(tolerates.length > 0 && { tolerates }),
      ...(at % 2 === 0 && { budgets: [{ maxUnavailable: '10%' }] }),
    });
  });
}
