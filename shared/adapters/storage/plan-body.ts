import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unreadable } from './content.ts';
import type { Entity, Row } from './table.ts';

/** A binary property holds 64 KiB, an entity 1 MiB: this leaves room for names. */
const PART_BYTES = 64 * 1024;
const PARTS_IN_A_ROW = 12;
const ROW_BYTES = PART_BYTES * PARTS_IN_A_ROW;

/** A text of any length as rows of one partition, named by its digest: rows of another text never mix with them. */
export function bodyRows(partitionKey: string, text: string): { readonly digest: string; readonly rows: Entity[] } {
  const bytes = gzipSync(text, { level: 4 });
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const rows: Entity[] = [];
  for (let from = 0; from < bytes.length; from += ROW_BYTES) {
    const row = bytes.subarray(from, from + ROW_BYTES);
    const parts: Record<string, Uint8Array> = {};
    for (let part = 0; part * PART_BYTES < row.length; part += 1) {
      parts[`part${part}`] = row.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    }
    rows.push({ partitionKey, rowKey: rowKey(digest, rows.length), ...parts });
  }
  return { digest, rows };
}

export function rowKey(digest: string, row: number): string {
  return `${digest}-${String(row).padStart(4, '0')}`;
}

/** @throws UpstreamError STORED_RECORD_UNREADABLE when the rows are not what was stored */
export function bodyText(rows: readonly (Row | undefined)[], what: string): string {
  try {
    const bytes = rows.flatMap((row) => {
      const parts = Array.from({ length: PARTS_IN_A_ROW }, (_, part) => row?.[`part${part}`]);
      return parts.filter((part) => part !== undefined) as Uint8Array[];
    });
    return gunzipSync(Buffer.concat(bytes)).toString('utf8');
  } catch (cause) {
    throw unreadable(what, cause);
  }
}
