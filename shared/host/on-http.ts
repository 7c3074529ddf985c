import type { HttpFunctionOptions, HttpRequest, HttpResponseInit } from '@azure/functions';
import { answer } from './http/answer.ts';
import { triggerLevel } from './http/auth.ts';
import type { Reply, Route } from './http/route.ts';
import { errorFields, logLine } from './log.ts';
import { contextLog, type RunningApp, runningApp, runningConfig } from './running.ts';

/** A route as the Functions host registers it. */
export function onHttp(route: Route): HttpFunctionOptions {
  return {
    route: route.path,
    methods: [route.method],
    authLevel: authLevel(),
    handler: async (request, context) => {
      const log = contextLog(context);
      const failed = (error: unknown) =>
        log.error(logLine('request failed', { function: context.functionName, ...errorFields(error) }));
      return handleRequest(route, request, runningApp, failed);
    },
  };
}

/** One request of the Functions host through a route. */
export async function handleRequest(
  route: Route,
  request: HttpRequest,
  running: () => Promise<RunningApp>,
  failed: (error: unknown) => void,
): Promise<HttpResponseInit> {
  const incoming = {
    url: new URL(request.url),
    params: request.params,
    header: (name: string) => request.headers.get(name) ?? undefined,
    text: () => request.text(),
  };
  return responseOf(await answer(route, incoming, { running, failed }));
}

/** With wrong settings the start fails right after this, and says which; until then nothing is open. */
function authLevel(): HttpFunctionOptions['authLevel'] {
  try {
    return triggerLevel(runningConfig());
  } catch {
    return 'function';
  }
}

export function responseOf({ status, mediaType, body, headers }: Reply): HttpResponseInit {
  if (body.length === 0) return { status, headers: { ...headers } };
  return { status, headers: { ...headers, 'content-type': mediaType }, body };
}
