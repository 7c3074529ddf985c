import type { Round } from '../../domain/announce/round.ts';
import type { AnnouncementStore } from '../../ports/announcement-store.ts';

/** What was said, in this process's memory, as text: nobody can change what is stored. */
export function memoryAnnouncementStore(): AnnouncementStore {
  const byCluster = new Map<string, { readonly text: string; readonly etag: string }>();
  let version = 0;
  return {
    async list() {
      return [...byCluster.values()].map(({ text, etag }) => ({ round: JSON.parse(text) as Round, etag }));
    },
    async save(round, basedOn) {
      if (byCluster.get(round.clusterId)?.etag !== basedOn) return { kind: 'conflict' };
      version += 1;
      const etag = `v${version}`;
      byCluster.set(round.clusterId, { text: JSON.stringify(round), etag });
      return { kind: 'saved', etag };
    },
  };
}
