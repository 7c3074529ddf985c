import type { Instant } from '../../domain/time.ts';
import type { PostAnswer } from '../../ports/chat.ts';

/** What is known of a call that threw. */
export interface Failed {
  readonly act: 'post' | 'update';
  /** Whether it went out. */
  readonly sent: boolean;
  readonly now: Instant;
  readonly timeoutMs: number;
}

/** The connection was never made: nothing stands. */
const NEVER_THERE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** It failed somewhere, or waited for somebody in vain: what was sent may have got through all the same. */
const MAY_STAND: ReadonlySet<number> = new Set([500, 504]);

/** Ours or the service's trouble of the moment; Microsoft names 412, 429, 502 and 504 as worth another try. */
const ASK_AGAIN: ReadonlySet<number> = new Set([401, 408, 412, 425, 429]);

/**
 * What a failed call means for the message. That a message was taken away is no word about its conversation: Teams answers
 * a change of it with 404, or with 403 and no reason.
 *
 * @see https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages#status-codes-from-bot-conversational-apis
 */
export function answerOf(error: unknown, { act, sent, now, timeoutMs }: Failed): PostAnswer {
  const { statusCode: status, response } = (error ?? {}) as RestFailure;
  if (status === undefined) return notAnswered(error, sent, timeoutMs);
  const code = codeOf(response?.bodyAsText);
  const why = `it answered ${status}${code === undefined ? '' : ` (${code})`}`;
  if (status < 300) return { kind: 'later', stands: 'maybe', why: `${why}, but not with what was expected` };
  const isTakenAway = act === 'update' && status === 403 && NO_REASON.has(code);
  if (isTakenAway || code === 'ActivityNotFoundInConversation') {
    return { kind: 'refused', why: 'the message is not there any more' };
  }
  if (status === 403 || status === 404) return { kind: 'gone', why };
  if (status === 413) return { kind: 'too-large' };
  if (status < 500 && !ASK_AGAIN.has(status)) return { kind: 'refused', why };
  const afterMs = waitOf(response?.headers?.get('retry-after'), now);
  return {
    kind: 'later',
    stands: MAY_STAND.has(status) ? 'maybe' : 'no',
    why,
    ...(afterMs !== undefined && { afterMs }),
  };
}

/** @see https://github.com/microsoft/BotFramework-Services/issues/269 */
const NO_REASON: ReadonlySet<string | undefined> = new Set([undefined, 'ServiceError', 'Unknown']);

interface RestFailure {
  readonly statusCode?: number;
  readonly code?: unknown;
  readonly name?: unknown;
  readonly response?: {
    readonly headers?: { get(name: string): string | undefined };
    readonly bodyAsText?: string | null;
  };
}

function notAnswered(error: unknown, sent: boolean, timeoutMs: number): PostAnswer {
  const { code, name } = (error ?? {}) as RestFailure;
  const stands = sent && !NEVER_THERE.has(String(code)) ? 'maybe' : 'no';
  if (name === 'TimeoutError' || name === 'AbortError') {
    return { kind: 'later', stands, why: `no answer in ${timeoutMs / 1000} s` };
  }
  if (!sent) return { kind: 'later', stands, why: 'it could not be sent, as we could not sign in' };
  return { kind: 'later', stands, why: typeof code === 'string' ? code : 'no connection' };
}

/** `{ error: { code } }`; only what looks like a code, as it is shown to people. */
function codeOf(body: string | null | undefined): string | undefined {
  try {
    const { error } = JSON.parse(body ?? '') as { error?: { code?: unknown } };
    const { code } = error ?? {};
    return typeof code === 'string' && /^[A-Za-z]{1,60}$/.test(code) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** `Retry-After` is seconds, or a date. */
function waitOf(header: string | undefined, now: Instant): number | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
