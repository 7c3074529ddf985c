import type { Round } from '../domain/announce/round.ts';

/** What was said about the work on each cluster. */
export interface AnnouncementStore {
  list(): Promise<readonly StoredRound[]>;
  /** @param basedOn the etag it was decided on; `undefined`: there was none. `conflict`: look again. */
  save(
    round: Round,
    basedOn: string | undefined,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' }>;
}

export interface StoredRound {
  readonly round: Round;
  readonly etag: string;
}
