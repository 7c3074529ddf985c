import type { HttpHandler, HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Config } from '../config/config.ts';
import { CHAT_BODY_TOO_LONG, type ChatResponse, LONGEST_CHAT_BODY } from '../ports/chat.ts';
import { problem, problemOf } from './http/problem.ts';
import type { Reply } from './http/route.ts';
import { COMMON_HEADERS } from './http/security-headers.ts';
import { errorFields, logLine } from './log.ts';
import { responseOf } from './on-http.ts';
import { contextLog, type RunningApp, runningApp } from './running.ts';

/** The handler of what the chat service sends. Who sends it is checked behind the chat's own door, not by the sign-in. */
export function onChat(): HttpHandler {
  return (request, context) => {
    const log = contextLog(context);
    return handleChat(request, runningApp, (error) =>
      log.error(logLine('chat request failed', { function: context.functionName, ...errorFields(error) })),
    );
  };
}

type Running = Pick<RunningApp, 'fleet'> & { readonly config: Pick<Config, 'CHAT'> };

/** One request of the Functions host. Never throws, and never tells a caller what only the log is to know. */
export async function handleChat(
  request: HttpRequest,
  running: () => Promise<Running>,
  failed: (error: unknown) => void,
): Promise<HttpResponseInit> {
  try {
    const { fleet, config } = await running();
    if (config.CHAT === 'off') return told(problem(404, 'CHAT_OFF', 'This app has no chat: CHAT is off.'));
    // A body that says it is longer is not even read.
    if (Number(request.headers.get('content-length') ?? 0) > LONGEST_CHAT_BODY) return answered(CHAT_BODY_TOO_LONG);
    const headers = Object.fromEntries([...request.headers].map(([name, value]) => [name.toLowerCase(), value]));
    return answered(await fleet.receiveChat({ headers, body: await request.text() }));
  } catch (error) {
    failed(error);
    return told(problemOf(error));
  }
}

function answered({ status, headers, body, problem: why }: ChatResponse): HttpResponseInit {
  if (why) return told(problem(status, why.code, why.detail, headers));
  const common = { status, headers: { ...COMMON_HEADERS, ...headers } };
  return body === undefined ? common : { ...common, jsonBody: body };
}

function told(reply: Reply): HttpResponseInit {
  return responseOf({ ...reply, headers: { ...COMMON_HEADERS, ...reply.headers } });
}
