/** The story's fleet, planned by the real planner, behind all routes. */
import { memoryInspectionStore } from '../../../shared/adapters/memory/inspection-store.ts';
import { memoryMigrationStore } from '../../../shared/adapters/memory/migration-store.ts';
import { memoryPlanStore } from '../../../shared/adapters/memory/plan-store.ts';
import { bundledNodeKnowledge } from '../../../shared/adapters/policy/node-knowledge.ts';
import { fixedPlanning } from '../../../shared/adapters/policy/planning-source.ts';
import { bundledPrices } from '../../../shared/adapters/prices/bundled-prices.ts';
import { sha256Hex } from '../../../shared/adapters/system/text-hash.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { planMigrations } from '../../../shared/app/plan-migrations.ts';
import { planQueries } from '../../../shared/app/read/plan-queries.ts';
import type { Behind } from '../../../shared/host/http/answer.ts';
import { showPlanPage, showPlansPage } from '../../../shared/host/http/routes/plan-pages.ts';
import { ALL_ROUTES, givenBehind } from './given-app.ts';
import type { Ports } from './given-world.ts';

export const PLAN_ROUTES = [...ALL_ROUTES, showPlansPage, showPlanPage];

export interface GivenPlans {
  readonly behind: Behind;
  /** Id of the one plan that is proposed; empty when nothing is. */
  readonly id: string;
}

/** @param planned `false`: nothing was planned yet */
export async function givenPlans(ports: Ports, planned = true): Promise<GivenPlans> {
  const plans = memoryPlanStore();
  const parts = {
    ...ports,
    plans,
    migrations: memoryMigrationStore(),
    inspections: memoryInspectionStore(),
    knowledge: bundledNodeKnowledge(),
    planning: fixedPlanning(),
    prices: bundledPrices(),
    hash: sha256Hex,
    plansKeptForDays: 400,
  } as unknown as Parts;
  if (planned) await planMigrations(parts);
  const base = givenBehind(ports);
  return {
    id: (await plans.proposal())?.proposal.plans[0]?.id ?? '',
    behind: {
      ...base,
      async running() {
        const { fleet, ...rest } = await base.running();
        return { ...rest, fleet: { ...fleet, ...planQueries({ ...ports, plans }) } };
      },
    },
  };
}
