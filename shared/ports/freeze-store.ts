import type { FreezeWord } from '../domain/freeze/freeze.ts';

/** The last word on freezing the fleet. What cannot be read throws: then nothing begins. */
export interface FreezeStore {
  /** `undefined`: nobody has ever said anything. */
  find(): Promise<StoredFreezeWord | undefined>;
  /** @param basedOn the etag it was decided on; `undefined`: there was none. `conflict`: look again. */
  save(
    word: FreezeWord,
    basedOn: string | undefined,
  ): Promise<{ readonly kind: 'saved'; readonly etag: string } | { readonly kind: 'conflict' }>;
}

export interface StoredFreezeWord {
  readonly word: FreezeWord;
  readonly etag: string;
}
