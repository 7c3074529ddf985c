import type { AlertVerdict } from '../../domain/alert/verdict.ts';
import type { VerdictStore } from '../../ports/verdict-store.ts';

/** Verdicts in this process's memory. */
export function memoryVerdictStore(): VerdictStore {
  const byMigration = new Map<string, AlertVerdict>();
  return {
    async of(migrationId) {
      return byMigration.get(migrationId);
    },
    async save(verdict) {
      const known = byMigration.get(verdict.migrationId);
      if (known && known.evaluatedAt > verdict.evaluatedAt) return;
      byMigration.set(verdict.migrationId, { ...verdict });
    },
  };
}
