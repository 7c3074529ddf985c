import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InspectionView } from '../../shared/app/inspection-views.ts';
import { type KubeServer, list, startKubeServer, status } from '../adapters/kubernetes/kube-server.ts';
import { steward } from './run-steward.ts';

let kube: KubeServer;
let folder: string;
beforeAll(async () => {
  kube = await startKubeServer();
  folder = await mkdtemp(join(tmpdir(), 'inspect-'));
  await writeFile(join(folder, 'config'), kubeconfig(kube.server));
  await writeFile(join(folder, 'nowhere'), kubeconfig('https://127.0.0.1:1'));
});
afterAll(async () => {
  await kube.close();
  await rm(folder, { recursive: true });
});

function kubeconfig(server: string): string {
  const cluster = { server, 'certificate-authority-data': Buffer.from(kube.ca).toString('base64') };
  return JSON.stringify({
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user: { token: 'reader' } }],
    contexts: [{ name: 'aks-shop', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'aks-shop',
  });
}

const IMAGE = 'AKSUbuntu-2204gen2containerd-202608.20.0';
const node = (name: string) => ({
  metadata: {
    name,
    labels: {
      'kubernetes.azure.com/agentpool': 'apps',
      'kubernetes.azure.com/node-image-version': IMAGE,
      'kubernetes.azure.com/os-sku': 'Ubuntu',
    },
  },
  status: { conditions: [{ type: 'Ready', status: 'True' }], allocatable: { cpu: '4', memory: '16Gi', pods: '110' } },
});
const owner = { kind: 'ReplicaSet', name: 'cart-1', controller: true };
const pod = (name: string, on: string) => ({
  metadata: { name, namespace: 'shop', labels: { app: 'cart' }, ownerReferences: [owner] },
  spec: { nodeName: on },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});
const BUDGET = {
  metadata: { name: 'cart', namespace: 'shop', generation: 1 },
  spec: { minAvailable: 2, selector: { matchLabels: { app: 'cart' } } },
  status: { disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2, expectedPods: 2, observedGeneration: 1 },
};

const LISTS: Readonly<Record<string, unknown[]>> = {
  '/api/v1/nodes': [node('n1'), node('n2')],
  '/api/v1/pods': [pod('cart-a', 'n1'), pod('cart-b', 'n2')],
  '/apis/policy/v1/poddisruptionbudgets': [BUDGET],
};
const answer = ({ path }: { path: string }) => (LISTS[path] ? { body: list(LISTS[path]) } : undefined);
const inspect = (...args: string[]) => steward(['inspect', '--kubeconfig', join(folder, 'config'), ...args]);

test('a cluster behind a kubeconfig: what blocks is said, and what only Azure could tell is unknown', async () => {
  kube.answer = answer;
  const { code, stdout } = await inspect();
  expect(code).toBe(0);
  for (const part of [
    'aks-shop: 1 node pool, 2 nodes, 2 pods',
    'BLOCKED',
    'PodDisruptionBudget shop/cart',
    'Azure was not asked',
  ]) {
    expect(stdout).toContain(part);
  }
  expect(new Set(kube.asked.map(({ method }) => method))).toEqual(new Set(['GET']));
});

test('the same as json and md, and a pipeline stops at what is blocked', async () => {
  kube.answer = answer;
  const asJson = await inspect('--format', 'json', '--fail-on', 'blocked');
  expect(asJson.code).toBe(2);
  expect(InspectionView.parse(JSON.parse(asJson.stdout))).toMatchObject({
    arm: 'not-asked',
    pools: [{ name: 'apps' }],
  });
  expect((await inspect('--format', 'md')).stdout).toContain('# Inspection of aks-shop');
});

test.each([
  [{}, []],
  [{ OWNER_KEYS: 'squad, app' }, ['cart']],
])('with %j the owners are %j', async (env: Record<string, string>, owners) => {
  kube.answer = answer;
  const { stdout } = await steward(['inspect', '--kubeconfig', join(folder, 'config'), '--format', 'json'], { env });
  const { pools } = InspectionView.parse(JSON.parse(stdout));
  const said = pools.flatMap(({ findings }) => findings.flatMap(({ owner }) => owner ?? []));
  expect([...new Set(said)]).toEqual(owners);
});

test('owner keys that are none are refused with one line', async () => {
  const { code, stderr } = await steward(['inspect', '--kubeconfig', join(folder, 'config')], {
    env: { OWNER_KEYS: 'the owner' },
  });
  expect(code).toBe(1);
  expect(stderr).toContain('OWNER_KEYS: read "the owner", expected up to 20 label or annotation keys');
});

test('a kind that may not be listed makes the answer partial, and nothing is called ready', async () => {
  kube.answer = (asked) => (asked.path.endsWith('/poddisruptionbudgets') ? status(403, 'Forbidden') : answer(asked));
  const { code, stdout } = await inspect('--fail-on', 'unknown');
  expect(code).toBe(2);
  expect(stdout).toContain('PARTIAL');
  expect(stdout).toContain('PodDisruptionBudgets');
  expect(stdout).not.toContain('ready');
});

test.each([
  [['--kubeconfig', 'nowhere.json'], 'CLI_INSPECT|KUBECONFIG_UNREADABLE|cannot be read'],
  [[], 'name a cluster'],
])('steward inspect %j is refused with one line', async (args, says) => {
  const { code, stdout, stderr } = await steward(['inspect', ...args]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(new RegExp(says));
});

test('a pool that is not there is refused by the names that are', async () => {
  kube.answer = answer;
  const { code, stderr } = await inspect('--pool', 'other');
  expect(code).toBe(1);
  expect(stderr).toContain('has no node pool other; it has apps');
});

test('a cluster that cannot be reached says so and why, and ends with 1', async () => {
  const { code, stdout, stderr } = await steward(['inspect', '--kubeconfig', join(folder, 'nowhere')]);
  expect(code).toBe(1);
  expect(stdout).toContain('PARTIAL');
  expect(stderr).toContain(
    'nothing can be said about aks-shop: the API server cannot be reached: nothing listens there',
  );
});
