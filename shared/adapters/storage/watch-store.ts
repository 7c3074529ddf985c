import { z } from 'zod';
import type { WatchState } from '../../domain/alert/alert.ts';
import type { WatchStore } from '../../ports/watch-store.ts';
import { fromContent, toContent, unreadable } from './content.ts';
import { escapeKey } from './key.ts';
import type { Table } from './table.ts';

const ROW = 'watch';

/** What a state of this form must at least be; its parts were written by this very software. */
const Head = z.looseObject({ format: z.literal(1), migrationId: z.string(), rules: z.array(z.unknown()) });

/** A row for each watched migration. */
export function tableWatchStore(table: Table): WatchStore {
  return {
    async find(migrationId) {
      const row = await table.get(escapeKey(migrationId), ROW);
      if (!row) return undefined;
      const what = `the watch of migration ${migrationId}`;
      const state = fromContent('state', row, what);
      const head = Head.safeParse(state);
      if (!head.success) throw unreadable(what, head.error);
      return { state: state as WatchState, etag: row.etag };
    },
    async save(state, basedOn) {
      const place = { partitionKey: escapeKey(state.migrationId), rowKey: ROW };
      const entity = { ...place, ...toContent('state', state, `the watch of migration ${state.migrationId}`) };
      if (basedOn === undefined) return (await table.create(entity)) === 'created' ? 'saved' : 'conflict';
      const saved = await table.batch([['update', entity, 'Replace', { etag: basedOn }]]);
      return saved ? 'saved' : 'conflict';
    },
  };
}
