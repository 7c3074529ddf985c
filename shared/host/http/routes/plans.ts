import { z } from 'zod';
import { PlanQuery, PlansView, PlanView } from '../../../app/plan-views.ts';
import { problem } from '../problem.ts';
import { parseQuery } from '../query.ts';
import { type Answer, json, type Reply, type Route } from '../route.ts';

export const PlanParams = z.object({ id: z.string().describe("A plan's id or whole hash") });
export const NO_SUCH_PLAN: Answer = { description: 'There is no such plan, or it was let go after PLAN_KEEP_DAYS' };

export const listPlans: Route = {
  name: 'api-plans',
  method: 'GET',
  path: 'api/plans',
  summary: 'The plans that are proposed now, and what changed last',
  answers: {
    200: { description: 'The proposal', schema: PlansView },
    503: { description: 'Nothing was planned yet; ask again after `Retry-After` seconds.' },
  },
  async handle({ fleet }) {
    const view = await fleet.plans();
    return view ? json(200, view) : noPlanYet();
  },
};

export const showPlan: Route = {
  name: 'api-plan',
  method: 'GET',
  path: 'api/plans/{id}',
  summary: 'One plan: waves, clusters, steps, windows, money, what holds it',
  params: PlanParams,
  query: PlanQuery,
  answers: { 200: { description: 'The plan', schema: PlanView }, 404: NO_SUCH_PLAN },
  async handle({ fleet, params, url }) {
    const id = planIdOf(params);
    const plan = await fleet.plan(id, parseQuery(PlanQuery, url.searchParams));
    return plan ? json(200, plan) : noSuchPlan(id);
  },
};

export const showRunbook: Route = {
  name: 'api-plan-runbook',
  method: 'GET',
  path: 'api/plans/{id}/runbook',
  summary: "The plan's runbook, as one Markdown file",
  params: PlanParams,
  query: PlanQuery,
  answers: { 200: { description: 'Markdown', mediaType: 'text/markdown' }, 404: NO_SUCH_PLAN },
  async handle({ fleet, params, url }) {
    const id = planIdOf(params);
    const body = await fleet.runbook(id, parseQuery(PlanQuery, url.searchParams));
    if (body === undefined) return noSuchPlan(id);
    return {
      status: 200,
      mediaType: 'text/markdown; charset=utf-8',
      body,
      headers: { 'content-disposition': `inline; filename="runbook-${id.slice(0, 12)}.md"` },
    };
  },
};

/** Ids are hexadecimal; whatever else is there is no id, and does not reach a store or a header. */
export function planIdOf(params: Readonly<Record<string, string>>): string {
  const id = (params['id'] ?? '').toLowerCase();
  return /^[0-9a-f]{12,64}$/.test(id) ? id : '';
}

export function noSuchPlan(id: string): Reply {
  const which = id === '' ? 'A plan has an id of 12 hexadecimal characters.' : `There is no plan ${id}.`;
  return problem(404, 'PLAN_NOT_FOUND', `${which} The plans that are proposed now are listed at /api/plans.`);
}

function noPlanYet(): Reply {
  return problem(
    503,
    'NO_PLAN_YET',
    'Nothing was planned yet: that comes after the first whole sweep. Ask again in some minutes.',
    { 'retry-after': '300' },
  );
}
