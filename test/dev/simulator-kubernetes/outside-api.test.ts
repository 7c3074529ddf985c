import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import { expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../../../dev/simulator/index.ts';
import type { FleetSpecInput } from '../../../dev/simulator/model/fleet-schema.ts';
import { InspectionView } from '../../../shared/app/inspection-views.ts';
import { steward } from '../../cli/run-steward.ts';
import { oneCluster, SUBSCRIPTION } from './given-cluster.ts';

/** A kubeconfig for a cluster that runs elsewhere. Its current context leads nowhere, so that the named one counts. */
async function givenOutsideApi(): Promise<string> {
  const workloads = [{ namespace: 'shop', name: 'cart', replicas: 2, pool: 'user', budgets: [{ minAvailable: 2 }] }];
  const simulator = await startSimulator({ fleet: oneCluster({ workloads }), throttle: false });
  onTestFinished(() => simulator.close());
  const credential = { getToken: async () => ({ token: 'test', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const aks = new ContainerServiceClient(credential, SUBSCRIPTION, {
    endpoint: simulator.armEndpoint,
    tlsOptions: { ca: simulator.ca },
  });
  const { kubeconfigs } = await aks.managedClusters.listClusterUserCredentials('rg-one', 'aks-one');
  return Buffer.from(kubeconfigs?.[0]?.value ?? new Uint8Array())
    .toString('utf8')
    .replace(/^current-context:.*$/m, 'current-context: nowhere')
    .replace(/^contexts:$/m, 'contexts:\n- name: nowhere\n  context: { cluster: none, user: none }');
}

test('a cluster of a fleet file with a kubeconfig and a context is inspected through the API that they lead to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'outside-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const kubeconfig = join(folder, 'kube.yaml');
  await writeFile(kubeconfig, await givenOutsideApi());
  const image = 'AKSUbuntu-2404gen2containerd-202610.03.0';
  const fleet: FleetSpecInput = {
    version: 1,
    name: 'outside',
    now: '2026-11-20T08:00:00Z',
    subscriptions: [
      {
        id: SUBSCRIPTION,
        name: 'Outside',
        clusters: [
          {
            name: 'aks-elsewhere',
            resourceGroup: 'rg-elsewhere',
            region: 'westeurope',
            kubernetesVersion: '1.35.6',
            pools: [{ name: 'user', image, count: 3 }],
            kubeconfig,
            context: 'aks-one',
          },
        ],
      },
    ],
  };
  await writeFile(join(folder, 'fleet.json'), JSON.stringify(fleet));

  const args = ['inspect', '--simulated', join(folder, 'fleet.json'), '--cluster', 'aks-elsewhere', '--format', 'json'];
  const { code, stdout } = await steward(args);

  expect(code).toBe(0);
  const { name, arm, notSeen, nodes, pools } = InspectionView.parse(JSON.parse(stdout));
  // Six nodes are those of the cluster elsewhere; this fleet file knows of three.
  expect({ name, arm, notSeen, nodes }).toEqual({ name: 'aks-elsewhere', arm: 'asked', notSeen: [], nodes: 6 });
  expect(pools.map(({ name: pool, verdict }) => [pool, verdict])).toEqual([['user', 'blocked']]);
  expect(pools[0]?.findings.filter(({ level }) => level === 'blocks').map(({ object }) => object)).toEqual([
    { kind: 'PodDisruptionBudget', namespace: 'shop', name: expect.stringContaining('cart') },
  ]);
});
