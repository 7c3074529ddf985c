/** A small HTTP server in front of routes, as the Functions host is in production. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answer, type Behind } from '../../../shared/host/http/answer.ts';
import type { Route } from '../../../shared/host/http/route.ts';

export interface Served {
  readonly url: string;
  /** Milliseconds that the last answer took to make. */
  lastMs(): number;
  close(): Promise<void>;
}

export async function serve(routes: readonly Route[], behind: Behind): Promise<Served> {
  let lastMs = 0;
  const server = createServer((request, response) => void respond(request, response));
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const found = routes
      .map((route) => ({ route, params: match(route, request.method, url.pathname) }))
      .find((one) => one.params);
    if (!found?.params) {
      response.writeHead(404).end();
      return;
    }
    const started = performance.now();
    const reply = await answer(
      found.route,
      { url, params: found.params, header: (name) => request.headers[name]?.toString(), text: () => text(request) },
      behind,
    );
    lastMs = performance.now() - started;
    response.writeHead(reply.status, { ...reply.headers, 'content-type': reply.mediaType }).end(reply.body);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lastMs: () => lastMs,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Asks a server as a program does, which reads and sends JSON. */
export function jsonAt(url: string) {
  const ask = async (path: string, how?: RequestInit): Promise<{ status: number; body: unknown }> => {
    const answer = await fetch(url + path, how);
    return { status: answer.status, body: await answer.json() };
  };
  const headers = { 'content-type': 'application/json' };
  return {
    get: (path: string) => ask(path),
    post: (path: string, body: unknown) => ask(path, { method: 'POST', headers, body: JSON.stringify(body) }),
  };
}

/** The parameters of a path, or `undefined` when it is another route's. */
export function match(route: Route, method: string | undefined, path: string): Record<string, string> | undefined {
  if (route.method !== method) return undefined;
  const names: string[] = [];
  const pattern = route.path.replace(/^\//, '').replace(/\{(\*?)(\w+)\}/g, (_, rest: string, name: string) => {
    names.push(name);
    return rest ? '(.+)' : '([^/]+)';
  });
  const values = new RegExp(`^/${pattern}$`).exec(path);
  return values
    ? Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(values[at + 1] ?? '')]))
    : undefined;
}
