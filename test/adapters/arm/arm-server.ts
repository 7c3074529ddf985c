import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { loopbackCertificate } from '../../../dev/simulator/certificate.ts';
import { type ArmConnection, connectToArm, type Patience } from '../../../shared/adapters/arm/connection.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly [name: string]: unknown };
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Text is sent as it is; anything else as JSON. */
  readonly body?: unknown;
}

/** An Azure that answers whatever a test wants, over https like the real one. */
export interface ArmServer {
  readonly endpoint: string;
  readonly ca: string;
  readonly asked: Asked[];
  answer: (asked: Asked) => Answer | Promise<Answer>;
  connect(patience?: Partial<Patience>): ArmConnection;
  close(): Promise<void>;
}

export async function startArmServer(): Promise<ArmServer> {
  const certificate = await loopbackCertificate();
  const server = createServer(certificate, (request, response) => void respond(arm, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const arm: ArmServer = {
    endpoint,
    ca: certificate.cert,
    asked: [],
    answer: () => ({ status: 500 }),
    connect: (patience) =>
      connectToArm({
        simulator: { endpoint, ca: certificate.cert },
        credential: { getToken: () => Promise.reject(new Error('never asked')) },
        pause: () => new Promise((resolve) => setImmediate(resolve)),
        patience: { retries: 1, firstRetryMs: 1, ...patience },
      }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await certificate.remove();
    },
  };
  return arm;
}

async function respond(arm: ArmServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const asked: Asked = {
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization,
    body: text ? JSON.parse(text) : {},
  };
  arm.asked.push(asked);
  const { status = 200, headers = {}, body = {} } = await arm.answer(asked);
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Nobody waits in a test. */
const AT_ONCE = { 'retry-after': '0', 'x-ms-user-quota-resets-after': '00:00:00' };

/** A recorded answer of `test/fixtures/arm-samples`. */
export function sample(name: string): Required<Answer> {
  const file = new URL(`../../fixtures/arm-samples/${name}.json`, import.meta.url);
  const { response } = JSON.parse(readFileSync(file, 'utf8'));
  const headers = { ...response.headers };
  for (const [name, now] of Object.entries(AT_ONCE)) if (name in headers) headers[name] = now;
  return { status: response.status, headers, body: response.body };
}

/** A page of Resource Graph. */
export function page(data: readonly unknown[], more: Record<string, unknown> = {}): Answer {
  return {
    body: { totalRecords: data.length, count: data.length, resultTruncated: 'false', facets: [], data, ...more },
  };
}

export const SUB_A = '11111111-2222-3333-4444-555555555555';
export const SUB_B = '22222222-2222-3333-4444-555555555555';

/** A row of the query for clusters. */
export function clusterRow(name: string, subscription = SUB_A, more: Record<string, unknown> = {}): unknown {
  return {
    id: `/subscriptions/${subscription}/resourceGroups/rg-shop/providers/Microsoft.ContainerService/managedClusters/${name}`,
    name,
    subscriptionId: subscription,
    resourceGroup: 'rg-shop',
    location: 'westeurope',
    tags: null,
    pools: [],
    ...more,
  };
}

export function subscriptionRow(subscriptionId: string, state = 'Enabled'): unknown {
  return { id: `/subscriptions/${subscriptionId}`, subscriptionId, name: 'Shop', state };
}

/** Whether a Resource Graph request asks for subscriptions, not for clusters. */
export function asksForSubscriptions({ body }: Asked): boolean {
  return String(body['query']).startsWith('resourcecontainers');
}
