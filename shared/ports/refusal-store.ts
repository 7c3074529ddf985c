import type { Refusal } from '../domain/chat/refusal.ts';

/** Append-only. */
export interface RefusalStore {
  /** The same one twice is kept once. */
  add(refusal: Refusal): Promise<void>;
  /** The newest first. @param most how many */
  newest(most: number): Promise<readonly Refusal[]>;
}
