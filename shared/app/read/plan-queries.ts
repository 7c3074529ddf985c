import { runbook } from '../../domain/plan/runbook.ts';
import { dayOf } from '../../domain/time.ts';
import type { PlanStore } from '../../ports/plan-store.ts';
import type { Fleet } from '../fleet.ts';
import type { PlanQuery } from '../plan-views.ts';
import { coverageView } from './coverage-view.ts';
import { narrowed, plansView, planView } from './plans.ts';
import { keptPlansByCluster } from './plans-by-cluster.ts';
import type { ReadPorts } from './ports.ts';

/** Everything that can be asked about plans. */
export type PlanQueries = Pick<Fleet, 'plans' | 'plan' | 'planOf' | 'runbook'>;

/** What questions about plans are answered from. */
export interface PlanReadPorts extends Pick<ReadPorts, 'sweeps' | 'clock'> {
  readonly plans: PlanStore;
}

export function planQueries({ plans, sweeps, clock }: PlanReadPorts): PlanQueries {
  const plansByCluster = keptPlansByCluster(plans);
  return {
    async plans() {
      const [stored, sweep] = await Promise.all([plans.proposal(), sweeps.latest()]);
      if (!stored || !sweep) return undefined;
      const [outcomes, sightings] = await Promise.all([sweeps.outcomes(sweep.id), sweeps.sightings()]);
      return plansView(stored.proposal, coverageView(sweep, outcomes, sightings, clock.now()));
    },
    async plan(idOrHash, query = {}) {
      const [found, current] = await Promise.all([plans.find(idOrHash), plans.proposal()]);
      if (!found) return undefined;
      const proposed = current?.proposal.plans.some(({ hash }) => hash === found.plan.hash) ?? false;
      const view = narrowed(planView(found, proposed, dayOf(clock.now())), query);
      return isNarrow(query) ? { ...view, narrowedTo: { ...query } } : view;
    },
    async planOf(clusterId) {
      return (await plansByCluster()).get(clusterId.toLowerCase());
    },
    async runbook(idOrHash, query = {}) {
      const found = await plans.find(idOrHash);
      return found && runbook(narrowed(found.plan, query));
    },
  };
}

function isNarrow({ cluster, wave }: PlanQuery): boolean {
  return cluster !== undefined || wave !== undefined;
}
