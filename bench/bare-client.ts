import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { Call } from './recorded-calls.ts';

export interface BareAnswer {
  readonly status: number;
  readonly text: string;
}

/** The least a client can be: keep-alive connections, no pipeline, no models. */
export interface BareClient {
  /** Reads the answer; throws it away unless it is wanted. */
  send(call: Call, keep?: 'keep'): Promise<BareAnswer>;
  close(): void;
}

export function bareClient(
  { armEndpoint, caFile }: { armEndpoint: string; caFile: string },
  connections: number,
): BareClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca: readFileSync(caFile) });
  const { hostname, port } = new URL(armEndpoint);
  return {
    send: ({ method, path, body }, keep) =>
      new Promise((done, fail) => {
        const headers = { authorization: 'Bearer local', ...(body ? { 'content-type': 'application/json' } : {}) };
        const sent = request({ agent, hostname, port, method, path, headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => keep && chunks.push(chunk));
          answer.on('end', () => done({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
          answer.on('error', fail);
        });
        sent.on('error', fail);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
