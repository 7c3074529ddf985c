/** Asks for evictions. It never waits for a pod to leave and never deletes one. */
export interface PodEvictor {
  /** Safe to repeat: a pod already on its way out answers `accepted` or `gone`. */
  evict(pod: PodRef, graceSeconds: number): Promise<EvictionAnswer>;
}

export interface PodRef {
  readonly clusterId: string;
  readonly namespace: string;
  readonly name: string;
  /** A later pod of the same name is not the one that was meant, and is `gone`. */
  readonly uid: string;
}

export type EvictionAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'gone' }
  /** A disruption budget has no room at present. `observed`: false while its controller has not looked yet. */
  | { readonly kind: 'budget'; readonly because: string; readonly observed: boolean; readonly budget?: string }
  | { readonly kind: 'budgets-overlap'; readonly because: string }
  /** The API server is busy, and no budget is meant. */
  | { readonly kind: 'busy'; readonly againSeconds: number }
  | { readonly kind: 'webhook'; readonly because: string; readonly name?: string }
  | { readonly kind: 'refused'; readonly status: number; readonly because: string };
