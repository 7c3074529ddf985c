import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { loopbackCertificate } from '../../../dev/simulator/certificate.ts';
import type { ClusterAccess } from '../../../shared/adapters/kubernetes/access.ts';

export interface Asked {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Text is sent as it is; anything else as JSON. */
  readonly body?: unknown;
  /** Ends the connection instead of answering. */
  readonly hangUp?: true;
}

/** An API server that answers whatever a test wants; what a test does not name is an empty list. */
export interface KubeServer {
  readonly server: string;
  readonly ca: string;
  readonly asked: Asked[];
  answer: (asked: Asked) => Answer | undefined;
  access(overrides?: Partial<ClusterAccess>): ClusterAccess;
  close(): Promise<void>;
}

export async function startKubeServer(): Promise<KubeServer> {
  const certificate = await loopbackCertificate();
  const http = createServer(certificate, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://localhost');
    const asked: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization,
    };
    kube.asked.push(asked);
    const { status = 200, headers = {}, body = {}, hangUp } = kube.answer(asked) ?? usual(asked);
    if (hangUp) {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server = `https://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const kube: KubeServer = {
    server,
    ca: certificate.cert,
    asked: [],
    answer: () => undefined,
    access: (overrides) => ({
      context: 'test',
      server,
      tls: { ca: certificate.cert },
      headers: async () => ({ authorization: 'Bearer reader' }),
      ...overrides,
    }),
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await certificate.remove();
    },
  };
  return kube;
}

function usual({ path }: Asked): Answer {
  return { body: path === '/version' ? { gitVersion: 'v1.34.9' } : list([]) };
}

/** A page of a list; with a token when there is more. */
export function list(items: readonly unknown[], token?: string): unknown {
  return { kind: 'List', metadata: { resourceVersion: '1', ...(token && { continue: token }) }, items };
}

/** The `Status` of a refusal, as a real server sends it. */
export function status(code: number, reason: string): Answer {
  return { status: code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code } };
}
