import { FreezeAnswer, type FreezeRequest, FreezeView, type UnfreezeRequest } from '../../shared/app/freeze-views.ts';
import { appHttp } from './app-http.ts';

import { type AppOptions, asPerson } from './migrations.ts';
import { addressOf } from './open.ts';

/** The freeze of a fleet, by its app's HTTP API. */
export interface FreezeSource {
  state(): Promise<FreezeView>;
  freeze(reason: string): Promise<FreezeAnswer>;
  unfreeze(reason?: string): Promise<FreezeAnswer>;
}

export function openFreeze(options: AppOptions): FreezeSource {
  const http = appHttp(addressOf(options.app, options.appId));
  return {
    state: () => http.get('api/freeze', new URLSearchParams(), FreezeView),
    freeze: (reason) => {
      const body: FreezeRequest = { reason, ...asPerson(options) };
      return http.send('POST', 'api/freeze', body, FreezeAnswer);
    },
    unfreeze: (reason) => {
      const body: UnfreezeRequest = { ...(reason !== undefined && { reason }), ...asPerson(options) };
      return http.send('DELETE', 'api/freeze', body, FreezeAnswer);
    },
  };
}
