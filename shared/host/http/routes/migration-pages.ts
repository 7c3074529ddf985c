import { z } from 'zod';
import { messagePage } from '../../../../web/pages/message-page.ts';
import { migrationPage } from '../../../../web/pages/migration-page.ts';
import { migrationsPage } from '../../../../web/pages/migrations-page.ts';
import { idOf } from '../id-of.ts';
import type { Reply, Route } from '../route.ts';
import { LIVE_PAGE_HEADERS } from '../security-headers.ts';
import { frozenOf } from './frozen.ts';
import { HTML, linksOf, page, present } from './pages.ts';

export const showMigrationsPage: Route = {
  name: 'dashboard-migrations',
  method: 'GET',
  path: 'migrations',
  summary: 'The migrations as a page',
  answers: { 200: HTML },
  async handle({ fleet, now, url, chatLink }) {
    const [view, frozen] = await Promise.all([fleet.migrations('all'), frozenOf(fleet, now)]);
    return livePage(await migrationsPage({ view, frozen, now, links: linksOf(url, chatLink) }));
  },
  present,
};

export const showMigrationPage: Route = {
  name: 'dashboard-migration',
  method: 'GET',
  path: 'migrations/{id}',
  summary: 'One migration as a page that keeps itself up to date',
  params: z.object({ id: z.string() }),
  answers: { 200: HTML, 404: { description: 'There is no such migration' } },
  async handle({ fleet, now, url, chatLink, params }) {
    const id = idOf(params);
    const links = linksOf(url, chatLink);
    const [frozen, [view, alert]] = await Promise.all([
      frozenOf(fleet, now),
      id === '' ? [] : Promise.all([fleet.migration(id), fleet.alert(id)]),
    ]);
    if (!view) return page(404, await messagePage(NO_SUCH_MIGRATION, links, frozen));
    return livePage(await migrationPage({ view, ...(alert && { alert }), frozen, now, links }));
  },
  present,
};

function livePage(body: string): Reply {
  return { ...page(200, body), headers: LIVE_PAGE_HEADERS };
}

const NO_SUCH_MIGRATION = {
  title: 'No such migration',
  text: 'There is no migration with this id. One is made of each step of a plan once its sign-offs, gates and window allow it.',
};
