import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { tokenOf } from '../../dev/simulator/kubernetes/access/identity.ts';
import { parseFleet } from '../../dev/simulator/model/fleet-file.ts';
import { armClusterCredential } from '../../shared/adapters/arm/cluster-credential.ts';
import { connectToArm } from '../../shared/adapters/arm/connection.ts';
import { clusterConnections } from '../../shared/adapters/kubernetes/connections.ts';
import { accessThroughArm } from '../../shared/adapters/kubernetes/find-access.ts';
import { HEALTH_API, kubernetesHealthGates } from '../../shared/adapters/kubernetes/health-gates.ts';
import { memoryHealthGates } from '../../shared/adapters/memory/health-gates.ts';
import { systemClock } from '../../shared/adapters/system/clock.ts';
import { systemPause } from '../../shared/adapters/system/pause.ts';
import { givenSimulator } from '../dev/simulator/support.ts';
import { healthGatesContract } from './health-gates.ts';

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const NOW = '2026-11-20T08:00:00Z';

healthGatesContract('in memory', async () => {
  const gates = memoryHealthGates();
  gates.requests.set('/with', []);
  return {
    clusterId: '/with',
    clusterWithout: '/without',
    gates,
    ask: async (target) => {
      const request = {
        name: `${target}-6e8ef28e`,
        uid: 'u-1',
        scope: 'Node',
        target,
        askedAt: Date.parse(NOW),
      } as const;
      gates.requests.set('/with', [request]);
    },
    over: async () => {
      gates.requests.set('/with', []);
      gates.signals.clear();
    },
    conditions: async () =>
      [...gates.signals.values()].map(({ status, reason, message, at }) => ({
        status,
        reason,
        message,
        at: new Date(at).toISOString().replace('.000', ''),
      })),
    writes: () => gates.writes(),
  };
});

interface Signals {
  readonly items: readonly {
    readonly status?: {
      readonly conditions?: readonly Record<'status' | 'reason' | 'message' | 'lastTransitionTime', string>[];
    };
  }[];
}

healthGatesContract('over the simulator', async () => {
  const clusters = ['with', 'without'].map((name) => ({
    name,
    resourceGroup: 'rg',
    region: 'westeurope',
    kubernetesVersion: '1.34.9',
    pools: [],
    workloads: [],
    healthGates: name === 'with',
  }));
  const fleet = parseFleet({
    version: 1,
    name: 'gates',
    now: NOW,
    subscriptions: [{ id: SUBSCRIPTION, name: 's', clusters }],
  });
  const { simulator, control, ask } = await givenSimulator({ fleet, speed: 0 });
  const arm = connectToArm({
    simulator: { endpoint: simulator.armEndpoint, ca: readFileSync(simulator.caFile, 'utf8') },
    credential: { getToken: async () => ({ token: 't', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    pause: systemPause,
  });
  const connections = clusterConnections(accessThroughArm(armClusterCredential(arm)), systemClock, systemPause);
  onTestFinished(() => connections.close());
  const api = `/clusters/${SUBSCRIPTION}/rg/with`;
  const headers = { authorization: `Bearer ${tokenOf(api, 'admin')}` };
  const idOf = (name: string) =>
    `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg/providers/microsoft.containerservice/managedclusters/${name}`;
  const requests = `${api}${HEALTH_API}/healthcheckrequests`;
  return {
    clusterId: idOf('with'),
    clusterWithout: idOf('without'),
    gates: kubernetesHealthGates(connections),
    ask: async (name) => {
      const body = { metadata: { name: `${name}-6e8ef28e` }, spec: { scope: 'Node', targetRef: { name } } };
      await ask('POST', requests, { headers, body });
    },
    over: async () => {
      await ask('DELETE', `${requests}/aks-apps-1-6e8ef28e`, { headers });
      control.change({ change: 'advance-clock', seconds: 1 });
    },
    conditions: async () => {
      const { items } = (await ask('GET', `${api}${HEALTH_API}/healthsignals`, { headers })).body as Signals;
      return items.flatMap(({ status }) =>
        (status?.conditions ?? []).map((one) => ({
          status: one.status,
          reason: one.reason,
          message: one.message,
          at: one.lastTransitionTime,
        })),
      );
    },
    writes: () => control.counts().writes,
  };
});
