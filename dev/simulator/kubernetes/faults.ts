import type { FaultSpec } from '../control/faults.ts';
import { type Answer, ApiError } from './api/status.ts';
import type { KubeCluster } from './cluster.ts';

/** What a fault makes an API server say in place of an answer; `undefined` where it answers after all. */
export function faultAnswer(spec: FaultSpec, cluster: KubeCluster): Answer | undefined {
  switch (spec.kind) {
    case 'throttle':
      return busy(spec.retryAfterSeconds).answer();
    case 'error':
      return new ApiError(
        spec.status,
        spec.status >= 500 ? 'InternalError' : spec.code,
        spec.message,
        spec.retryAfterSeconds === undefined ? undefined : { retryAfterSeconds: spec.retryAfterSeconds },
      ).answer();
    case 'list-expires':
      // The tokens and revisions that were given out before are too old from here on.
      cluster.store.compact();
      return undefined;
    default:
      return undefined;
  }
}

/** A server that has too much to do: the other meaning of 429, without a DisruptionBudget cause. */
const busy = (retryAfterSeconds: number): ApiError =>
  new ApiError(429, 'TooManyRequests', 'Too many requests, please try again later.', { retryAfterSeconds });
