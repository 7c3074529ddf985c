import type { Ask } from '../domain/sign-off/ask.ts';

/** What was asked of whom. */
export interface AskStore {
  list(): Promise<readonly StoredAsk[]>;
  /** @param basedOn the etag it was decided on; `undefined`: there was none. `conflict`: look again. */
  save(
    ask: Ask,
    basedOn: string | undefined,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' }>;
}

export interface StoredAsk {
  readonly ask: Ask;
  readonly etag: string;
}
