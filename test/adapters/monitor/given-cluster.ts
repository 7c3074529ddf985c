/** One running cluster of the simulator, its signals, and an admin who changes what a test wants changed. */
import { fetch } from 'undici';
import { type Simulator, startSimulator } from '../../../dev/simulator/index.ts';
import { parseFleet } from '../../../dev/simulator/model/fleet-file.ts';
import { armClusterCredential } from '../../../shared/adapters/arm/cluster-credential.ts';
import { connectToArm } from '../../../shared/adapters/arm/connection.ts';
import { type ClusterAccess, connectionsTo } from '../../../shared/adapters/kubernetes/access.ts';
import { clusterConnections } from '../../../shared/adapters/kubernetes/connections.ts';
import { accessThroughArm } from '../../../shared/adapters/kubernetes/find-access.ts';
import { kubernetesSignals } from '../../../shared/adapters/monitor/kubernetes-signals.ts';
import { systemClock } from '../../../shared/adapters/system/clock.ts';
import { systemDeadline } from '../../../shared/adapters/system/deadline.ts';
import { systemPause } from '../../../shared/adapters/system/pause.ts';
import type { Signals } from '../../../shared/domain/alert/signals.ts';
import type { Instant } from '../../../shared/domain/time.ts';
import type { SignalSource } from '../../../shared/ports/signal-source.ts';

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const IMAGE = 'AKSUbuntu-2404gen2containerd-202607.20.0';
const START = Date.parse('2026-11-20T08:00:00Z');

export interface GivenCluster {
  readonly clusterId: string;
  readonly source: SignalSource;
  readonly simulator: Simulator;
  now(): Instant;
  advance(seconds: number): void;
  /** @param pools none: all nodes */
  look(pools?: readonly string[], since?: Instant): Promise<Signals>;
  /** Requests to the API server since it was asked last, as `list pods` or `watch pods`. */
  asked(): readonly string[];
  /** One request of an admin; `PATCH` is a strategic merge. */
  admin(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<never>;
  nodeOf(pool: string): Promise<string>;
  podOf(deployment: string): Promise<{ readonly name: string; readonly uid: string; readonly node: string }>;
  close(): Promise<void>;
}

/**
 * Pools `system` and `apps` of two nodes each. In namespace `shop`: Deployment `cart` of three pods and `web` of two, all
 * on `apps`.
 */
export async function givenCluster(): Promise<GivenCluster> {
  const fleet = parseFleet({
    version: 1,
    name: 'signals',
    now: new Date(START).toISOString(),
    subscriptions: [
      {
        id: SUBSCRIPTION,
        name: 'shop',
        clusters: [
          {
            name: 'aks-shop',
            resourceGroup: 'rg-shop',
            region: 'westeurope',
            kubernetesVersion: '1.34.9',
            pools: [
              { name: 'system', mode: 'System', image: IMAGE, count: 2 },
              { name: 'apps', image: IMAGE, count: 2 },
            ],
            workloads: [
              { namespace: 'shop', name: 'cart', replicas: 3, pool: 'apps' },
              { namespace: 'shop', name: 'web', replicas: 2, pool: 'apps' },
            ],
          },
        ],
      },
    ],
  });
  const simulator = await startSimulator({ fleet, throttle: false });
  const arm = connectToArm({
    simulator: { endpoint: simulator.armEndpoint, ca: simulator.ca },
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    pause: systemPause,
  });
  const clusterId = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-shop/providers/microsoft.containerservice/managedclusters/aks-shop`;
  const findAccess = accessThroughArm(armClusterCredential(arm));
  const patience = { attemptMs: 2_000, retries: 0, firstRetryMs: 1, longestRetryMs: 1 };
  const connections = clusterConnections(findAccess, systemClock, systemPause, patience);
  const clock = { now: () => Date.parse(simulator.control.fleet().now) };
  const source = kubernetesSignals(connections, clock, systemDeadline);
  const access = (await findAccess(clusterId)) as ClusterAccess;
  const dispatcher = connectionsTo(access);

  async function admin(method: string, path: string, body?: object): Promise<never> {
    const type = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
    const answer = await fetch(`${access.server}${path}`, {
      method,
      dispatcher,
      headers: { ...(await access.headers()), 'content-type': type },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as never;
  }

  return {
    clusterId,
    source,
    simulator,
    now: clock.now,
    advance: (seconds) => simulator.control.change({ change: 'advance-clock', seconds }),
    look: (pools = [], since = START) => source.read(clusterId, { pools, since }),
    asked() {
      const asked = simulator.control
        .requests()
        .filter(({ path }) => path.includes('/api/v1/pods') || path.includes('/api/v1/nodes'))
        .map(({ operation }) => operation.split('.').slice(1).toReversed().join(' '));
      simulator.control.clearLog();
      return asked.toSorted();
    },
    admin,
    async nodeOf(pool) {
      const { items } = (await admin('GET', '/api/v1/nodes')) as { items: { metadata: { name: string } }[] };
      const found = items.find(({ metadata }) => metadata.name.includes(`-${pool}-`));
      if (!found) throw new Error(`no node of ${pool}`);
      return found.metadata.name;
    },
    async podOf(deployment) {
      const { items } = (await admin('GET', '/api/v1/namespaces/shop/pods')) as {
        items: { metadata: { name: string; uid: string }; spec: { nodeName: string } }[];
      };
      const found = items.find(({ metadata }) => metadata.name.startsWith(`${deployment}-`));
      if (!found) throw new Error(`no pod of ${deployment}`);
      return { name: found.metadata.name, uid: found.metadata.uid, node: found.spec.nodeName };
    },
    async close() {
      await connections.close();
      await dispatcher.destroy();
      await simulator.close();
    },
  };
}

/** @throws when the signal is unknown */
export function seen<T>(signal: { kind: 'seen'; value: T } | { kind: 'unknown'; why: string } | undefined): T {
  if (signal?.kind !== 'seen') throw new Error(signal?.why ?? 'absent');
  return signal.value;
}
