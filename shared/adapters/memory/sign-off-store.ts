import type { SignOff } from '../../domain/sign-off/sign-off.ts';
import type { SignOffStore } from '../../ports/sign-off-store.ts';

/** Sign-offs in this process's memory. */
export function memorySignOffStore(): SignOffStore {
  const byPlan = new Map<string, Map<string, SignOff>>();
  return {
    async add(signOff) {
      const given = byPlan.get(signOff.planHash) ?? new Map<string, SignOff>();
      byPlan.set(signOff.planHash, given);
      if (given.has(signOff.id)) return 'exists';
      given.set(signOff.id, structuredClone(signOff));
      return 'added';
    },
    async ofPlan(planHash) {
      return oldestFirst([...(byPlan.get(planHash)?.values() ?? [])].map((signOff) => structuredClone(signOff)));
    },
  };
}

/** Those of one moment by their ids: the same list whoever asks. */
export function oldestFirst(signOffs: readonly SignOff[]): readonly SignOff[] {
  return signOffs.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
