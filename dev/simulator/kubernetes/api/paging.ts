import { ApiError, badRequest } from './status.ts';

/** Where a list goes on: at the revision of its first page, after a key. */
export interface Continuation {
  /** -1: at whatever is there now. */
  readonly revision: number;
  /** Key of the last object that was shown. */
  readonly after: string;
}

const VERSION = 'meta.k8s.io/v1';

/** @param cached lists that come from the server's cache write their keys with a slash in front */
export function continueToken({ revision, after }: Continuation, cached: boolean): string {
  const text = JSON.stringify({ v: VERSION, rv: revision, start: `${cached ? '/' : ''}${after}\u0000` });
  return Buffer.from(text).toString('base64url');
}

/** @throws ApiError 400 in the server's words */
export function readContinueToken(token: string): Continuation {
  const bad = (why: string) => badRequest(`invalid continue token: continue key is not valid: ${why}`);
  const strange = token.search(/[^A-Za-z0-9_-]/);
  if (strange >= 0) throw bad(`illegal base64 data at input byte ${strange}`);
  const text = Buffer.from(token, 'base64url').toString('utf8');
  let parsed: { v?: unknown; rv?: unknown; start?: unknown };
  try {
    parsed = JSON.parse(text);
  } catch {
    throw bad(
      text === '' ? 'unexpected end of JSON input' : `invalid character '${text[0]}' looking for beginning of value`,
    );
  }
  if (parsed.v !== VERSION) throw bad(`server does not recognize this encoded version ${String(parsed.v ?? '')}`);
  const start = String(parsed.start ?? '');
  if (start === '') throw bad('encoded start key empty (version meta.k8s.io/v1)');
  if (start.split('/').includes('..')) throw bad(start);
  return { revision: Number(parsed.rv ?? 0), after: start.replace(/^\//, '').split('\u0000')[0] ?? '' };
}

/** The page of a list that is too old, with a token for who does not mind that the rest is newer. */
export function expired(after: string): ApiError {
  return new ApiError(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    undefined,
    { continue: continueToken({ revision: -1, after }, false) },
  );
}

export const tooOld = (): ApiError =>
  new ApiError(410, 'Expired', 'The resourceVersion for the provided list is too old.');

export const tooNew = (asked: number, current: number): ApiError =>
  new ApiError(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
