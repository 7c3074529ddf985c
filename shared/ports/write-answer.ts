/**
 * How a change was received. Expected refusals are values; an `UpstreamError` means that nobody knows whether it
 * happened, and the next pass finds out by looking.
 */
export type WriteAnswer =
  /** It is done, or under way; look at the world for how far. */
  | { readonly kind: 'accepted'; readonly operation?: string }
  /** Something else is under way on the cluster (409): come back. */
  | { readonly kind: 'busy'; readonly because: string }
  /** It is not as it was when this was decided (409, 412): look and decide again. */
  | { readonly kind: 'changed'; readonly because: string }
  | { readonly kind: 'throttled'; readonly againSeconds: number }
  /** Not as things stand: quota, policy, permission, a field that Azure does not take. */
  | { readonly kind: 'refused'; readonly code: string; readonly because: string };
