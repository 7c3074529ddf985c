import { UpstreamError } from '../../domain/errors.ts';
import type { WriteAnswer } from '../../ports/write-answer.ts';
import type { Refusal } from './refusal.ts';
import type { KubernetesReply } from './write-http.ts';

/** When a busy server does not say when to come again. */
const USUAL_PAUSE_SECONDS = 5;

/** A conflict is met by reading again, so many times in all; then somebody else keeps on writing. */
export const MOST_TRIES = 3;

/** @throws UpstreamError where nobody knows whether it happened, or there is no way to the cluster at present */
export function writeAnswerOf({ status, againSeconds, message }: KubernetesReply): WriteAnswer {
  if (status < 300) return { kind: 'accepted' };
  const because = message || `the API server answered ${status}`;
  if (status === 409) return { kind: 'changed', because };
  if (status === 404) return { kind: 'changed', because };
  if (status === 429) return { kind: 'throttled', againSeconds: againSeconds ?? USUAL_PAUSE_SECONDS };
  const byWebhook = /admission webhook/.test(message);
  if (status === 401 || (status === 403 && !byWebhook))
    return { kind: 'refused', code: 'KUBERNETES_FORBIDDEN', because };
  if (status >= 500) throw new UpstreamError('KUBERNETES_UNREACHABLE', because, { status });
  return { kind: 'refused', code: 'KUBERNETES_REFUSED', because };
}

/** @throws UpstreamError unless it is a matter of rights */
export function refusedAnswer({ reason, detail }: Refusal): WriteAnswer {
  if (reason === 'forbidden') return { kind: 'refused', code: 'KUBERNETES_FORBIDDEN', because: detail };
  throw new UpstreamError('KUBERNETES_UNREACHABLE', detail);
}
