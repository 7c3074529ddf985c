import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Faults, untilOver } from '../control/faults.ts';
import type { RequestLog } from '../control/request-log.ts';
import type { Handler } from '../server.ts';
import { identityOf } from './access/identity.ts';
import { allow, answerTo, operationName } from './api/answer.ts';
import type { KubeRequest } from './api/request.ts';
import { type ResourceRoute, routeIn, routeOf } from './api/routes.ts';
import { type Answer, ApiError } from './api/status.ts';
import { type Sink, startWatch } from './api/watch.ts';
import type { KubernetesFace } from './face.ts';
import { faultAnswer } from './faults.ts';
import { pump } from './pump.ts';

export interface KubernetesHandlerOptions {
  readonly face: Pick<KubernetesFace, 'find' | 'rest' | 'subscriptionOf'>;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly latencyMilliseconds: number;
  /** Fleet time, as text. */
  readonly now: () => string;
  /** Fleet seconds per second. */
  readonly speed: number;
  /** Lets the fleet catch up with its clock. */
  readonly settle: () => void;
}

/** Speaks Kubernetes over the network, for all clusters of a fleet. */
export function kubernetesHandler(options: KubernetesHandlerOptions): Handler {
  const { face, faults, log } = options;
  return async (incoming, text, response) => {
    const url = new URL(incoming.url ?? '/', 'https://127.0.0.1');
    const method = incoming.method ?? 'GET';
    const watching = method === 'GET' && ['true', '1'].includes(url.searchParams.get('watch') ?? '');
    const path = face.rest(url.pathname);
    const route = routeOf(path);
    const operation = operationName(method, route, watching);
    const fault = faults.strike({
      operation,
      method,
      path: url.pathname,
      subscriptions: [face.subscriptionOf(url.pathname)],
    });
    const kind = fault?.spec.kind;
    const write = (status: number) =>
      log.add({
        at: options.now(),
        method,
        path: url.pathname,
        operation,
        effect: method === 'GET' || route.to === 'review' ? 'read' : 'write',
        status,
        throttled: status === 429,
        ...(kind && { fault: kind }),
      });
    const cut = () => {
      write(0);
      response.destroy();
    };

    if (options.latencyMilliseconds > 0) await pause(options.latencyMilliseconds);
    if (fault?.spec.kind === 'slow') await pause(fault.spec.milliseconds);
    if (fault && kind === 'hang') await untilOver(faults, fault.id, response);
    if (kind === 'drop' || response.destroyed) return cut();
    options.settle();
    const cluster = face.find(url.pathname);
    // A cluster that is stopped or gone has no API server: there is no one to answer.
    if (!cluster) return cut();
    const ill = fault && faultAnswer(fault.spec, cluster);
    const who = identityOf(cluster.id, incoming.headers.authorization);
    if (!who) {
      write(401);
      return send(response, new ApiError(401, 'Unauthorized', 'Unauthorized').answer(), false);
    }
    const request: KubeRequest = {
      cluster,
      method,
      path,
      query: url.searchParams,
      headers: incoming.headers,
      text,
      who,
      denied: (attempt) => faults.isDenied(cluster.id, attempt.resource, attempt.verb),
      host: incoming.headers.host ?? '127.0.0.1',
    };
    if (watching && route.to === 'resource' && routeIn(cluster, path).to === 'resource' && !ill) {
      // What Azure does to the machines shows in a watch as it happens, without anyone asking.
      const follow = () => {
        options.settle();
        face.find(url.pathname);
      };
      return watch(request, route, response, { speed: options.speed, follow }, write);
    }
    const answer = ill ?? answerTo(request);
    if (kind === 'lost-reply') return cut();
    write(answer.status);
    send(response, answer, true, kind === 'broken-json');
  };
}

function watch(
  request: KubeRequest,
  route: ResourceRoute,
  response: ServerResponse,
  { speed, follow }: { readonly speed: number; readonly follow: () => void },
  write: (status: number) => void,
): void {
  let begin: (sink: Sink) => void;
  try {
    allow(request, route, true);
    begin = startWatch(request, route, { after });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    write(error.status);
    return send(response, error.answer(), true);
  }
  write(200);
  response.writeHead(200, { ...headersOf(true), 'content-type': 'application/json' });
  response.flushHeaders();
  const rest = pump(request.cluster, speed, follow);
  response.once('close', rest);
  begin({
    line: (line) => void response.write(`${line}\n`),
    end: () => void response.end(),
    onClose: (notify) => void response.once('close', notify),
  });
}

function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
}

/** Which queue of the API server took the request; clients only pass them on. */
const FLOW = {
  'x-kubernetes-pf-flowschema-uid': '5d1b0f5c-5a0f-4c39-8d5b-1b1d6a3e7f10',
  'x-kubernetes-pf-prioritylevel-uid': '0f2f3b1e-6c1d-4a9e-9f55-2d9b0a7c4e21',
};

/** @param flow whether the request came as far as priority and fairness */
const headersOf = (flow: boolean) => ({
  'audit-id': randomUUID(),
  'cache-control': 'no-cache, private',
  ...(flow && FLOW),
});

function send(response: ServerResponse, { status, headers, body }: Answer, flow: boolean, broken = false): void {
  const whole = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  const payload = broken ? whole.slice(0, Math.floor(whole.length / 2)) : whole;
  response.writeHead(status, {
    ...headersOf(flow),
    'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
    ...headers,
    'content-length': Buffer.byteLength(payload),
  });
  response.end(payload);
}
