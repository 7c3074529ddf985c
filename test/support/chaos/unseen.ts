import type { Migration } from '../../../shared/domain/migration/migration.ts';
import type { Need } from '../../../shared/domain/migration/step-rule.ts';
import { ruleOf } from '../../../shared/domain/migration/steps/index.ts';
import type { SimProcess } from './process.ts';

/** Lists that come of a need; events only explain, so nothing rests on them. */
const LISTS: Readonly<Record<Need, readonly string[]>> = {
  nodes: ['nodes'],
  'pods-of-pools': ['nodes', 'pods'],
  'pending-pods': ['pods'],
  workloads: ['workloads'],
  budgets: ['budgets'],
  autoscalers: ['autoscalers'],
  events: [],
};

/** What the migration's step rests on, and the process did not see. */
export function unseenBy({ unseen }: SimProcess, migration: Migration): string | undefined {
  if (unseen.has('azure')) return 'azure';
  return ruleOf(migration.step)
    .needs(migration)
    .flatMap((need) => LISTS[need])
    .find((list) => unseen.has(list));
}
