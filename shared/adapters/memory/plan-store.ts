import type { MigrationPlan } from '../../domain/plan/migration-plan.ts';
import type { Instant } from '../../domain/time.ts';
import type { PlanStore, StoredProposal } from '../../ports/plan-store.ts';
import { type Packed, pack, unpack } from './packed.ts';

const ID_LENGTH = 12;

/** Plans in this process's memory. */
export function memoryPlanStore(): PlanStore {
  const byId = new Map<
    string,
    { hash: string; text: Packed<MigrationPlan>; firstSavedAt: Instant; savedAt: Instant }
  >();
  let current: StoredProposal | undefined;
  let version = 0;
  return {
    async save(plan, at) {
      const text = pack(plan);
      const known = byId.get(plan.id);
      const firstSavedAt = known?.firstSavedAt ?? at;
      byId.set(plan.id, { hash: plan.hash, text, firstSavedAt, savedAt: at });
      if (!known) return { kind: 'new', firstSavedAt };
      const same = Buffer.compare(known.text, text) === 0;
      return { kind: same ? 'known' : 'renewed', firstSavedAt };
    },
    async find(idOrHash) {
      const found = byId.get(idOrHash.slice(0, ID_LENGTH));
      if (!found?.hash.startsWith(idOrHash) || idOrHash.length < ID_LENGTH) return undefined;
      return { plan: unpack(found.text), firstSavedAt: found.firstSavedAt, savedAt: found.savedAt };
    },
    async proposal() {
      return current && structuredClone(current);
    },
    async propose(proposal, basedOn) {
      if (current?.etag !== basedOn) return 'conflict';
      version += 1;
      current = { proposal: structuredClone(proposal), etag: `v${version}` };
      return 'saved';
    },
    async forget(before, keep) {
      const old = [...byId].filter(([id, { savedAt }]) => savedAt < before && !keep.has(id));
      for (const [id] of old) byId.delete(id);
      return old.length;
    },
  };
}
