import { type Dispatcher, request } from 'undici';
import type { Pause } from '../../ports/clock.ts';
import type { ClusterAccess } from './access.ts';
import { type Refusal, refusalByError, refusalByStatus } from './refusal.ts';

/** One API server, read only: there is no way to send anything but a GET. */
export interface KubernetesHttp {
  get(path: string): Promise<KubernetesAnswer>;
}

export type KubernetesAnswer =
  | { readonly kind: 'answered'; readonly body: unknown }
  /** 410: the continue token, or the version it stands for, is no longer known. */
  | { readonly kind: 'expired' }
  | ({ readonly kind: 'refused' } & Refusal);

/** How long we wait for one API server. */
export interface KubernetesPatience {
  /** Until the first byte of an answer, and between two of them. */
  readonly attemptMs: number;
  readonly retries: number;
  readonly firstRetryMs: number;
  /** A longer `Retry-After` is cut to this: a reading is not worth waiting longer for. */
  readonly longestRetryMs: number;
}

export const PATIENCE: KubernetesPatience = {
  attemptMs: 30_000,
  retries: 3,
  firstRetryMs: 500,
  longestRetryMs: 10_000,
};

/** A page of 500 pods is 2 to 10 MB; what is larger is no answer of an API server. */
const LONGEST_BODY = 256 * 1024 * 1024;

export function kubernetesHttp(
  access: ClusterAccess,
  dispatcher: Dispatcher,
  pause: Pause,
  patience: KubernetesPatience = PATIENCE,
): KubernetesHttp {
  async function once(path: string): Promise<{ answer: KubernetesAnswer; again?: number }> {
    try {
      const response = await request(`${access.server}${path}`, {
        method: 'GET',
        dispatcher,
        headers: { accept: 'application/json', 'user-agent': 'image-steward', ...(await access.headers()) },
        headersTimeout: patience.attemptMs,
        bodyTimeout: patience.attemptMs,
      });
      const { statusCode, headers, body } = response;
      if (statusCode === 200) {
        if (Number(headers['content-length'] ?? 0) > LONGEST_BODY) throw new RangeError('the answer is too long');
        return { answer: { kind: 'answered', body: await body.json() } };
      }
      await body.dump();
      if (statusCode === 410) return { answer: { kind: 'expired' } };
      const answer = { kind: 'refused', ...refusalByStatus(statusCode) } as const;
      if (statusCode !== 429 && statusCode < 500) return { answer };
      return { answer, again: Number(headers['retry-after']) * 1000 || 0 };
    } catch (error) {
      const refusal = refusalByError(error);
      const answer = { kind: 'refused', ...refusal } as const;
      return refusal.final ? { answer } : { answer, again: 0 };
    }
  }

  return {
    async get(path) {
      for (let tries = 0; ; tries += 1) {
        const { answer, again } = await once(path);
        if (again === undefined || tries === patience.retries) return answer;
        await pause(Math.min(patience.longestRetryMs, Math.max(again, patience.firstRetryMs * 2 ** tries)));
      }
    },
  };
}
