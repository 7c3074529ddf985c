import type { Instant } from '../time.ts';

/**
 * One thing that happened, in an append-only chain of one migration: each entry's hash covers its content and the hash
 * before it, so that a changed, dropped or reordered one shows.
 */
export interface EvidenceEntry {
  readonly migrationId: string;
  /** From 1, without gaps. */
  readonly seq: number;
  readonly at: Instant;
  /** A person, or `image-steward`. */
  readonly who: string;
  /** `created`, `step`, `intent`, `outcome`, `wait`, `command`, `order`, `pause`, `resume`, `alert`, `viability`, `ended`... */
  readonly kind: EvidenceKind;
  /** One sentence. */
  readonly what: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** A field of an entry's `before` or `after`, which have what their kind has. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

export const EVIDENCE_KINDS = [
  'created',
  'step',
  'intent',
  'outcome',
  'waiting',
  'command',
  'order',
  'paused',
  'resumed',
  'alert',
  'viability',
  'ended',
] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export interface EvidenceHead {
  /** 0: the chain is empty. */
  readonly seq: number;
  readonly hash: string;
}

export const NO_EVIDENCE: EvidenceHead = { seq: 0, hash: '0'.repeat(64) };
