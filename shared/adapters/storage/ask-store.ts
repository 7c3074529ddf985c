import { z } from 'zod';
import type { Ask } from '../../domain/sign-off/ask.ts';
import type { AskStore } from '../../ports/ask-store.ts';
import { etaggedRecords } from './etagged.ts';
import type { Table } from './table.ts';

const PARTITION = 'ask';

const Head = z.looseObject({
  format: z.literal(1),
  scope: z.string(),
  planHash: z.string(),
  reminded: z.array(z.number()),
  said: z.number(),
  toSend: z.array(z.looseObject({ id: z.string() })),
});

/** A row for each scope of plans. One that cannot be read stops all of it: what was asked would be asked again. */
export function tableAskStore(table: Table): AskStore {
  const records = etaggedRecords(table, 'ask', (value): value is Ask => Head.safeParse(value).success);
  return {
    async list() {
      return (await records.list(PARTITION)).map(({ value, etag }) => ({ ask: value, etag }));
    },
    async save(ask, basedOn) {
      const etag = await records.put(PARTITION, ask.scope, ask, basedOn);
      return etag === undefined ? { kind: 'conflict' } : { kind: 'saved', etag };
    },
  };
}
