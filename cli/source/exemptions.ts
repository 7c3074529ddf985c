import { z } from 'zod';
import { ExemptionView, type NewExemption } from '../../shared/app/views.ts';
import { InputError } from '../../shared/domain/errors.ts';
import { type Day, dayOf } from '../../shared/domain/time.ts';
import { appHttp } from './app-http.ts';
import { addressOf, openHere } from './open.ts';

/** Exemptions in a local file, or those of the deployed app. */
export interface ExemptionBook {
  today(): Day;
  list(): Promise<readonly ExemptionView[]>;
  /** @param by who adds it; the deployed app knows that from the sign-in and takes no other word for it. */
  add(exemption: NewExemption, by: string): Promise<ExemptionView>;
  end(id: string): Promise<'removed' | 'missing'>;
}

export async function openExemptions(place: {
  exemptions: string;
  app?: string;
  appId?: string;
}): Promise<ExemptionBook> {
  if (place.app === undefined) {
    const { fleet, today } = await openHere(place.exemptions);
    return {
      today,
      list: () => fleet.exemptions(),
      add: (one, by) => fleet.exempt(one, by),
      end: (id) => fleet.endExemption(id),
    };
  }
  const http = appHttp(addressOf(place.app, place.appId));
  return {
    today: () => dayOf(Date.now()),
    list: () => http.get('api/exemptions', new URLSearchParams(), z.array(ExemptionView)),
    add: (exemption) => http.send('POST', 'api/exemptions', exemption, ExemptionView),
    async end(id) {
      try {
        await http.send('DELETE', `api/exemptions/${encodeURIComponent(id)}`, undefined, z.undefined());
        return 'removed';
      } catch (error) {
        if (error instanceof InputError && error.code === 'EXEMPTION_NOT_FOUND') return 'missing';
        throw error;
      }
    },
  };
}
