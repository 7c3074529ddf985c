import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ClusterReading } from '../../domain/fleet/reading.ts';

/** A reading as compressed JSON: about an eighth of its size as objects, back in well under a millisecond. */
export type PackedReading = Uint8Array;

/** The fastest level: sentences of findings repeat so much that a higher one gains little. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export function packReading(reading: ClusterReading): PackedReading {
  // Copied, because zlib answers with a view on a larger buffer that would stay in memory with it.
  return new Uint8Array(zstdCompressSync(JSON.stringify(reading), FAST));
}

export function unpackReading(packed: PackedReading): ClusterReading {
  return JSON.parse(zstdDecompressSync(packed).toString('utf8')) as ClusterReading;
}
