import { gunzipSync, gzipSync } from 'node:zlib';
import { InputError, UpstreamError } from '../../domain/errors.ts';

/** Properties of a table entity that hold one value. */
export type Content = Readonly<Record<string, string | number | Uint8Array>>;

/** Up to this many characters a value is kept as readable JSON, for whoever looks into the table. */
const READABLE_LIMIT = 4_000;

/** A binary property holds 64 KiB. */
const PART_BYTES = 64 * 1024;

/** An entity holds 1 MiB with its names and other properties; this leaves room for them. */
export const CONTENT_LIMIT_BYTES = 15 * PART_BYTES;

/**
 * A value as properties of an entity: `NAME` as JSON when it is short, else `NAME0`, `NAME1`... with the
 * gzipped JSON in parts, and `NAMEParts` with their number (0: see `NAME`).
 *
 * @throws InputError RECORD_TOO_LARGE when it does not fit into one entity
 */
export function toContent(name: string, value: unknown, what: string): Content {
  const json = JSON.stringify(value);
  if (json.length <= READABLE_LIMIT) return { [name]: json, [`${name}Parts`]: 0 };
  const bytes = gzipSync(json, { level: 1 });
  if (bytes.length > CONTENT_LIMIT_BYTES) {
    throw new InputError(
      'RECORD_TOO_LARGE',
      `What was read of ${what} is too large to be stored: ${bytes.length} bytes compressed, at most ${CONTENT_LIMIT_BYTES} fit.`,
      { what, bytes: bytes.length, limitBytes: CONTENT_LIMIT_BYTES },
    );
  }
  const parts: Record<string, string | number | Uint8Array> = { [name]: '' };
  let count = 0;
  for (let from = 0; from < bytes.length; from += PART_BYTES) {
    parts[`${name}${count}`] = bytes.subarray(from, from + PART_BYTES);
    count += 1;
  }
  return { ...parts, [`${name}Parts`]: count };
}

/** @throws UpstreamError STORED_RECORD_UNREADABLE when the parts are not what was stored */
export function fromContent(name: string, entity: Readonly<Record<string, unknown>>, what: string): unknown {
  try {
    const count = entity[`${name}Parts`];
    if (count === 0) return JSON.parse(entity[name] as string);
    if (typeof count !== 'number') throw new TypeError(`${name}Parts is missing`);
    const parts = Array.from({ length: count }, (_, part) => entity[`${name}${part}`] as Uint8Array);
    return JSON.parse(gunzipSync(Buffer.concat(parts)).toString('utf8'));
  } catch (cause) {
    throw unreadable(what, cause);
  }
}

export function unreadable(what: string, cause?: unknown): UpstreamError {
  return new UpstreamError(
    'STORED_RECORD_UNREADABLE',
    `The stored record of ${what} cannot be read. The next sweep writes it anew; what it alone knew is lost.`,
    { what },
    { cause },
  );
}

/** Roughly what an entity weighs in a request: binary travels as base64. */
export function weightOf(content: Content): number {
  let bytes = 2_000;
  for (const value of Object.values(content)) {
    if (typeof value === 'string') bytes += value.length * 2;
    else if (typeof value !== 'number') bytes += Math.ceil((value.length * 4) / 3);
  }
  return bytes;
}
