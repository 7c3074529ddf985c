/** Makes values small while nobody looks at them, so that a large fleet fits in a small process. */
export interface Packing {
  /** @param value anything that JSON can carry */
  pack(value: unknown): Uint8Array;
  /** A fresh copy of what `pack` was given. */
  unpack(packed: Uint8Array): unknown;
}
