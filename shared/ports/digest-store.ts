import type { DigestRecord } from '../domain/announce/digest-record.ts';

/** What was last said about what retires. */
export interface DigestStore {
  find(): Promise<StoredDigest | undefined>;
  /** @param basedOn the etag it was decided on; `undefined`: there was none. `conflict`: look again. */
  save(
    record: DigestRecord,
    basedOn: string | undefined,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' }>;
}

export interface StoredDigest {
  readonly record: DigestRecord;
  readonly etag: string;
}
