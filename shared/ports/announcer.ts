import type { Announcement } from '../domain/announcement.ts';

/** Tells the outside world. One implementation is a webhook; chat comes behind the same port. */
export interface Announcer {
  /** May be called again with the same announcement; the receiver can tell by its `id`. */
  deliver(announcement: Announcement): Promise<DeliveryAnswer>;
}

export type DeliveryAnswer =
  | { readonly kind: 'delivered' }
  /** Nobody is configured to hear it; that is fine. */
  | { readonly kind: 'nobody-listens' }
  /** The receiver says it will never take this one (400, 404, 410...). */
  | { readonly kind: 'refused'; readonly detail: string };
