import { z } from 'zod';
import { linksFor } from '../../../../web/html/links.ts';
import { clusterPage } from '../../../../web/pages/cluster-page.ts';
import { dashboardPage } from '../../../../web/pages/dashboard-page.ts';
import { messagePage } from '../../../../web/pages/message-page.ts';
import { FindingsQuery } from '../../../app/views.ts';
import type { Problem } from '../problem-document.ts';
import { parseQuery } from '../query.ts';
import type { Answer, Reply, Route } from '../route.ts';
import { assetsVersion } from './assets.ts';
import { clusterIdOf } from './fleet.ts';
import { frozenOf } from './frozen.ts';

/** Findings on one page: enough to work through, and small whatever the fleet's size. */
const PAGE_SIZE = 25;

const PageQuery = FindingsQuery.omit({ limit: true });

export const HTML: Answer = { description: 'A page', mediaType: 'text/html' };

export const showDashboard: Route = {
  name: 'dashboard',
  method: 'GET',
  path: '/',
  summary: 'The fleet as a page',
  query: PageQuery,
  answers: { 200: HTML },
  async handle({ fleet, now, url, chatLink }) {
    const query = parseQuery(PageQuery, url.searchParams);
    const links = linksOf(url, chatLink);
    const [sweep, calendar, findings, { migrations }, frozen] = await Promise.all([
      fleet.latestSweep(),
      fleet.calendar(),
      fleet.findings({ ...query, limit: PAGE_SIZE }),
      fleet.migrations('open'),
      frozenOf(fleet, now),
    ]);
    if (!sweep || !findings) return page(200, await messagePage(NO_SWEEP_YET, links, frozen));
    return page(200, await dashboardPage({ sweep, calendar, findings, migrations, query, frozen, now, links }));
  },
  present,
};

export const showClusterPage: Route = {
  name: 'dashboard-cluster',
  method: 'GET',
  path: 'clusters/{*id}',
  summary: 'One cluster as a page',
  params: z.object({ id: z.string() }),
  answers: { 200: HTML, 404: { description: 'The newest readings have no such cluster' } },
  async handle({ fleet, now, url, chatLink, params }) {
    const id = clusterIdOf(params);
    const links = linksOf(url, chatLink);
    const [cluster, inspection, frozen] = await Promise.all([
      fleet.cluster(id),
      fleet.inspection(id),
      frozenOf(fleet, now),
    ]);
    if (cluster) {
      const [planId, { migrations }] = await Promise.all([fleet.planOf(id), fleet.migrations('all')]);
      const ofCluster = migrations.filter(({ clusterId }) => clusterId.toLowerCase() === id);
      return page(200, await clusterPage({ cluster, inspection, planId, migrations: ofCluster, frozen, now, links }));
    }
    if (!(await fleet.latestSweep())) return page(200, await messagePage(NO_SWEEP_YET, links, frozen));
    return page(404, await messagePage(NO_SUCH_CLUSTER, links, frozen));
  },
  present,
};

const NO_SWEEP_YET = {
  title: 'No sweep yet',
  text: 'The first sweep has not started, so nothing is known of the fleet. It starts by its schedule; load this page again in a minute.',
};

const NO_SUCH_CLUSTER = {
  title: 'No such cluster',
  text: 'The newest readings have no cluster with this id. It may have been deleted, or its subscription was never seen.',
};

/** A problem as a page. */
export async function present({ title, detail, code, status }: Problem, url: URL): Promise<Reply> {
  return page(status, await messagePage({ title, text: detail, code }, linksOf(url)));
}

export function page(status: number, body: string): Reply {
  return { status, mediaType: 'text/html; charset=utf-8', body };
}

export function linksOf(url: URL, chatLink?: string) {
  return linksFor(url.searchParams, assetsVersion(), chatLink);
}
