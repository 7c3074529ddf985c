import type { Instant } from '../time.ts';

/** The newest image that Azure offers to pools of one class, as one of them reported it. */
export interface LatestImage {
  /** See `imageClass`: region, OS SKU, Kubernetes minor and image family. */
  readonly imageClass: string;
  readonly version: string;
  /** The pool that was asked. */
  readonly askedPoolId: string;
  readonly readAt: Instant;
}
