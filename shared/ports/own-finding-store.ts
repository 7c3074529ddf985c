import type { OwnFinding } from '../domain/fleet/own-finding.ts';

export interface OwnFindingStore {
  list(): Promise<readonly OwnFinding[]>;
  /** Adds or renews one; `since` stays as it first was. */
  raise(findings: readonly OwnFinding[]): Promise<void>;
  clear(ids: readonly string[]): Promise<void>;
}
