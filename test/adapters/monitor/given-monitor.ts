/** A query service that answers whatever a test wants, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TokenCredential } from '@azure/identity';
import { askMonitor } from '../../../shared/adapters/monitor/monitor-http.ts';
import { systemDeadline } from '../../../shared/adapters/system/deadline.ts';

export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
  /** The query itself, in PromQL or KQL. */
  readonly query: string;
}

export interface Answer {
  readonly status?: number;
  /** Text is sent as it is; anything else as JSON. */
  readonly body?: unknown;
  /** No answer at all. */
  readonly silent?: true;
}

export interface GivenMonitor {
  readonly url: string;
  readonly asked: Asked[];
  readonly scopes: string[];
  answer: (asked: Asked) => Answer;
  ask(name: string, scope: string, answerMs?: number): ReturnType<typeof askMonitor>;
  close(): void;
}

export async function givenMonitor(): Promise<GivenMonitor> {
  const server = createServer((request, response) => void handle(request, response));
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { 'content-type': contentType, authorization } = request.headers;
    const query = contentType?.includes('json')
      ? (JSON.parse(body) as { query: string }).query
      : (new URLSearchParams(body).get('query') ?? '');
    const asked = { path: request.url ?? '', authorization, contentType, body, query };
    monitor.asked.push(asked);
    const { status = 200, body: answer, silent } = monitor.answer(asked);
    if (silent) return;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const credential: TokenCredential = {
    async getToken(scopes) {
      monitor.scopes.push(String(scopes));
      return { token: 'of-a-test', expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
    },
  };
  const monitor: GivenMonitor = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    scopes: [],
    answer: () => ({ status: 500, body: {} }),
    ask: (name, scope, answerMs) => askMonitor(name, scope, credential, systemDeadline, answerMs),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return monitor;
}

/** @see https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
export function vector(...rows: readonly (readonly [Readonly<Record<string, string>>, number | string])[]) {
  return {
    status: 'success',
    data: {
      resultType: 'vector',
      result: rows.map(([metric, value]) => ({ metric, value: [1_795_161_600, String(value)] })),
    },
  };
}

/** @see https://prometheus.io/docs/prometheus/latest/querying/api/#range-vectors */
export function matrix(
  ...rows: readonly (readonly [Readonly<Record<string, string>>, readonly (readonly [number, number])[]])[]
) {
  return {
    status: 'success',
    data: {
      resultType: 'matrix',
      result: rows.map(([metric, values]) => ({ metric, values: values.map(([at, value]) => [at, String(value)]) })),
    },
  };
}

/** @see https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format */
export function table(columns: Readonly<Record<string, string>>, ...rows: readonly (readonly unknown[])[]) {
  return {
    tables: [{ name: 'PrimaryResult', columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rows }],
  };
}
