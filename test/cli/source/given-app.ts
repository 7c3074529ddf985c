import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface AppRequest {
  readonly method: string;
  readonly url: string;
  readonly key: string | undefined;
  readonly body: string;
}

export interface AppAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A stand-in for the deployed app on loopback: it remembers what it was asked and answers as told. */
export async function givenApp(answer: (request: AppRequest) => AppAnswer | 'never') {
  const requests: AppRequest[] = [];
  const server: Server = createServer((message, reply) => void handle(message, reply));

  async function handle(message: IncomingMessage, reply: ServerResponse): Promise<void> {
    const request = {
      method: message.method ?? '',
      url: message.url ?? '',
      key: message.headers['x-functions-key'] as string | undefined,
      body: await textOf(message),
    };
    requests.push(request);
    const told = answer(request);
    if (told === 'never') return;
    const { status, body, headers } = told;
    reply.writeHead(status, { 'content-type': 'application/json', ...headers });
    reply.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  }
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += chunk;
  return text;
}
