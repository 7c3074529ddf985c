/** A simulated fleet of small clusters in each of which one migration is under way, and what may befall them. */
import { fetch } from 'undici';
import { type Simulator, startSimulator } from '../dev/simulator/index.ts';
import { parseFleet } from '../dev/simulator/model/fleet-file.ts';
import { armClusterCredential } from '../shared/adapters/arm/cluster-credential.ts';
import { connectToArm } from '../shared/adapters/arm/connection.ts';
import { simulatorCredential } from '../shared/adapters/arm/credential.ts';
import { type ClusterAccess, connectionsTo } from '../shared/adapters/kubernetes/access.ts';
import { type ClusterConnections, clusterConnections } from '../shared/adapters/kubernetes/connections.ts';
import { accessThroughArm } from '../shared/adapters/kubernetes/find-access.ts';
import { systemClock } from '../shared/adapters/system/clock.ts';
import { systemPause } from '../shared/adapters/system/pause.ts';

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const IMAGE = 'AKSUbuntu-2404gen2containerd-202607.20.0';

export const CONDITIONS = ['node-not-ready', 'restarts', 'pending', 'daemonset', 'oom-kill'] as const;
export type Condition = (typeof CONDITIONS)[number];

/** A pod that waits is trouble after so long; the others are at once. */
export const TROUBLE_AFTER_MS: Readonly<Record<Condition, number>> = {
  'node-not-ready': 0,
  restarts: 0,
  pending: 120_000,
  daemonset: 0,
  'oom-kill': 0,
};

export interface AlertFleet {
  readonly simulator: Simulator;
  readonly connections: ClusterConnections;
  now(): number;
  clusterId(n: number): string;
  strike(n: number, condition: Condition): Promise<void>;
  close(): Promise<void>;
}

interface Named {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly nodeName?: string };
  }[];
}

export async function alertFleet(clusters: number): Promise<AlertFleet> {
  const fleet = parseFleet({
    version: 1,
    name: 'Onsets',
    now: '2026-11-20T08:00:00Z',
    subscriptions: [
      {
        id: SUBSCRIPTION,
        name: 'Onsets',
        clusters: Array.from({ length: clusters }, (_, n) => ({
          name: `c${n}`,
          resourceGroup: 'rg',
          region: 'westeurope',
          kubernetesVersion: '1.34.9',
          pools: [
            { name: 'system', mode: 'System', image: IMAGE, count: 1 },
            { name: 'apps', image: IMAGE, count: 2 },
          ],
          workloads: [{ namespace: 'shop', name: 'web', replicas: 2, pool: 'apps' }],
        })),
      },
    ],
  });
  const simulator = await startSimulator({ fleet, throttle: false });
  const arm = connectToArm({
    simulator: { endpoint: simulator.armEndpoint, ca: simulator.ca },
    credential: simulatorCredential,
    pause: systemPause,
  });
  const findAccess = accessThroughArm(armClusterCredential(arm));
  const connections = clusterConnections(findAccess, systemClock, systemPause);
  const clusterId = (n: number) =>
    `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/c${n}`;
  const now = () => Date.parse(simulator.control.fleet().now);

  async function admin(n: number): Promise<(method: string, path: string, body?: object) => Promise<unknown>> {
    const access = (await findAccess(clusterId(n))) as ClusterAccess;
    return async (method, path, body) => {
      const dispatcher = connectionsTo(access, 1);
      const type = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
      const headers = { ...(await access.headers()), 'content-type': type };
      const answer = await fetch(`${access.server}${path}`, {
        method,
        dispatcher,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      await dispatcher.close();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return JSON.parse(text);
    };
  }

  return {
    simulator,
    connections,
    now,
    clusterId,
    async strike(n, condition) {
      const ask = await admin(n);
      const onApps = ({ items }: Named) => items.find(({ spec }) => spec.nodeName?.includes('-apps-'));
      const nodes = (await ask('GET', '/api/v1/nodes')) as Named;
      const node = nodes.items.find(({ metadata }) => metadata.name.includes('-apps-'))?.metadata.name ?? '';
      if (condition === 'node-not-ready') {
        simulator.control.change({ change: 'set-node', cluster: `c${n}`, node, health: 'not-ready' });
      } else if (condition === 'restarts') {
        const pod = onApps((await ask('GET', '/api/v1/namespaces/shop/pods')) as Named)?.metadata.name;
        const status = { containerStatuses: [{ name: 'web', restartCount: 6 }] };
        await ask('PATCH', `/api/v1/namespaces/shop/pods/${pod}/status`, { status });
      } else if (condition === 'pending') {
        await ask('POST', '/api/v1/namespaces/shop/pods', {
          metadata: { name: 'nowhere' },
          spec: { nodeSelector: { is: 'nowhere' }, containers: [{ name: 'web', image: 'web:1' }] },
        });
      } else if (condition === 'daemonset') {
        const agents = ((await ask('GET', '/api/v1/namespaces/kube-system/pods')) as Named).items;
        const own = agents.filter(({ metadata }) => metadata.name.startsWith('kube-proxy-'));
        const status = {
          containerStatuses: [{ name: 'kube-proxy', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
        };
        const name = onApps({ items: own })?.metadata.name;
        await ask('PATCH', `/api/v1/namespaces/kube-system/pods/${name}/status`, { status });
      } else {
        const at = `${new Date(now()).toISOString().slice(0, 19)}Z`;
        await ask('POST', '/api/v1/namespaces/default/events', {
          metadata: { name: 'oom.1', namespace: 'default' },
          type: 'Warning',
          reason: 'OOMKilling',
          message: 'Killed process 4711 (java)',
          involvedObject: { kind: 'Node', name: node },
          firstTimestamp: at,
          lastTimestamp: at,
          count: 1,
        });
      }
    },
    async close() {
      await connections.close();
      await simulator.close();
    },
  };
}
