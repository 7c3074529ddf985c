/** Builders for plans that are worked out: regions, prices and inputs, small on purpose. */
import { createHash } from 'node:crypto';
import type { PriceList } from '../../shared/domain/cost/money.ts';
import type { PlanInput } from '../../shared/domain/plan/plan-input.ts';
import type { RegionFacts } from '../../shared/domain/plan/regions.ts';
import { DEFAULT_PLAN_SETTINGS } from '../../shared/domain/plan/settings.ts';
import { NOW } from './fleet.ts';
import { givenCalendar, givenCatalogue } from './policy.ts';

export const REGIONS: RegionFacts = {
  asOf: '2026-10',
  regions: new Map(
    [
      { name: 'westeurope', timeZone: 'Europe/Amsterdam', pairs: ['northeurope'] },
      { name: 'northeurope', timeZone: 'Europe/Dublin', pairs: ['westeurope'] },
      { name: 'eastus', timeZone: 'America/New_York', pairs: ['westus'] },
      { name: 'westus', timeZone: 'America/Los_Angeles', pairs: ['eastus'] },
      { name: 'westus3', timeZone: 'America/Phoenix', pairs: ['eastus'] },
      { name: 'polandcentral', timeZone: 'Europe/Warsaw', pairs: [] },
    ].map((region) => [region.name, region]),
  ),
};

export const PRICES: PriceList = {
  currency: 'USD',
  asOf: '2026-10',
  source: 'a test',
  region: 'eastus',
  prices: new Map([
    ['standard_d4s_v5', { vmSize: 'Standard_D4s_v5', linuxPerHour: 0.2, windowsPerHour: 0.4 }],
    ['standard_b4ms', { vmSize: 'Standard_B4ms', linuxPerHour: 0.15 }],
    ['standard_d2ps_v5', { vmSize: 'Standard_D2ps_v5', linuxPerHour: 0.1 }],
  ]),
};

/** An empty fleet with Ubuntu 22.04 and 24.04 in the catalogue, and an in-place way between them. */
export function givenPlanInput(overrides: Partial<PlanInput> = {}): PlanInput {
  return {
    readings: [],
    inspections: new Map(),
    calendar: givenCalendar(),
    catalogue: givenCatalogue({
      'AKSUbuntu-2204gen2containerd': ['202608.05.0', '202610.08.0'],
      'AKSUbuntu-2404gen2containerd': ['202608.05.0', '202610.08.0'],
    }),
    moves: [
      {
        from: ['ubuntu-22.04'],
        to: 'ubuntu-24.04',
        check: [],
        inPlace: 'yes, osSKU Ubuntu2404',
        needsNewPool: false,
        sources: ['test'],
      },
    ],
    regions: REGIONS,
    settings: DEFAULT_PLAN_SETTINGS,
    prices: PRICES,
    now: NOW,
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    ...overrides,
  };
}
