import type { Ask } from '../../domain/sign-off/ask.ts';
import type { AskStore } from '../../ports/ask-store.ts';
import { memoryEtagged } from './etagged.ts';

export function memoryAskStore(): AskStore {
  const records = memoryEtagged<Ask>();
  return {
    list: async () => records.all().map(({ value, etag }) => ({ ask: value, etag })),
    async save(ask, basedOn) {
      const etag = records.put(ask.scope, ask, basedOn);
      return etag === undefined ? { kind: 'conflict' } : { kind: 'saved', etag };
    },
  };
}
