import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** One request that a process sent, enough to send it again. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

export interface RecordedCalls {
  readonly calls: readonly Call[];
  /** Answers 429 that the process got. */
  throttled(): number;
}

/** Listens to everything this process sends over http(s), below any client library: nothing can be left out. */
export function recordCalls(): RecordedCalls {
  const calls: Call[] = [];
  let throttled = 0;
  subscribe('http.client.request.created', (message) => {
    const { request } = message as { request: ClientRequest };
    if (request.method !== 'POST') {
      calls.push({ method: request.method, path: request.path });
      return;
    }
    const end = request.end.bind(request);
    request.end = ((...args: Parameters<typeof end>) => {
      calls.push({ method: request.method, path: request.path, body: String(args[0] ?? '') });
      return end(...args);
    }) as typeof request.end;
  });
  subscribe('http.client.response.finish', (message) => {
    const { response } = message as { response: IncomingMessage };
    if (response.statusCode === 429) throttled += 1;
  });
  return { calls, throttled: () => throttled };
}

export function isResourceGraph({ path }: Call): boolean {
  return path.toLowerCase().startsWith('/providers/microsoft.resourcegraph/');
}
