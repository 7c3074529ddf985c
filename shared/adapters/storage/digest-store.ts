import { z } from 'zod';
import type { DigestRecord } from '../../domain/announce/digest-record.ts';
import type { DigestStore } from '../../ports/digest-store.ts';
import { etaggedRecords } from './etagged.ts';
import type { Table } from './table.ts';

const PARTITION = 'digest';
const FLEET = 'fleet';

const Head = z.looseObject({
  format: z.literal(1),
  month: z.string(),
  told: z.record(z.string(), z.looseObject({})),
  toSend: z.array(z.looseObject({ id: z.string() })),
});

/** One row. When it cannot be read nothing is said: what people were told would be told again. */
export function tableDigestStore(table: Table): DigestStore {
  const records = etaggedRecords(table, 'digest of', (value): value is DigestRecord => Head.safeParse(value).success);
  return {
    async find() {
      const found = await records.get(PARTITION, FLEET);
      return found && { record: found.value, etag: found.etag };
    },
    async save(record, basedOn) {
      const etag = await records.put(PARTITION, FLEET, record, basedOn);
      return etag === undefined ? { kind: 'conflict' } : { kind: 'saved', etag };
    },
  };
}
