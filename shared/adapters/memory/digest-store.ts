import type { DigestRecord } from '../../domain/announce/digest-record.ts';
import type { DigestStore } from '../../ports/digest-store.ts';
import { memoryEtagged } from './etagged.ts';

const FLEET = 'fleet';

export function memoryDigestStore(): DigestStore {
  const records = memoryEtagged<DigestRecord>();
  return {
    async find() {
      const found = records.get(FLEET);
      return found && { record: found.value, etag: found.etag };
    },
    async save(record, basedOn) {
      const etag = records.put(FLEET, record, basedOn);
      return etag === undefined ? { kind: 'conflict' } : { kind: 'saved', etag };
    },
  };
}
