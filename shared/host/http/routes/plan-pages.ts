import { z } from 'zod';
import { messagePage } from '../../../../web/pages/message-page.ts';
import { planPage } from '../../../../web/pages/plan-page.ts';
import { plansPage } from '../../../../web/pages/plans-page.ts';
import { PlanQuery } from '../../../app/plan-views.ts';
import { parseQuery } from '../query.ts';
import type { Route } from '../route.ts';
import { frozenOf } from './frozen.ts';
import { HTML, linksOf, page, present } from './pages.ts';
import { planIdOf } from './plans.ts';

export const showPlansPage: Route = {
  name: 'dashboard-plans',
  method: 'GET',
  path: 'plans',
  summary: 'The proposed plans as a page',
  answers: { 200: HTML },
  async handle({ fleet, now, url, chatLink }) {
    const [view, frozen] = await Promise.all([fleet.plans(), frozenOf(fleet, now)]);
    if (!view) return page(200, await messagePage(NO_PLAN_YET, linksOf(url, chatLink), frozen));
    return page(200, await plansPage({ view, frozen, now, links: linksOf(url, chatLink) }));
  },
  present,
};

export const showPlanPage: Route = {
  name: 'dashboard-plan',
  method: 'GET',
  path: 'plans/{id}',
  summary: 'One plan as a page',
  params: z.object({ id: z.string() }),
  query: PlanQuery,
  answers: { 200: HTML, 404: { description: 'There is no such plan' } },
  async handle({ fleet, now, url, chatLink, params }) {
    const query = parseQuery(PlanQuery, url.searchParams);
    const [plan, frozen] = await Promise.all([fleet.plan(planIdOf(params), query), frozenOf(fleet, now)]);
    if (!plan) return page(404, await messagePage(NO_SUCH_PLAN, linksOf(url, chatLink), frozen));
    const [signOffs, { migrations }] = await Promise.all([fleet.signOffs(plan.hash), fleet.migrations('all')]);
    const ofPlan = migrations.filter(({ planId }) => planId === plan.id);
    return page(
      200,
      await planPage({ plan, signOffs, migrations: ofPlan, frozen, now, links: linksOf(url, chatLink) }),
    );
  },
  present,
};

const NO_PLAN_YET = {
  title: 'No plan yet',
  text: 'Nothing was planned so far. Plans are made after the first sweep that has finished; load this page again in some minutes.',
};

const NO_SUCH_PLAN = {
  title: 'No such plan',
  text: 'There is no plan with this id. Plans that are no longer proposed are let go after a time.',
};
