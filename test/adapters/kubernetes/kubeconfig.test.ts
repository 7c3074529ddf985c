import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseKubeconfig, readKubeconfig } from '../../../shared/adapters/kubernetes/kubeconfig.ts';
import { SignInFailed } from '../../../shared/adapters/kubernetes/refusal.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
});
afterAll(() => rm(folder, { recursive: true }));

const CA = Buffer.from('-----BEGIN CERTIFICATE-----').toString('base64');

interface Given {
  readonly server?: string;
  readonly user?: unknown;
  readonly cluster?: Record<string, unknown>;
}

function kubeconfig({
  server = 'https://aks.example:443/',
  user = { token: 'secret' },
  cluster = {},
}: Given = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server, 'certificate-authority-data': CA, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [
      { name: 'main', context: { cluster: 'c', user: 'u' } },
      { name: 'broken', context: { cluster: 'nowhere', user: 'u' } },
    ],
    'current-context': 'main',
  });
}

const own = { trust: 'own' } as const;
const given = { trust: 'given', entraToken: async () => 'entra' } as const;
const KUBELOGIN = {
  exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'kubelogin', args: ['get-token'] },
};

test('a token is sent, and the certificate is what the server is checked against', async () => {
  const access = await parseKubeconfig(kubeconfig(), own);
  expect(access).toMatchObject({
    context: 'main',
    server: 'https://aks.example:443',
    tls: { ca: '-----BEGIN CERTIFICATE-----' },
  });
  expect(await access.headers()).toEqual({ authorization: 'Bearer secret' });
});

test('that certificates need not be checked is not heeded', async () => {
  const { tls } = await parseKubeconfig(kubeconfig({ cluster: { 'insecure-skip-tls-verify': true } }), own);
  expect(Object.keys(tls)).toEqual(['ca']);
});

test('client certificates, a server name and a proxy are taken over', async () => {
  const user = {
    'client-certificate-data': Buffer.from('cert').toString('base64'),
    'client-key-data': Buffer.from('key').toString('base64'),
  };
  const cluster = { 'tls-server-name': 'inner.example', 'proxy-url': 'http://proxy.example:8080' };
  const access = await parseKubeconfig(kubeconfig({ user, cluster }), own);
  expect(access).toMatchObject({
    tls: { cert: 'cert', key: 'key', servername: 'inner.example' },
    proxy: 'http://proxy.example:8080',
  });
  expect(await access.headers()).toEqual({});
});

test('an Entra sign-in of a cluster of Azure uses our own token and runs no command', async () => {
  const access = await parseKubeconfig(kubeconfig({ user: KUBELOGIN }), given);
  expect(await access.headers()).toEqual({ authorization: 'Bearer entra' });
});

test('a command that a person configured and that is not there is a sign-in that failed', async () => {
  const user = { exec: { ...KUBELOGIN.exec, command: join(folder, 'kubelogin') } };
  await expect(parseKubeconfig(kubeconfig({ user }), own)).rejects.toBeInstanceOf(SignInFailed);
});

test.each([
  ['a command', { user: { exec: { ...KUBELOGIN.exec, command: 'sh' } } }],
  ['a file', { user: { 'client-certificate': '/etc/passwd', 'client-key': '/etc/passwd' } }],
  ['a file of authorities', { cluster: { 'certificate-authority': '/etc/passwd' } }],
])('a kubeconfig from elsewhere may not name %s', async (_, parts) => {
  await expect(parseKubeconfig(kubeconfig(parts), given)).rejects.toMatchObject({
    code: 'KUBECONFIG_UNREADABLE',
    message: expect.stringContaining('a command or a file'),
  });
});

test.each([
  ['http://aks.example', 'its server is no https address'],
  ['ftp://127.0.0.1', 'its server is no https address'],
])('the server %s is refused', async (server, why) => {
  await expect(parseKubeconfig(kubeconfig({ server }), own)).rejects.toMatchObject({
    message: `the kubeconfig cannot be used: ${why}`,
  });
});

test('"kubectl proxy" on this machine is used without sending anything secret', async () => {
  const access = await parseKubeconfig(kubeconfig({ server: 'http://127.0.0.1:8001' }), own);
  expect([access.server, await access.headers(), access.tls]).toEqual(['http://127.0.0.1:8001', {}, {}]);
});

test.each([
  ['nothing', '', 'it is no kubeconfig'],
  ['no clusters', 'apiVersion: v1', 'the kubeconfig cannot be used'],
  ['something else', '[1, 2', 'it is no kubeconfig'],
])('a file with %s is refused', async (_, text, why) => {
  const file = join(folder, 'config');
  await writeFile(file, text);
  await expect(readKubeconfig(file)).rejects.toMatchObject({
    code: 'KUBECONFIG_UNREADABLE',
    message: expect.stringContaining(why),
  });
});

test('a context that is not there, or names no cluster, is refused by its name', async () => {
  const file = join(folder, 'config');
  await writeFile(file, kubeconfig());
  await expect(readKubeconfig(file, 'other')).rejects.toThrow('it has no context other');
  await expect(readKubeconfig(file, 'broken')).rejects.toThrow('the context broken names no cluster');
  expect((await readKubeconfig(file, 'main')).context).toBe('main');
  await expect(readKubeconfig(join(folder, 'nowhere'))).rejects.toThrow('ENOENT');
});
