import { expect, test } from 'vitest';
import { readBundled } from '../../../shared/adapters/policy/bundled.ts';
import { PricesFile, RegionsFile, readPlanData } from '../../../shared/adapters/policy/plan-data.ts';

test('regions and prices that ship can be read, with their day and their source', async () => {
  const { regions, prices } = await readPlanData();
  expect(regions.regions.get('westeurope')).toEqual({
    name: 'westeurope',
    timeZone: 'Europe/Amsterdam',
    pairs: ['northeurope'],
  });
  expect(prices).toMatchObject({
    currency: 'USD',
    asOf: '2026-10',
    region: 'eastus',
    source: expect.stringContaining('Azure Retail Prices API'),
  });
  expect(prices.prices.get('standard_d4s_v5')).toEqual({
    vmSize: 'Standard_D4s_v5',
    linuxPerHour: 0.192,
    windowsPerHour: 0.376,
  });
  expect(prices.prices.get('standard_d2ps_v5')).toEqual({ vmSize: 'Standard_D2ps_v5', linuxPerHour: 0.077 });
});

test('every pair is a region that is listed', async () => {
  const { regions } = await readPlanData();
  for (const { pairs } of regions.regions.values())
    for (const pair of pairs) expect(regions.regions.has(pair)).toBe(true);
});

test('families of the catalogue are named as Azure writes them', async () => {
  const { catalogue } = await readBundled();
  expect(catalogue.names?.get('aksazurelinux-v3gen2')).toBe('AKSAzureLinux-V3gen2');
});

test.each([
  [RegionsFile, { asOf: '2026-10', regions: [{ name: 'West Europe', timeZone: 'Europe/Amsterdam', pairs: [] }] }],
  [RegionsFile, { asOf: '2026-10', regions: [{ name: 'westeurope', timeZone: 'Europe/Atlantis', pairs: [] }] }],
  [PricesFile, { currency: 'dollar', asOf: '2026-10', source: 's', region: 'eastus', prices: [] }],
  [
    PricesFile,
    { currency: 'USD', asOf: '2026-10', source: 's', region: 'eastus', prices: [{ vmSize: 'x', linuxPerHour: 0 }] },
  ],
])('a file that is not sound is refused', (schema, file) => {
  expect(schema.safeParse(file).success).toBe(false);
});
