import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { onTestFinished } from 'vitest';
import { loopbackCertificate } from '../../../dev/simulator/certificate.ts';
import { Faults } from '../../../dev/simulator/control/faults.ts';
import { RequestLog } from '../../../dev/simulator/control/request-log.ts';
import { type Role, tokenOf } from '../../../dev/simulator/kubernetes/access/identity.ts';
import { routeOf } from '../../../dev/simulator/kubernetes/api/routes.ts';
import { type Sink, startWatch } from '../../../dev/simulator/kubernetes/api/watch.ts';
import { KubeCluster } from '../../../dev/simulator/kubernetes/cluster.ts';
import { kubernetesHandler } from '../../../dev/simulator/kubernetes/handler.ts';
import { startServer } from '../../../dev/simulator/server.ts';
import type { State } from './recorded-state.ts';
import type { Exchange } from './recording.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A cluster in a recorded state behind a real https server, on a clock that only moves when it is told to. */
export async function givenRecordedCluster(state: State) {
  let now = state.now;
  const cluster = new KubeCluster({
    id: '/recorded',
    version: '1.34.9',
    now: () => now,
    contents: state.contents,
    revision: state.revision,
    warmUp: false,
  });
  const faults = new Faults();
  const handler = kubernetesHandler({
    face: { find: () => (cluster.settle(), cluster), rest: (path) => path, subscriptionOf: () => '' },
    faults,
    log: new RequestLog(),
    latencyMilliseconds: 0,
    now: () => new Date(now).toISOString(),
    speed: 0,
    settle: () => {},
  });
  const certificate = await loopbackCertificate();
  const server = await startServer(certificate, 0, handler);
  onTestFinished(async () => {
    await server.close();
    await certificate.remove();
  });

  const send = ({ method, path, headers, body }: Exchange['request']): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { authorization, ...rest } = headers;
      const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
      const sent = httpsRequest(
        {
          host: '127.0.0.1',
          port: server.port,
          path,
          method,
          ca: certificate.cert,
          agent: false,
          headers: {
            ...rest,
            ...(payload !== undefined && { 'content-length': Buffer.byteLength(payload) }),
            ...(authorization !== undefined && { authorization: credentials(authorization) }),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            const text = Buffer.concat(parts).toString();
            const json = response.headers['content-type'] === 'application/json';
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: json ? JSON.parse(text) : text,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(payload);
    });

  return {
    cluster,
    send,
    advance(milliseconds: number) {
      now += milliseconds;
      cluster.settle();
    },
    /** A watch whose time runs when `fire` says so. */
    watch(path: string) {
      const url = new URL(path, 'https://127.0.0.1');
      const route = routeOf(url.pathname);
      if (route.to !== 'resource') throw new Error(`${path} is no list`);
      const timers: { at: number; run: () => void }[] = [];
      const lines: Record<string, unknown>[] = [];
      let ended = false;
      const sink: Sink = {
        line: (line) => void lines.push(JSON.parse(line)),
        end: () => void (ended = true),
        onClose: () => {},
      };
      const request = {
        cluster,
        method: 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: {},
        text: '',
        who: { user: 'x', groups: [] },
        denied: () => false,
        host: '',
      };
      startWatch(request, route, { after: (at, run) => (timers.push({ at, run }), () => {}) })(sink);
      return {
        lines,
        ended: () => ended,
        fire: () => {
          for (const { run } of timers.toSorted((a, b) => a.at - b.at)) run();
        },
      };
    },
  };
}

const credentials = (recorded: string): string => {
  const role = /^Bearer <(admin|drainer|reader|nobody)>$/.exec(recorded)?.[1];
  return role ? `Bearer ${tokenOf('/recorded', role as Role)}` : recorded;
};
