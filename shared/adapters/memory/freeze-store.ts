import type { FreezeWord } from '../../domain/freeze/freeze.ts';
import type { FreezeStore } from '../../ports/freeze-store.ts';

/** In this process's memory, as text: nobody can change what is stored. */
export function memoryFreezeStore(): FreezeStore {
  let stored: { readonly text: string; readonly etag: string } | undefined;
  let version = 0;
  return {
    async find() {
      return stored && { word: JSON.parse(stored.text) as FreezeWord, etag: stored.etag };
    },
    async save(word, basedOn) {
      if (stored?.etag !== basedOn) return { kind: 'conflict' };
      version += 1;
      stored = { text: JSON.stringify(word), etag: `v${version}` };
      return { kind: 'saved', etag: stored.etag };
    },
  };
}
