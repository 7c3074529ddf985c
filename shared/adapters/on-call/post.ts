import { ConfigError } from '../../domain/errors.ts';
import type { PageAnswer } from '../../ports/on-call.ts';

export interface Post {
  /** https, or http on this machine. May itself be a secret: it is never shown. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Not the receiver's last word, although in the 400s. */
const ASK_AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);

const TIMEOUT_MS = 10_000;

/** One try. Waiting and trying again is the queue's: the next channel is not kept waiting for this one. */
export async function post({ url, headers = {}, body }: Post, timeoutMs = TIMEOUT_MS): Promise<PageAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'image-steward', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return answerOf(response.status, Number(response.headers.get('retry-after') ?? Number.NaN));
  } catch (error) {
    return { kind: 'unreachable', why: networkReason(error, timeoutMs) };
  }
}

/** @throws ConfigError ON_CALL_NOT_HTTPS for an address that would send pages in the clear */
export function refusePlainHttp(setting: string, url: string): void {
  const { protocol, hostname } = new URL(url);
  const local = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && local)) return;
  throw new ConfigError('ON_CALL_NOT_HTTPS', `${setting} must be https; http is only for a receiver on this machine.`);
}

function answerOf(status: number, retryAfter: number): PageAnswer {
  if (status >= 200 && status < 300) return { kind: 'told' };
  if (status >= 500 || ASK_AGAIN.has(status)) {
    const again = Number.isFinite(retryAfter) && retryAfter >= 0 ? { againSeconds: retryAfter } : {};
    return { kind: 'unreachable', why: `it answered ${status}`, ...again };
  }
  const why = status < 400 ? 'a redirect, and a page is not sent elsewhere' : 'it does not take this one';
  return { kind: 'refused', why: `it answered ${status}: ${why}` };
}

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`...: the message itself would name the address. */
function networkReason(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer in ${timeoutMs / 1000} s`;
  const cause = (error as { cause?: { code?: unknown } } | undefined)?.cause;
  return typeof cause?.code === 'string' ? cause.code : 'no connection';
}
