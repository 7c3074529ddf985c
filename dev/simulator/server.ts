import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.ts';

/** Answers one request; a refusal to answer is `destroy`, which cuts the connection. */
export type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => Promise<void>;

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Bodies beyond this are not read; nothing that is sent here comes near. */
const MOST_BODY_BYTES = 8 * 1024 * 1024;

/** An https server on 127.0.0.1 only. @param port 0 takes any free one */
export async function startServer(certificate: Certificate, port: number, handler: Handler): Promise<RunningServer> {
  const server: Server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    readBody(request)
      .then((body) => handler(request, body, response))
      .catch((error: unknown) => {
        if (response.headersSent) return response.destroy();
        response.writeHead(500, { 'content-type': 'application/json; charset=utf-8' });
        const message = error instanceof Error ? error.message : String(error);
        response.end(JSON.stringify({ error: { code: 'SimulatorFault', message } }));
      });
  });
  // Clients hold their connections for as long as they like: a sweep must not meet a closed one.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BODY_BYTES) throw new Error(`a request body of more than ${MOST_BODY_BYTES} bytes is not read`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
