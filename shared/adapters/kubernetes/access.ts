import { Agent, type Dispatcher, ProxyAgent } from 'undici';

/** How to reach and be let in by one API server. Certificates are always checked; there is no way to turn that off. */
export interface ClusterAccess {
  /** What the kubeconfig calls it. */
  readonly context: string;
  /** `https://HOST:PORT`, with a path where there is one, without a slash at the end. */
  readonly server: string;
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly passphrase?: string;
    readonly servername?: string;
  };
  readonly proxy?: string;
  /** Asked before every request, so that a token can be renewed meanwhile. */
  headers(): Promise<Readonly<Record<string, string>>>;
}

/** More connections do not make an API server answer sooner: it queues what one user asks. */
const CONNECTIONS = 6;

const CONNECT_MS = 10_000;

/** All connections to one API server; close it when they are not needed any more. */
export function connectionsTo({ tls, proxy }: ClusterAccess, connections = CONNECTIONS): Dispatcher {
  const options = {
    connections,
    keepAliveTimeout: 30_000,
    connect: { ...tls, rejectUnauthorized: true, timeout: CONNECT_MS },
  };
  return proxy ? new ProxyAgent({ ...options, uri: proxy, requestTls: options.connect }) : new Agent(options);
}
