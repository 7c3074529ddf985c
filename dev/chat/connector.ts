import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from './activity.ts';
import { type ChatState, chatState } from './chat-state.ts';
import { answerCall, type Call } from './connector-calls.ts';
import { type Fault, faultScript, sufferFault } from './faults.ts';

export type { Call };

export interface Connector extends ChatState {
  /** What activities carry as `serviceUrl`. */
  readonly url: string;
  /** Every call so far, in order, whatever became of it. */
  calls(): readonly Call[];
  /** The next calls about a place (`*`: any) go wrong so, one each. */
  fail(placeId: string, ...faults: readonly Fault[]): void;
  stop(): Promise<void>;
}

interface ConnectorOptions {
  /** A longer body is refused with 413, as the Agents Playground does. */
  readonly longestBody?: number;
}

const LONGEST_BODY = 102_400;

/** The real one has its API under a region, with a slash at the end of the address. */
const BASE = '/emea';

/**
 * The Bot Framework's connector as far as this project uses it, on this machine only: messages of the app are kept and
 * can be looked at, and calls go wrong as a test says. `test/contracts/chat.ts` holds it against the Agents Playground's.
 *
 * @see https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
 */
export async function startConnector({ longestBody = LONGEST_BODY }: ConnectorOptions = {}): Promise<Connector> {
  const state = chatState();
  const script = faultScript();
  const calls: Call[] = [];

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request);
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!pathname.startsWith(`${BASE}/v3/`)) return send(response, 404);
    if (text.length > longestBody) {
      return send(response, 413, { error: { code: 'MessageSizeTooBig', message: 'Message size too large.' } });
    }
    const path = pathname.slice(BASE.length);
    const call: Call = {
      method: request.method ?? 'GET',
      path,
      placeId: decodeURIComponent(path.split('/')[3] ?? '').split(';')[0] ?? '',
      ...(request.headers.authorization && { authorization: request.headers.authorization }),
      ...(text && { body: JSON.parse(text) as Activity }),
    };
    calls.push(call);
    const act = () => answerCall(state, call);
    const fault = script.take(call.placeId);
    if (fault) return sufferFault(fault, response, act);
    const { status, body } = act();
    send(response, status, body);
  }

  return {
    ...state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}/`,
    calls: () => [...calls],
    fail: (placeId, ...faults) => script.add(placeId, faults),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined) return void response.writeHead(status).end();
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
