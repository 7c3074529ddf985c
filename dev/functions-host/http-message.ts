import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireCookie, WireHttp } from './core-api.ts';

/** The platform's own limit for a request's body. */
export const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** @returns `undefined` when the body is larger than {@link MAX_BODY_BYTES}. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A request in the wire form of the HTTP trigger. */
export function requestInput(
  request: IncomingMessage,
  url: URL,
  parameters: Readonly<Record<string, string>>,
  body: Buffer,
): WireHttp {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) headers[name] = (values ?? []).join(', ');
  return {
    method: request.method ?? 'GET',
    url: url.href,
    nullableHeaders: wrap(headers),
    // A name that is given several times arrives as one value with commas, as the platform sends it.
    nullableQuery: wrap(
      Object.fromEntries(
        [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name).join(',')]),
      ),
    ),
    nullableParams: wrap(parameters),
    body: body.length > 0 ? { bytes: body } : null,
  };
}

/** Writes a function's answer. A function that returned nothing answers 204. */
export function writeAnswer(response: ServerResponse, answer: WireHttp | undefined, withBody: boolean): number {
  if (!answer) {
    response.writeHead(204).end();
    return 204;
  }
  const status = Number(answer.statusCode ?? 200);
  const body = Buffer.from(answer.body?.bytes ?? answer.body?.string ?? '');
  const headers: Record<string, string | number | string[]> = { ...answer.headers };
  if (answer.cookies?.length) headers['set-cookie'] = answer.cookies.map(cookieText);
  if (status !== 204 && status !== 304) headers['content-length'] = body.length;
  response.writeHead(status, headers);
  response.end(withBody && status !== 204 && status !== 304 ? body : undefined);
  return status;
}

const wrap = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));

const SAME_SITE: Readonly<Record<string, string>> = { lax: 'Lax', strict: 'Strict', explicitNone: 'None' };

function cookieText(cookie: WireCookie): string {
  const parts = [`${cookie.name}=${encodeURIComponent(cookie.value)}`];
  if (cookie.domain) parts.push(`Domain=${cookie.domain.value}`);
  parts.push(`Path=${cookie.path?.value ?? '/'}`);
  if (cookie.expires) parts.push(`Expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.maxAge) parts.push(`Max-Age=${cookie.maxAge.value}`);
  if (cookie.secure?.value) parts.push('Secure');
  if (cookie.httpOnly?.value) parts.push('HttpOnly');
  const sameSite = SAME_SITE[cookie.sameSite ?? ''];
  if (sameSite) parts.push(`SameSite=${sameSite}`);
  return parts.join('; ');
}
