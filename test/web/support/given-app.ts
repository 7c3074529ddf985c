import { memoryFreezeStore } from '../../../shared/adapters/memory/freeze-store.ts';
import { addExemption, endExemption, listExemptions } from '../../../shared/app/exemptions.ts';
import type { Fleet } from '../../../shared/app/fleet.ts';
import { freezeFleet, freezeState, unfreezeFleet } from '../../../shared/app/freeze.ts';
import type { Parts } from '../../../shared/app/parts.ts';
import { fleetQueries } from '../../../shared/app/read/fleet-queries.ts';
import type { Behind, HttpSettings } from '../../../shared/host/http/answer.ts';
import { showAsset } from '../../../shared/host/http/routes/assets.ts';
import { API_ROUTES } from '../../../shared/host/http/routes/openapi.ts';
import { showClusterPage, showDashboard } from '../../../shared/host/http/routes/pages.ts';
import { GIVEN_INSPECTION } from '../../support/inspection.ts';
import type { Ports } from './given-world.ts';

export const ALL_ROUTES = [...API_ROUTES, showDashboard, showClusterPage, showAsset];

/** The app behind its routes, on the given stores. It never sweeps here: the stores are as a sweep left them. */
export function givenBehind(
  ports: Ports,
  settings: Partial<HttpSettings> = {},
  failed: (error: unknown) => void = () => {},
): Behind {
  let made = 0;
  const freezes = memoryFreezeStore();
  const sender = { send: async () => {} };
  const parts = {
    ...ports,
    freezes,
    sender,
    ids: { next: (prefix: string) => `${prefix}-${++made}` },
  } as unknown as Parts;
  const fleet = {
    ...fleetQueries(ports),
    inspection: async (id) => (id.endsWith('aks-shop-weu') ? GIVEN_INSPECTION : undefined),
    askInspection: async (id) => (id.endsWith('aks-shop-weu') ? 'asked' : 'missing'),
    planOf: async () => undefined,
    migrations: async () => ({ asOf: new Date(ports.clock.now()).toISOString(), migrations: [], unreadable: [] }),
    signOffs: async () => undefined,
    freeze: (reason, by) => freezeFleet(parts, reason, by),
    unfreeze: (by, reason) => unfreezeFleet(parts, by, reason),
    freezeState: () => freezeState(parts),
    exemptions: () => listExemptions(parts),
    exempt: (exemption, by) => addExemption(parts, exemption, by),
    endExemption: (id) => endExemption(parts, id),
  } as Partial<Fleet> as Fleet;
  return { running: async () => ({ fleet, clock: ports.clock, config: { HTTP_AUTH: 'open', ...settings } }), failed };
}
