/** Keys like those that the Bot Framework signs with, published on this machine. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function keyPair(): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

export interface PublishedKey {
  readonly kid: string;
  readonly key: KeyPair;
  /** Channels that may sign with it. */
  readonly endorsements?: readonly string[];
}

export interface KeyServer {
  /** Where the OpenID metadata is. A new one each time: the SDK remembers what it read for a day. */
  url(): string;
  /** From now on it answers with this status. */
  fail(status: number): void;
  stop(): Promise<void>;
}

export async function publishKeys(keys: readonly PublishedKey[]): Promise<KeyServer> {
  let failing: number | undefined;
  let places = 0;
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const isKeys = request.url === '/keys';
    const jwks = keys.map(({ kid, key, endorsements = ['msteams'] }) => ({
      ...key.publicKey.export({ format: 'jwk' }),
      kid,
      endorsements,
    }));
    const body = isKeys ? { keys: jwks } : { issuer: 'https://api.botframework.com', jwks_uri: `${origin}/keys` };
    response.writeHead(failing ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url() {
      places += 1;
      return `http://127.0.0.1:${port}/${places}/openidconfiguration`;
    },
    fail(status) {
      failing = status;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Claims = Readonly<Record<string, unknown>>;

/** @param header over `alg: RS256` */
export function tokenOf(key: KeyPair, header: Claims, claims: Claims): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT', ...header })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), key.privateKey);
  return `${signed}.${signature.toString('base64url')}`;
}
