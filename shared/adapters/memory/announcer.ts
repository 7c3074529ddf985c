import type { Announcement } from '../../domain/announcement.ts';
import type { Announcer } from '../../ports/announcer.ts';

/** Keeps announcements for whoever started the sweep; the same announcement twice is kept once. */
export function collectingAnnouncer(): Announcer & { collected(): readonly Announcement[] } {
  const byId = new Map<string, Announcement>();
  return {
    async deliver(announcement) {
      byId.set(announcement.id, announcement);
      return { kind: 'delivered' };
    },
    collected: () => [...byId.values()],
  };
}

/** For an installation without a receiver: announcements end here, and that is fine. */
export const silentAnnouncer: Announcer = {
  async deliver() {
    return { kind: 'nobody-listens' };
  },
};
