import type { HealthCheckRequest, HealthSignal } from '../domain/alert/health-signal.ts';
import type { WriteAnswer } from './write-answer.ts';

/**
 * AKS's upgrade health gate (preview): AKS asks in the cluster whether what it has upgraded is well, and monitors answer.
 * An answer is gone with its request.
 */
export interface HealthGates {
  /** @throws UpstreamError when there is no way to the cluster at present */
  openRequests(clusterId: string): Promise<OpenRequests>;
  /**
   * Gives the answer, or changes the one that was given; the same one twice writes nothing.
   *
   * @throws UpstreamError when nobody knows whether it happened
   */
  publish(clusterId: string, signal: HealthSignal): Promise<WriteAnswer>;
}

export type OpenRequests =
  | { readonly kind: 'seen'; readonly requests: readonly HealthCheckRequest[] }
  /** The cluster does not have the preview's resources: nobody asks. */
  | { readonly kind: 'not-there' }
  | { readonly kind: 'refused'; readonly code: string; readonly because: string };
