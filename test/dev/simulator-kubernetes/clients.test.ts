import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import { expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../../../dev/simulator/index.ts';
import type { FleetSpecInput } from '../../../dev/simulator/model/fleet-schema.ts';
import { oneCluster, SUBSCRIPTION, typedClient } from './given-cluster.ts';

type Workloads = NonNullable<NonNullable<FleetSpecInput['subscriptions'][number]['clusters']>[number]['workloads']>;

async function givenSimulatedCluster(workloads: Workloads, speed = 20) {
  const simulator = await startSimulator({ fleet: oneCluster({ workloads }), speed, throttle: false });
  onTestFinished(() => simulator.close());
  const credential = { getToken: async () => ({ token: 'test', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const aks = new ContainerServiceClient(credential, SUBSCRIPTION, {
    endpoint: simulator.armEndpoint,
    tlsOptions: { ca: simulator.ca },
  });
  const { kubeconfigs } = await aks.managedClusters.listClusterUserCredentials('rg-one', 'aks-one');
  return { simulator, aks, kubeconfig: Buffer.from(kubeconfigs?.[0]?.value ?? new Uint8Array()).toString('utf8') };
}

const web: Workloads = [
  { namespace: 'shop', name: 'web', replicas: 3, pool: 'user', budgets: [{ maxUnavailable: 1 }] },
];

test('the typed client lists, gets, cordons, evicts and watches with the kubeconfig that ARM hands out', async () => {
  const { kubeconfig } = await givenSimulatedCluster(web);
  const { core, policy, watch, strategic } = typedClient(kubeconfig);

  const nodes = await core.listNode({ labelSelector: 'agentpool=user' });
  expect(nodes.items).toHaveLength(3);
  const name = nodes.items[0]?.metadata?.name ?? '';
  const cordoned = await core.patchNode({ name, body: { spec: { unschedulable: true } } }, strategic);
  expect(cordoned.spec?.unschedulable).toBe(true);

  const { items } = await core.listNamespacedPod({ namespace: 'shop', fieldSelector: `spec.nodeName=${name}` });
  const pod = items[0]?.metadata?.name ?? '';
  const types: string[] = [];
  const deleted = new Promise<void>((resolve, reject) => {
    const query = { fieldSelector: `metadata.name=${pod}` };
    const stopped = watch.watch(
      '/api/v1/namespaces/shop/pods',
      query,
      (type) => {
        types.push(type);
        if (type === 'ADDED')
          void core
            .createNamespacedPodEviction({
              namespace: 'shop',
              name: pod,
              body: { metadata: { name: pod, namespace: 'shop' } },
            })
            .catch(reject);
        if (type === 'DELETED') resolve();
      },
      () => {},
    );
    void stopped.then((controller) => onTestFinished(() => controller.abort()));
  });
  await deleted;
  expect(types).toEqual(['ADDED', 'MODIFIED', 'MODIFIED', 'MODIFIED', 'MODIFIED', 'DELETED']);
  expect(
    (await policy.readNamespacedPodDisruptionBudget({ namespace: 'shop', name: 'web' })).status?.expectedPods,
  ).toBe(3);
});

test('a page of a list that has expired is a 410, hidden kinds are a 403, and a busy server is a 429 without a budget', async () => {
  const { simulator, kubeconfig } = await givenSimulatedCluster(web);
  const { core, policy } = typedClient(kubeconfig);
  const first = await core.listPodForAllNamespaces({ limit: 5 });
  const token = first.metadata?.['_continue'] ?? '';
  // oxlint-disable-next-line no-underscore-dangle -- the client's own name
  const second = { limit: 5, _continue: token };

  simulator.control.addFault({ kind: 'list-expires', operation: 'kubernetes.pods.list', times: 1 });
  await expect(core.listPodForAllNamespaces(second)).rejects.toMatchObject({ code: 410 });
  await expect(core.listPodForAllNamespaces({ limit: 5 })).resolves.toMatchObject({
    metadata: { remainingItemCount: expect.any(Number) },
  });

  simulator.control.addFault({ kind: 'denied', resource: 'poddisruptionbudgets', cluster: 'rg-one/aks-one' });
  await expect(policy.listPodDisruptionBudgetForAllNamespaces()).rejects.toMatchObject({
    code: 403,
    body: expect.stringContaining(
      'poddisruptionbudgets.policy is forbidden: User \\"masterclient\\" cannot list resource',
    ),
  });

  simulator.control.addFault({ kind: 'throttle', operation: 'kubernetes.nodes.list', retryAfterSeconds: 7, times: 1 });
  await expect(core.listNode()).rejects.toMatchObject({
    code: 429,
    headers: { 'retry-after': '7' },
    body: expect.not.stringContaining('DisruptionBudget'),
  });
  await expect(core.listNode()).resolves.toBeDefined();
  expect(simulator.control.counts()).toMatchObject({ writes: 0, throttled: 1 });
});

test('machines that ARM deletes are nodes no more, and their pods run elsewhere', async () => {
  const { simulator, aks, kubeconfig } = await givenSimulatedCluster(web, 3_000);
  const { core } = typedClient(kubeconfig);
  const before = await core.listNode({ labelSelector: 'agentpool=user' });
  const name = before.items[0]?.metadata?.name ?? '';
  await aks.agentPools.deleteMachines('rg-one', 'aks-one', 'user', { machineNames: [name] }, { updateIntervalInMs: 1 });
  simulator.control.change({ change: 'advance-clock', seconds: 60 });
  const after = await core.listNode({ labelSelector: 'agentpool=user' });
  expect(after.items.map((node) => node.metadata?.name)).toEqual(
    before.items.slice(1).map((node) => node.metadata?.name),
  );
  const pods = await core.listNamespacedPod({ namespace: 'shop' });
  expect(pods.items.map((pod) => pod.status?.phase)).toEqual(['Running', 'Running', 'Running']);
});

test('a stopped cluster has no API server', async () => {
  const { simulator, kubeconfig } = await givenSimulatedCluster(web);
  const { core } = typedClient(kubeconfig);
  simulator.control.change({ change: 'set-cluster', cluster: 'aks-one', set: { power: 'Stopped' } });
  await expect(core.listNode()).rejects.toThrow();
});

const run = promisify(execFile);
const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

test(`kubectl ${hasKubectl ? 'gets, describes, cordons, taints, drains, scales and deletes' : 'is not on this machine: nothing to try'}`, async () => {
  if (!hasKubectl) return expect(spawnSync('kubectl', ['version', '--client']).status).not.toBe(0);
  const { kubeconfig } = await givenSimulatedCluster([
    ...web,
    { namespace: 'shop', name: 'debug', kind: 'Pod', pool: 'user' },
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'image-steward-kubectl-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'config');
  await writeFile(file, kubeconfig);
  const kubectl = async (...args: string[]) =>
    (await run('kubectl', ['--kubeconfig', file, '--cache-dir', folder, ...args])).stdout;

  const node =
    (await kubectl('get', 'nodes', '-l', 'agentpool=user', '-o', 'name')).split('\n')[0]?.replace('node/', '') ?? '';
  expect(await kubectl('describe', 'node', node)).toContain('Non-terminated Pods');
  expect(await kubectl('cordon', node)).toBe(`node/${node} cordoned\n`);
  expect(await kubectl('taint', 'node', node, 'maintenance=reimage:NoSchedule')).toBe(`node/${node} tainted\n`);
  expect(await kubectl('drain', node, '--ignore-daemonsets', '--force', '--delete-emptydir-data')).toContain(
    `node/${node} drained`,
  );
  expect(await kubectl('get', 'nodes', node)).toContain('Ready,SchedulingDisabled');
  expect(await kubectl('uncordon', node)).toBe(`node/${node} uncordoned\n`);
  expect(await kubectl('scale', 'deployment', 'web', '-n', 'shop', '--replicas', '1')).toBe(
    'deployment.apps/web scaled\n',
  );
  expect(await kubectl('rollout', 'status', 'deployment', 'web', '-n', 'shop')).toContain('successfully rolled out');
  expect(await kubectl('delete', 'deployment', 'web', '-n', 'shop')).toMatch(/deployment.apps "web" deleted/);
});
