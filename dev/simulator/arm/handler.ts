import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Faults, type RequestFacts, untilOver } from '../control/faults.ts';
import type { RequestLog } from '../control/request-log.ts';
import type { Handler } from '../server.ts';
import { type ArmFace, notSimulated } from './face.ts';
import { type ArmAnswer, type ArmRequest, refusal } from './http.ts';
import type { Match } from './router.ts';
import { spoilt } from './spoilt-answers.ts';
import { aksThrottled, armThrottled, graphThrottled } from './throttle.ts';

export interface ArmHandlerOptions {
  readonly face: ArmFace;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly latencyMilliseconds: number;
  /** Lets the fleet catch up with its clock before a request looks at it. */
  readonly settle: () => void;
  readonly now: () => string;
  /** Called after an answer that lists clusters has been made. */
  readonly listed: (match: Match) => void;
}

/** Speaks ARM over the network: faults, then the face, then the log. */
export function armHandler(options: ArmHandlerOptions): Handler {
  const { face, faults, log } = options;

  return async (incoming, text, response) => {
    const url = new URL(incoming.url ?? '/', 'https://127.0.0.1');
    const method = incoming.method ?? 'GET';
    const match = face.find(method, url.pathname);
    const request = armRequest(incoming, method, url, text);
    const fault = faults.strike(facts(match, request));
    const write = (status: number, throttled: boolean) =>
      log.add({
        at: options.now(),
        method,
        path: url.pathname,
        operation: match?.operation.name ?? 'unknown',
        effect: match?.operation.effect ?? (method === 'GET' ? 'read' : 'write'),
        status,
        throttled,
        ...(fault && { fault: fault.spec.kind }),
      });

    if (options.latencyMilliseconds > 0) await pause(options.latencyMilliseconds);
    if (fault?.spec.kind === 'slow') await pause(fault.spec.milliseconds);
    if (fault?.spec.kind === 'hang') await untilOver(faults, fault.id, response);
    if (fault?.spec.kind === 'drop' || response.destroyed) {
      write(0, false);
      response.destroy();
      return;
    }
    options.settle();
    const { answer, throttled } = answerOf(face, match, request, fault?.spec);
    if (fault?.spec.kind === 'lost-reply') {
      write(0, false);
      response.destroy();
      return;
    }
    write(answer.status, throttled);
    send(response, answer, fault?.spec);
    if (match && answer.status === 200) options.listed(match);
  };
}

type Spec = NonNullable<ReturnType<Faults['strike']>>['spec'];

function answerOf(
  face: ArmFace,
  match: Match | undefined,
  request: ArmRequest,
  fault: Spec | undefined,
): { answer: ArmAnswer; throttled: boolean } {
  if (fault?.kind === 'throttle') return { answer: throttledBy(match, fault.retryAfterSeconds), throttled: true };
  if (fault?.kind === 'error') {
    const headers: Record<string, string> =
      fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
    return {
      answer: { ...refusal(fault.status, fault.code, fault.message), headers },
      throttled: fault.status === 429,
    };
  }
  if (!match) return { answer: notSimulated(request.method, request.path), throttled: false };
  if (request.body instanceof SyntaxError) {
    const message = `The request content was invalid and could not be deserialized: '${request.body.message}'.`;
    return { answer: refusal(400, 'InvalidRequestContent', message), throttled: false };
  }
  const { answer, throttled } = face.answer(match, request);
  return { answer: fault?.kind === 'missing-rows' ? spoilt.withoutRows(answer, fault.rows) : answer, throttled };
}

function throttledBy(match: Match | undefined, seconds: number): ArmAnswer {
  if (match?.operation.name === 'resourceGraph.query') return graphThrottled(seconds);
  if (match?.operation.bucket) return aksThrottled(match, match.operation.bucket, seconds);
  return match ? armThrottled(match, 'reads', seconds) : refusal(429, 'TooManyRequests', 'Too many requests.');
}

function armRequest(incoming: IncomingMessage, method: string, url: URL, text: string): ArmRequest {
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch (error) {
    body = error;
  }
  return { method, path: url.pathname, query, headers: incoming.headers, body };
}

function facts(match: Match | undefined, request: ArmRequest): RequestFacts {
  const inPath = match?.params.subscription;
  const inBody = (request.body as { subscriptions?: unknown } | undefined)?.subscriptions;
  const named = Array.isArray(inBody) ? inBody.map(String) : inPath === undefined ? [] : [inPath];
  return {
    operation: match?.operation.name ?? 'unknown',
    method: request.method,
    path: request.path,
    subscriptions: named.map((id) => id.toLowerCase()),
  };
}

function send(response: ServerResponse, answer: ArmAnswer, fault: Spec | undefined): void {
  const id = randomUUID();
  const payload = answer.json ?? (answer.body === undefined ? '' : JSON.stringify(answer.body));
  const body = fault?.kind === 'broken-json' ? spoilt.cutOff(payload) : payload;
  response.writeHead(answer.status, {
    ...(body !== '' && { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-cache',
    'x-ms-request-id': id,
    'x-ms-correlation-request-id': id,
    ...answer.headers,
  });
  response.end(body);
}
