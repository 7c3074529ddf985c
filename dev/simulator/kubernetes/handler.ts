import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Faults } from '../control/faults.ts';
import type { RequestLog } from '../control/request-log.ts';
import type { Handler } from '../server.ts';
import type { Denial } from './access/authorizer.ts';
import { identityOf } from './access/identity.ts';
import { answerTo, operationName } from './api/answer.ts';
import type { KubeRequest } from './api/request.ts';
import { routeOf } from './api/routes.ts';
import { type Answer, ApiError } from './api/status.ts';
import type { KubernetesFace } from './face.ts';

export interface KubernetesHandlerOptions {
  readonly face: KubernetesFace;
  readonly faults: Faults;
  readonly log: RequestLog;
  /** Fleet time, as text. */
  readonly now: () => string;
  /** Lets the fleet catch up with its clock. */
  readonly settle: () => void;
}

/** Speaks Kubernetes over the network, for all clusters of a fleet. */
export function kubernetesHandler(options: KubernetesHandlerOptions): Handler {
  const { face, log } = options;
  return async (incoming, text, response) => {
    options.settle();
    const url = new URL(incoming.url ?? '/', 'https://127.0.0.1');
    const method = incoming.method ?? 'GET';
    const found = face.find(url.pathname);
    // A cluster that is stopped or gone has no API server: there is no one to answer.
    if (!found) return void response.destroy();
    const route = routeOf(found.path);
    const operation = operationName(method, route, false);
    const write = (status: number) =>
      log.add({
        at: options.now(),
        method,
        path: url.pathname,
        operation,
        effect: method === 'GET' ? 'read' : 'write',
        status,
        throttled: status === 429,
      });
    const who = identityOf(found.cluster.id, incoming.headers.authorization);
    if (!who) {
      write(401);
      return send(response, new ApiError(401, 'Unauthorized', 'Unauthorized').answer(), false);
    }
    const denied: Denial = () => false;
    const request: KubeRequest = {
      cluster: found.cluster,
      method,
      path: found.path,
      query: url.searchParams,
      headers: incoming.headers,
      text,
      who,
      denied,
      host: incoming.headers.host ?? '127.0.0.1',
    };
    const answer = answerTo(request);
    write(answer.status);
    send(response, answer, true);
  };
}

/** @param flow whether the request came as far as priority and fairness */
function send(response: ServerResponse, { status, headers, body }: Answer, flow: boolean): void {
  const payload = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'audit-id': randomUUID(),
    'cache-control': 'no-cache, private',
    'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
    ...(flow && FLOW),
    ...headers,
    'content-length': Buffer.byteLength(payload),
  });
  response.end(payload);
}

/** Which queue of the API server took the request; clients only pass them on. */
const FLOW = {
  'x-kubernetes-pf-flowschema-uid': '5d1b0f5c-5a0f-4c39-8d5b-1b1d6a3e7f10',
  'x-kubernetes-pf-prioritylevel-uid': '0f2f3b1e-6c1d-4a9e-9f55-2d9b0a7c4e21',
};
