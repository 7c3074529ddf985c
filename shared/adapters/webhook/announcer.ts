import { ConfigError, UpstreamError } from '../../domain/errors.ts';
import type { Announcer, DeliveryAnswer } from '../../ports/announcer.ts';
import type { Clock, Pause } from '../../ports/clock.ts';
import { cloudEvent, signature } from './cloud-event.ts';

export interface WebhookSettings {
  /** https, or http on this machine. May itself be a secret: it is never shown. */
  readonly url: string;
  readonly secret: string;
  /** How long one request may take. */
  readonly timeoutMs?: number;
}

/**
 * Waits between the tries of one delivery. The queue delivers again at once, ten times: without waits here a
 * receiver that restarts for half a minute would miss its news.
 */
const WAITS_MS: readonly number[] = [2_000, 8_000];

/** A longer `Retry-After` is cut to this: the message's lock and the invocation end. */
const LONGEST_WAIT_MS = 30_000;

/** Not the receiver's last word, although in the 400s. */
const ASK_AGAIN: readonly number[] = [408, 425, 429];

type Try = DeliveryAnswer | { readonly kind: 'again'; readonly because: string; readonly retryAfterMs?: number };

/**
 * Posts announcements as signed CloudEvents.
 *
 * @throws UpstreamError UPSTREAM_WEBHOOK when the receiver cannot be reached, is slow, throttles or fails
 * @throws ConfigError WEBHOOK_NOT_HTTPS at once, for an address that would send news in the clear
 */
export function webhookAnnouncer(settings: WebhookSettings, clock: Clock, pause: Pause): Announcer {
  const { url, secret, timeoutMs = 10_000 } = settings;
  refusePlainHttp(url);

  async function attempt(body: string): Promise<Try> {
    const seconds = Math.floor(clock.now() / 1000);
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/cloudevents+json; charset=utf-8',
          'user-agent': 'image-steward',
          'steward-signature': signature(secret, seconds, body),
        },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return answerOf(response);
    } catch (error) {
      if (error instanceof Error && error.name === 'TimeoutError') {
        return { kind: 'again', because: `no answer in ${timeoutMs / 1000} s` };
      }
      return { kind: 'again', because: networkCode(error) };
    }
  }

  return {
    async deliver(announcement) {
      const body = JSON.stringify(cloudEvent(announcement));
      for (let tries = 1; ; tries += 1) {
        const answer = await attempt(body);
        if (answer.kind !== 'again') return answer;
        const wait = WAITS_MS[tries - 1];
        if (wait === undefined) throw notDelivered(answer.because, tries, announcement.id);
        await pause(Math.min(answer.retryAfterMs ?? wait, LONGEST_WAIT_MS));
      }
    },
  };
}

function answerOf({ status, headers }: Response): Try {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status >= 500 || ASK_AGAIN.includes(status)) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
    return { kind: 'again', because: `status ${status}`, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  const why = status < 400 ? 'it redirects, and a signed message is not sent elsewhere' : 'it does not take this one';
  return { kind: 'refused', detail: `The webhook's receiver answered ${status}: ${why}.` };
}

/** `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`...: the message itself would name the address. */
function networkCode(error: unknown): string {
  const cause = (error as { cause?: { code?: unknown } } | undefined)?.cause;
  return typeof cause?.code === 'string' ? cause.code : 'no connection';
}

function notDelivered(because: string, tries: number, announcementId: string): UpstreamError {
  return new UpstreamError(
    'UPSTREAM_WEBHOOK',
    `The webhook's receiver did not take an announcement (${because}, ${tries} tries). The queue sends it again.`,
    { announcementId, because, tries },
  );
}

function refusePlainHttp(url: string): void {
  const { protocol, hostname } = new URL(url);
  const local = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && local)) return;
  throw new ConfigError('WEBHOOK_NOT_HTTPS', 'WEBHOOK_URL must be https; http is only for a receiver on this machine.');
}
