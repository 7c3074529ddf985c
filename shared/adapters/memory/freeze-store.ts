import type { FleetFreeze } from '../../domain/freeze/freeze.ts';
import type { FreezeStore } from '../../ports/freeze-store.ts';

export function memoryFreezeStore(): FreezeStore {
  let freeze: FleetFreeze | undefined;
  return {
    find: async () => freeze && { ...freeze },
    async put(given) {
      if (freeze) return 'exists';
      freeze = { ...given };
      return 'frozen';
    },
    async lift() {
      const was = freeze;
      freeze = undefined;
      return was ? 'lifted' : 'missing';
    },
  };
}
