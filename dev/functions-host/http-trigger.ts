import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Binding, WireResponse } from './core-api.ts';
import { HostError } from './host-error.ts';
import { readBody, requestInput, writeAnswer } from './http-message.ts';
import { type AuthLevel, type HostKeys, mayPass } from './keys.ts';
import type { Report } from './report.ts';
import { compareRoutes, type Route, readRoute } from './route.ts';
import { expandSettings, type Settings } from './settings.ts';

export interface HttpFunction {
  readonly functionName: string;
  readonly route: Route;
  /** In capitals. */
  readonly methods: readonly string[];
  readonly authLevel: AuthLevel;
}

/** @throws HostError for a route or an auth level that the local host does not know. */
export function readHttpFunction(
  functionName: string,
  binding: Binding,
  routePrefix: string,
  settings: Settings,
): HttpFunction {
  const where = `function "${functionName}"`;
  const own = expandSettings((binding.route as string | undefined) ?? functionName, settings, where);
  const authLevel = String(binding.authLevel ?? 'anonymous').toLowerCase();
  if (authLevel !== 'anonymous' && authLevel !== 'function' && authLevel !== 'admin') {
    throw new HostError('HOST_UNSUPPORTED', `${where} has the unknown auth level "${authLevel}"`);
  }
  return {
    functionName,
    route: readRoute([routePrefix, own].filter((part) => part !== '').join('/'), where),
    methods: ((binding.methods as string[] | undefined) ?? ['GET', 'POST']).map((method) => method.toUpperCase()),
    authLevel,
  };
}

export interface HttpRequestAnswerer {
  /** Answers one request of the app's own routes; 404 when no function has the path and the method. */
  answer(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void>;
}

export function httpRequests(
  functions: readonly HttpFunction[],
  keys: HostKeys | undefined,
  report: Report,
): HttpRequestAnswerer {
  const inOrder = functions.toSorted((a, b) => compareRoutes(a.route, b.route));
  const find = (method: string, path: string) => {
    for (const candidate of inOrder) {
      if (!candidate.methods.includes(method)) continue;
      const parameters = candidate.route.match(path);
      if (parameters) return { ...candidate, parameters };
    }
    return undefined;
  };
  return {
    async answer(request, response, url) {
      const method = request.method ?? 'GET';
      const found = find(method, url.pathname.slice(1));
      if (!found) return plain(response, 404, 'no function answers this path and method');
      if (!mayPass(found.authLevel, keyOf(request, url), keys)) return plain(response, 401, 'a function key is needed');
      const body = await readBody(request);
      if (!body) return plain(response, 413, 'the body is larger than 100 MB');

      const http = requestInput(request, url, found.parameters, body);
      const outcome = await report(found.functionName, { data: { http }, metadata: {} }, (result) =>
        note(method, url, result),
      );
      if (!outcome.ok) return plain(response, 500, 'the function failed; the host printed why');
      writeAnswer(response, outcome.response.returnValue?.http, method !== 'HEAD');
    },
  };
}

const note = (method: string, url: URL, result: WireResponse | undefined) =>
  `${method} ${url.pathname}${result ? ` ${result.returnValue?.http?.statusCode ?? 204}` : ''}`;

/** The key a caller shows: a header, or `code` in the query. */
export const keyOf = (request: IncomingMessage, url: URL): string | undefined =>
  request.headersDistinct['x-functions-key']?.[0] ?? url.searchParams.get('code') ?? undefined;

/** Answers with one line of text. */
export function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text) + 1,
  });
  response.end(`${text}\n`);
}
