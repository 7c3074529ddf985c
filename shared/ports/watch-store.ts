import type { WatchState } from '../domain/alert/alert.ts';

/** What is remembered of each watched migration, changed only by who knows its etag. */
export interface WatchStore {
  find(migrationId: string): Promise<{ readonly state: WatchState; readonly etag: string } | undefined>;
  /** @param basedOn `undefined`: there was none. `conflict`: look again. */
  save(state: WatchState, basedOn: string | undefined): Promise<'saved' | 'conflict'>;
}
