import { inflateSync } from 'node:zlib';

export interface Png {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha, row after row; 0 to 255 each. */
  readonly pixels: readonly (readonly [number, number, number, number])[];
}

const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** Reads what a browser writes: 8 bits a channel, RGB or RGBA, not interlaced. */
export function readPng(file: Uint8Array): Png {
  const bytes = Buffer.from(file);
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const channels = CHANNELS[bytes.readUInt8(25)];
  if (!channels || bytes.readUInt8(24) !== 8 || bytes.readUInt8(28) !== 0) throw new Error('a PNG of another kind');
  const data = unfiltered(inflateSync(dataOf(bytes)), width * channels, height, channels);
  const at = (pixel: number, channel: number) => data[pixel * channels + channel] ?? 255;
  return {
    width,
    height,
    pixels: Array.from({ length: width * height }, (_, pixel) => [
      at(pixel, 0),
      at(pixel, 1),
      at(pixel, 2),
      channels === 4 ? at(pixel, 3) : 255,
    ]),
  };
}

function dataOf(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

/** @see https://www.w3.org/TR/png-3/#9Filters */
function unfiltered(raw: Buffer, rowLength: number, rows: number, step: number): Uint8Array {
  const out = new Uint8Array(rowLength * rows);
  for (let row = 0; row < rows; row++) {
    const filter = raw[row * (rowLength + 1)] ?? 0;
    for (let x = 0; x < rowLength; x++) {
      const to = row * rowLength + x;
      const left = x >= step ? (out[to - step] ?? 0) : 0;
      const up = row > 0 ? (out[to - rowLength] ?? 0) : 0;
      const corner = row > 0 && x >= step ? (out[to - rowLength - step] ?? 0) : 0;
      out[to] = (raw[row * (rowLength + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return Math.floor((left + up) / 2);
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [nearLeft, nearUp, nearCorner] = [left, up, corner].map((one) => Math.abs(guess - one)) as [
    number,
    number,
    number,
  ];
  if (nearLeft <= nearUp && nearLeft <= nearCorner) return left;
  return nearUp <= nearCorner ? up : corner;
}
