import type { PlanQuery } from '../../shared/app/plan-views.ts';
import type { FindingsQuery } from '../../shared/app/views.ts';

/** What a page's addresses carry along: the function key, where the app is opened with one. */
export interface Links {
  dashboard(query?: Partial<FindingsQuery>): string;
  cluster(clusterId: string): string;
  plans(): string;
  plan(id: string, query?: PlanQuery): string;
  migrations(): string;
  migration(id: string): string;
  asset(name: string): string;
  /** A path of the API, as in `openapi.json`. */
  api(path: string): string;
  /** Where people talk with the app; absent: nowhere. */
  readonly chat?: string;
  /** Hidden fields of a form, so that sending it keeps them. */
  readonly carried: readonly (readonly [name: string, value: string])[];
}

/**
 * @param search of the request; @param version of the assets: a new one makes browsers ask again
 * @param chat where people talk with the app
 */
export function linksFor(search: URLSearchParams, version: string, chat?: string): Links {
  const key = search.get('code');
  const carried = key ? [['code', key] as const] : [];
  const to = (path: string, query: readonly (readonly [string, string])[], anchor = '') => {
    const text = new URLSearchParams(
      [...carried, ...query].map(([name, value]): [string, string] => [name, value]),
    ).toString();
    return `${path}${text ? `?${text}` : ''}${anchor}`;
  };
  return {
    carried,
    dashboard: (query) => (query ? to('/', queryFields(query), '#findings') : to('/', [])),
    cluster: (id) => to(`/clusters${id.split('/').map(encodeURIComponent).join('/')}`, []),
    plans: () => to('/plans', []),
    plan: (id, query = {}) =>
      to(`/plans/${encodeURIComponent(id)}`, queryFields(query), hasFields(query) ? '#waves' : ''),
    migrations: () => to('/migrations', []),
    migration: (id) => to(`/migrations/${encodeURIComponent(id)}`, []),
    asset: (name) => to(`/assets/${name}`, [['v', version]]),
    api: (path) => to(`/api/${path}`, []),
    ...(chat !== undefined && { chat }),
  };
}

/** A query as the fields that `parseQuery` reads back to the same. */
function queryFields(query: Partial<FindingsQuery> | PlanQuery): [string, string][] {
  return Object.entries(query).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    return Array.isArray(value) ? value.map((one) => [name, one]) : [[name, String(value)]];
  });
}

function hasFields(query: PlanQuery): boolean {
  return queryFields(query).length > 0;
}
