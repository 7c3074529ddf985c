import type { StuckPod } from './stuck.ts';

/** What came of following one node's drain for a while. */
export interface DrainOutcome {
  /** Evictions that the API server accepted in this time. */
  readonly evicted: number;
  /** Pods that still have to leave; 0: the node is empty of what an eviction moves. */
  readonly left: number;
  readonly stuck: readonly StuckPod[];
  /** Pods that left and found no place: the drain stops. */
  readonly room:
    | { readonly kind: 'found' }
    | { readonly kind: 'missing'; readonly why: string }
    | { readonly kind: 'unknown'; readonly why: string };
  /** Set when the node could not be followed to the end of the time. */
  readonly trouble?: string;
}
