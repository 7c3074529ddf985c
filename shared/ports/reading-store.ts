import type { ClusterReading } from '../domain/fleet/reading.ts';
import type { FindingChange } from '../domain/policy/change.ts';
import type { Instant } from '../domain/time.ts';

/** The inventory: the newest reading of each cluster, with the changes that are still to be announced. */
export interface ReadingStore {
  ofSubscription(subscriptionId: string): Promise<readonly StoredReading[]>;
  /**
   * Stores each reading unless a newer one (`readAt`) is there, or the stored one is no longer the one
   * the caller decided on (`basedOn`). Each reading is stored whole or not at all.
   */
  save(readings: readonly ReadingToSave[]): Promise<readonly SaveAnswer[]>;
  /**
   * A cluster that a complete reading of its subscription no longer has: kept as `gone` while it has changes to
   * announce, else deleted. Ignored when a newer reading is there or the record moved on.
   */
  remove(clusters: readonly ReadingToRemove[]): Promise<void>;
  /**
   * Marks changes as handed to the outbox: empties `toAnnounce`, and lets go of a cluster that is gone. The record
   * has another etag afterwards. Ignored when the record moved on.
   */
  announced(records: readonly { readonly clusterId: string; readonly etag: string }[]): Promise<void>;
  byCluster(clusterId: string): Promise<StoredReading | undefined>;
  /** Every reading, a subscription at a time. */
  all(): AsyncIterable<readonly StoredReading[]>;
  /** Another text whenever anything above changed, and cheap to ask; lets a reader keep what it has read. */
  version(): Promise<string>;
}

export interface StoredReading {
  readonly reading: ClusterReading;
  /** Changes since the sweep before that have not been handed to the outbox yet. */
  readonly toAnnounce: readonly FindingChange[];
  /** A cluster that is gone keeps its record until its last changes are announced. */
  readonly gone: boolean;
  readonly etag: string;
}

export interface ReadingToSave {
  readonly reading: ClusterReading;
  readonly toAnnounce: readonly FindingChange[];
  /** `undefined`: no record was there. */
  readonly basedOn: string | undefined;
}

export interface ReadingToRemove {
  readonly clusterId: string;
  readonly toAnnounce: readonly FindingChange[];
  readonly readAt: Instant;
  readonly basedOn: string;
}

/** `older`: a newer reading was there and stays. `conflict`: read again and decide again. */
export type SaveAnswer = {
  readonly clusterId: string;
  readonly kind: 'saved' | 'older' | 'conflict';
  readonly etag?: string;
};
