import { z } from 'zod';
import {
  type DelegationRequest,
  DelegationView,
  type EndDelegationRequest,
  type NewDelegation,
} from '../../shared/app/delegation-views.ts';
import { appHttp } from './app-http.ts';
import { type AppOptions, asPerson } from './migrations.ts';
import { addressOf } from './open.ts';

/** Who speaks in whose place, by the app's HTTP API. */
export interface DelegationSource {
  list(): Promise<readonly DelegationView[]>;
  /** @throws InputError DELEGATION_REFUSED when the role is not theirs to give */
  give(delegation: NewDelegation): Promise<DelegationView>;
  /** @throws InputError DELEGATION_NOT_FOUND or DELEGATION_REFUSED */
  end(id: string): Promise<void>;
}

export function openDelegations(options: AppOptions): DelegationSource {
  const http = appHttp(addressOf(options.app, options.appId));
  return {
    list: () => http.get('api/delegations', new URLSearchParams(), z.array(DelegationView)),
    give: (delegation) => {
      const body: DelegationRequest = { ...delegation, ...asPerson(options) };
      return http.send('POST', 'api/delegations', body, DelegationView);
    },
    end: async (id) => {
      const body: EndDelegationRequest = asPerson(options);
      await http.send('DELETE', `api/delegations/${encodeURIComponent(id)}`, body, z.undefined());
    },
  };
}
