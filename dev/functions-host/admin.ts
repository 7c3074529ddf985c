import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './http-message.ts';
import { keyOf, plain } from './http-trigger.ts';
import type { TriggerInput } from './invoke.ts';
import { type HostKeys, mayPass } from './keys.ts';

/** A function that can be started by hand. */
export interface StartByHand {
  readonly functionName: string;
  readonly kind: 'timer' | 'queue' | 'http';
  /** What the function is handed; `input` is the text given in the request. */
  readonly input: (input: string) => TriggerInput;
  readonly run: (input: TriggerInput) => Promise<unknown>;
}

export interface AdminOptions {
  readonly functions: ReadonlyMap<string, StartByHand>;
  readonly keys: HostKeys | undefined;
  readonly status: () => object;
}

/**
 * The platform's admin endpoints that are of use on a developer's machine:
 * `GET /admin/host/status`, `GET /admin/functions`, `POST /admin/functions/NAME` (202, runs it now).
 *
 * @returns whether the path was an admin path, and is answered.
 * @see https://learn.microsoft.com/azure/azure-functions/functions-manually-run-non-http
 */
export async function answerAdmin(
  { functions, keys, status }: AdminOptions,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const [first, area, name, ...more] = url.pathname.slice(1).toLowerCase().split('/');
  if (first !== 'admin') return false;
  if (!mayPass('admin', keyOf(request, url), keys)) {
    plain(response, 401, 'the master key is needed');
  } else if (request.method === 'GET' && area === 'host' && name === 'status' && more.length === 0) {
    json(response, status());
  } else if (request.method === 'GET' && area === 'functions' && name === undefined) {
    json(
      response,
      [...functions.values()].map(({ functionName, kind }) => ({ name: functionName, trigger: kind })),
    );
  } else if (request.method === 'POST' && area === 'functions' && name && more.length === 0) {
    await startByHand(functions, name, request, response);
  } else {
    plain(response, 404, 'there is no such admin endpoint');
  }
  return true;
}

async function startByHand(
  functions: AdminOptions['functions'],
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const found = [...functions.values()].find(({ functionName }) => functionName.toLowerCase() === name);
  if (!found) return plain(response, 404, 'there is no such function');
  if (found.kind === 'http') return plain(response, 400, 'this function answers HTTP: call its own route');
  const body = await readBody(request);
  const input = body && readInput(body.toString('utf8'));
  if (input === undefined) return plain(response, 400, 'the body must be JSON: {"input": "text"}');
  void found.run(found.input(input));
  response.writeHead(202).end();
}

/** @returns the text to hand over, empty when there is no body; `undefined` when the body is not as expected. */
function readInput(body: string): string | undefined {
  if (body.trim() === '') return '';
  try {
    const { input = '' } = JSON.parse(body) as { input?: unknown };
    return typeof input === 'string' ? input : undefined;
  } catch {
    return undefined;
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}
