import type { WatchState } from '../../domain/alert/alert.ts';
import type { WatchStore } from '../../ports/watch-store.ts';

/** Watch states in this process's memory, as text: nobody can change what is stored. */
export function memoryWatchStore(): WatchStore {
  const byMigration = new Map<string, { readonly text: string; readonly etag: string }>();
  let version = 0;
  return {
    async find(migrationId) {
      const row = byMigration.get(migrationId);
      return row && { state: JSON.parse(row.text) as WatchState, etag: row.etag };
    },
    async save(state, basedOn) {
      if (byMigration.get(state.migrationId)?.etag !== basedOn) return 'conflict';
      version += 1;
      byMigration.set(state.migrationId, { text: JSON.stringify(state), etag: `v${version}` });
      return 'saved';
    },
  };
}
