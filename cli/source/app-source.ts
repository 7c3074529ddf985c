import { FindingsPage, type FindingsQuery, SweepView } from '../../shared/app/views.ts';
import { dayOf } from '../../shared/domain/time.ts';
import { type AppAddress, appHttp } from './app-http.ts';
import type { Source } from './source.ts';

/** The deployed app's last sweep, by its HTTP API. Nothing is swept. */
export function appSource(address: AppAddress): Source {
  const http = appHttp(address);
  return {
    today: () => dayOf(Date.now()),
    findings: (query) => http.get('api/findings', searchParams(query), FindingsPage),
    latestSweep: () => http.get('api/sweeps/latest', new URLSearchParams(), SweepView),
  };
}

/** Lists are repeated: `severity=critical&severity=high`. */
export function searchParams(query: FindingsQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value])
      params.append(name, String(one));
  }
  return params;
}
