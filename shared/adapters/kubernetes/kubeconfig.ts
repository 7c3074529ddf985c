import { readFile } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import type { RequestOptions } from 'node:https';
import { dirname, resolve } from 'node:path';
import type { KubeConfig, User } from '@kubernetes/client-node';
import { InputError } from '../../domain/errors.ts';
import type { ClusterAccess } from './access.ts';
import { SignInFailed } from './refusal.ts';

export interface KubeconfigOptions {
  /** The file's own current context when absent. */
  readonly context?: string;
  /** Asked for the API server's token instead of running `kubelogin`, where the kubeconfig wants an Entra sign-in. */
  readonly entraToken?: () => Promise<string>;
  /** `own`: a person's own file, which may name files and commands. `given`: it came from elsewhere and may not. */
  readonly trust: 'own' | 'given';
}

/**
 * @throws InputError KUBECONFIG_UNREADABLE when the file cannot be read, is none, or lacks the context
 */
export async function readKubeconfig(file: string, context?: string): Promise<ClusterAccess> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw unreadable(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  return parseKubeconfig(text, { trust: 'own', ...(context !== undefined && { context }) }, dirname(resolve(file)));
}

/**
 * Turns a kubeconfig into a way to one API server. Only sign-in and certificates are taken from it: that it may ask
 * for certificates not to be checked is not heeded.
 *
 * @param folder that relative paths in it start from
 * @throws InputError KUBECONFIG_UNREADABLE
 */
export async function parseKubeconfig(text: string, options: KubeconfigOptions, folder = '.'): Promise<ClusterAccess> {
  const config = await load(text, options, folder);
  const user = config.getCurrentUser();
  const cluster = config.getCurrentCluster();
  if (!cluster) throw unreadable(`the context ${config.getCurrentContext() || '(none)'} names no cluster`);
  const { server, tlsServerName, proxyUrl } = cluster;
  const { protocol, hostname } = URL.parse(server) ?? {};
  if (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname ?? '')) {
    // As "kubectl proxy" serves it: it signs in by itself, and nothing secret is sent to it.
    return {
      context: config.getCurrentContext(),
      server: server.replace(/\/+$/, ''),
      tls: {},
      headers: async () => ({}),
    };
  }
  if (protocol !== 'https:') throw unreadable('its server is no https address');
  if (options.trust === 'given') refuseCommandsAndFiles(config, options.entraToken !== undefined);
  if (proxyUrl && !/^https?:/.test(proxyUrl)) throw unreadable('its proxy-url is no http or https address');

  const entra = wantsEntra(user) ? options.entraToken : undefined;
  const { ca, cert, key, passphrase } = entra ? await certificateOnly(config) : await signIn(config);
  return {
    context: config.getCurrentContext(),
    server: server.replace(/\/+$/, ''),
    tls: {
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(passphrase && { passphrase }),
      ...(tlsServerName && { servername: tlsServerName }),
    },
    ...(proxyUrl && { proxy: proxyUrl }),
    headers: async () => (entra ? { authorization: `Bearer ${await entra()}` } : (await signIn(config)).headers),
  };
}

/** Loaded when it is needed: the client is half a second and 70 MB. */
async function load(text: string, { context }: KubeconfigOptions, folder: string): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    config.loadFromString(text);
  } catch (cause) {
    throw unreadable('it is no kubeconfig', cause);
  }
  if (context !== undefined) {
    if (!config.getContextObject(context)) throw unreadable(`it has no context ${context}`);
    config.setCurrentContext(context);
  }
  if (!config.getCurrentContext()) throw unreadable('it names no current context; say which one to use');
  config.makePathsAbsolute(folder);
  return config;
}

/** AKS with Entra: `kubelogin`, or the provider that was built into clients before it. */
function wantsEntra(user: User | null): boolean {
  const command = user?.exec?.command as string | undefined;
  return user?.authProvider?.name === 'azure' || /(^|[/\\])kubelogin(\.exe)?$/.test(command ?? '');
}

function refuseCommandsAndFiles(config: KubeConfig, entraAtHand: boolean): void {
  const user = config.getCurrentUser();
  const entra = wantsEntra(user) && entraAtHand;
  const command = user?.exec !== undefined || user?.authProvider !== undefined;
  const file = user?.certFile || user?.keyFile || config.getCurrentCluster()?.caFile;
  if ((command && !entra) || file) {
    throw unreadable('it names a command or a file of this machine, and it is not a file of this machine');
  }
}

interface SignIn {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Tokens, certificates and commands, as the client library supports them. */
async function signIn(config: KubeConfig): Promise<SignIn> {
  const options: RequestOptions & { headers: OutgoingHttpHeaders } = { headers: {} };
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    throw new SignInFailed('the kubeconfig gives no way to sign in', { cause });
  }
  const headers = Object.fromEntries(
    Object.entries(options.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  const { auth } = options;
  if (typeof auth === 'string') headers['authorization'] = `Basic ${Buffer.from(auth).toString('base64')}`;
  const text = (name: 'ca' | 'cert' | 'key' | 'passphrase') => (options[name] ? { [name]: String(options[name]) } : {});
  return { ...text('ca'), ...text('cert'), ...text('key'), ...text('passphrase'), headers };
}

/** The certificate that the server is checked against, without running what the user would sign in with. */
async function certificateOnly(config: KubeConfig): Promise<SignIn> {
  const data = config.getCurrentCluster()?.caData;
  return { ...(data && { ca: Buffer.from(data, 'base64').toString('utf8') }), headers: {} };
}

function unreadable(why: string, cause?: unknown): InputError {
  return new InputError('KUBECONFIG_UNREADABLE', `the kubeconfig cannot be used: ${why}`, {}, { cause });
}
