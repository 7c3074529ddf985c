import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryPlanStore } from '../../shared/adapters/memory/plan-store.ts';
import { PlansView, PlanView } from '../../shared/app/plan-views.ts';
import { planQueries } from '../../shared/app/read/plan-queries.ts';
import type { PoolsPage } from '../../shared/app/views.ts';
import type { PlanStore } from '../../shared/ports/plan-store.ts';
import { givenClusterPlan, givenPlan, givenStep, givenWave } from '../support/plan.ts';
import { givenBehind } from './support/given-app.ts';
import { givenPlans, PLAN_ROUTES } from './support/given-plans.ts';
import { givenStory } from './support/given-story.ts';
import { givenPorts } from './support/given-world.ts';
import { Validator } from './support/openapi-answers.ts';
import { type Served, serve } from './support/serve.ts';

let served: Served;
let empty: Served;
let id: string;

beforeAll(async () => {
  const given = await givenPlans((await givenStory()).ports);
  id = given.id;
  served = await serve(PLAN_ROUTES, given.behind);
  empty = await serve(PLAN_ROUTES, (await givenPlans(await givenPorts(), false)).behind);
});
afterAll(() => Promise.all([served.close(), empty.close()]));

const get = (path: string) => fetch(`${served.url}${path}`);

test('the list and a plan answer as the OpenAPI document says', async () => {
  const validator = new Validator(await (await get('/api/openapi.json')).json());
  for (const path of ['/api/plans', `/api/plans/${id}`, `/api/plans/${id}?wave=1`]) {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(validator.problems('GET', new URL(path, served.url).pathname, 200, await answer.json())).toEqual([]);
  }
});

test('a plan is found by its whole hash too, and is the same', async () => {
  const plan = PlanView.parse(await (await get(`/api/plans/${id}`)).json());
  expect(await (await get(`/api/plans/${plan.hash}`)).json()).toEqual(plan);
  expect(plan.proposed).toBe(true);
});

test('every number of the list is that of the plan', async () => {
  const [summary] = PlansView.parse(await (await get('/api/plans')).json()).plans;
  const plan = PlanView.parse(await (await get(`/api/plans/${id}`)).json());
  const clusters = plan.waves.flatMap((wave) => wave.clusters);
  expect(summary).toMatchObject({
    id: plan.id,
    hash: plan.hash,
    feasible: plan.feasible,
    waves: plan.waves.length,
    clusters: clusters.length,
    pools: clusters.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'pool')).length,
    cost: plan.cost.total,
    minutes: plan.minutes,
  });
});

test('one cluster of a plan is only that cluster, by name or id, and says that it is a part', async () => {
  const whole = PlanView.parse(await (await get(`/api/plans/${id}`)).json());
  const cluster = whole.waves[0]?.clusters[0];
  for (const wanted of [cluster?.name.toUpperCase() ?? '', cluster?.clusterId ?? '']) {
    const part = PlanView.parse(await (await get(`/api/plans/${id}?cluster=${encodeURIComponent(wanted)}`)).json());
    expect(part.waves.flatMap(({ clusters }) => clusters.map(({ name }) => name))).toEqual([cluster?.name]);
    expect(part.narrowedTo).toEqual({ cluster: wanted });
    expect(part.hash).toBe(whole.hash);
    const others = [...part.constraints, ...part.leftOut].filter(
      ({ clusterId }) => clusterId !== undefined && clusterId !== cluster?.clusterId,
    );
    expect(others).toEqual([]);
  }
});

test('a runbook is Markdown of the plan, or of the part that is asked for', async () => {
  const whole = await get(`/api/plans/${id}/runbook`);
  expect(whole.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(whole.headers.get('content-disposition')).toBe(`inline; filename="runbook-${id}.md"`);
  const text = await whole.text();
  expect(text.startsWith(`# Runbook of plan ${id}`)).toBe(true);
  const part = await (await get(`/api/plans/${id}/runbook?wave=1`)).text();
  expect(part.length).toBeLessThan(text.length);
});

test.each([
  ['/api/plans/aaaaaaaaaaaa', 'There is no plan aaaaaaaaaaaa.'],
  ['/api/plans/aaaaaaaaaaaa/runbook', 'There is no plan aaaaaaaaaaaa.'],
  ['/api/plans/..%2F..', 'A plan has an id of 12 hexadecimal characters.'],
  ['/api/plans/%0D%0Ax/runbook', 'A plan has an id of 12 hexadecimal characters.'],
])('%s: there is no such plan', async (path, detail) => {
  const answer = await get(path);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'PLAN_NOT_FOUND', detail: expect.stringContaining(detail) });
});

test.each(['wave=0', 'wave=x', 'wave=10001', 'colour=red'])('?%s is refused', async (query) => {
  expect((await get(`/api/plans/${id}?${query}`)).status).toBe(400);
});

test('before anything was planned the API says so instead of showing an empty list', async () => {
  const answer = await fetch(`${empty.url}/api/plans`);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '300']);
  expect(await answer.json()).toMatchObject({ code: 'NO_PLAN_YET' });
  const page = await fetch(`${empty.url}/plans`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('No plan yet');
});

test('the pages show the plan, and lead from the fleet to the list to the plan to its runbook', async () => {
  expect(await (await get('/')).text()).toContain('href="/plans"');
  expect(await (await get('/plans')).text()).toContain(`href="/plans/${id}"`);
  const page = await (await get(`/plans/${id}`)).text();
  expect(page).toContain(`href="/api/plans/${id}/runbook"`);
  expect(page).toContain('Prices in USD');
  expect((await get('/plans/aaaaaaaaaaaa')).status).toBe(404);
});

test('a cluster that is planned leads to its plan, and one that is not to none', async () => {
  const plan = (await (await get(`/api/plans/${id}`)).json()) as PlanView;
  const planned = plan.waves[0]?.clusters[0];
  const page = await (await get(`/clusters${planned?.clusterId}`)).text();
  expect(page).toContain(`href="/plans/${id}"`);
  const clusters = new Set(plan.waves.flatMap((wave) => wave.clusters.map(({ clusterId }) => clusterId)));
  const { pools } = (await (await get('/api/pools?limit=1000')).json()) as PoolsPage;
  const other = pools.find(({ clusterId }) => !clusters.has(clusterId));
  expect(other).toBeDefined();
  expect(await (await get(`/clusters${other?.clusterId}`)).text()).not.toContain('It is planned');
});

test('what stops slower than planned is named under its pool', async () => {
  const slow = ['Deployment shop/cart: grace period 400 s > plan 300 s, 3 pods.'];
  const step = givenStep({ name: 'apps', readiness: { verdict: 'ready', blockers: [], longStops: slow } });
  const plans = memoryPlanStore();
  await plans.save(givenPlan('c', { waves: [givenWave({ clusters: [givenClusterPlan({ steps: [step] })] })] }), 1);
  const page = await pageOf((await givenStory()).ports, plans, 'c');
  expect(page).toContain('1 thing stops slower on apps than the plan counts on');
  expect(page).toContain('grace period 400 s &gt; plan 300 s, 3 pods.');
});

/** The page of one plan that was saved under a name of one letter. */
async function pageOf(
  ports: Awaited<ReturnType<typeof givenStory>>['ports'],
  plans: PlanStore,
  letter: string,
): Promise<string> {
  const base = givenBehind(ports);
  const behind = {
    ...base,
    running: async () => {
      const { fleet, ...rest } = await base.running();
      return { ...rest, fleet: { ...fleet, ...planQueries({ ...ports, plans }) } };
    },
  };
  const other = await serve(PLAN_ROUTES, behind);
  const page = await (await fetch(`${other.url}/plans/${letter.repeat(12)}`)).text();
  await other.close();
  return page;
}

test('hostile names are shown as text and never as markup', async () => {
  const ports = (await givenStory()).ports;
  const plans = memoryPlanStore();
  const evil = '<img src=x onerror=alert(1)>\u202e"\'';
  const step = givenStep({
    name: evil,
    reasons: [evil],
    readiness: { verdict: 'blocked', blockers: [evil], longStops: [evil] },
  });
  const cluster = givenClusterPlan({ name: evil, steps: [step] });
  await plans.save(
    givenPlan('b', {
      scope: { group: evil, part: 1, parts: 1 },
      waves: [givenWave({ name: evil, clusters: [cluster] })],
    }),
    1,
  );
  const page = await pageOf(ports, plans, 'b');
  expect(page).not.toContain('<img src=x');
  expect(page).not.toContain('\u202e');
});
