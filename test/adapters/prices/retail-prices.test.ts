import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { retailPrices } from '../../../shared/adapters/prices/retail-prices.ts';
import type { PriceList } from '../../../shared/domain/cost/money.ts';
import type { PriceSource } from '../../../shared/ports/price-source.ts';

/** A row as the public list has it (shape recorded from the Azure Retail Prices API, 2023-01-01-preview). */
const D4S = {
  currencyCode: 'USD',
  tierMinimumUnits: 0,
  retailPrice: 0.192,
  unitPrice: 0.192,
  armRegionName: 'eastus',
  location: 'US East',
  effectiveStartDate: '2021-11-01T00:00:00Z',
  meterName: 'D4s v5',
  productName: 'Virtual Machines Dsv5 Series',
  skuName: 'Standard_D4s_v5',
  serviceName: 'Virtual Machines',
  unitOfMeasure: '1 Hour',
  type: 'Consumption',
  isPrimaryMeterRegion: true,
  armSkuName: 'Standard_D4s_v5',
};
const WINDOWS = { ...D4S, productName: 'Virtual Machines Dsv5 Series Windows', retailPrice: 0.376 };
/** Every kind of row that is no price a surge node can be counted on to have. */
const NOT_MEANT = [
  { ...D4S, skuName: 'D4s v5 Spot', meterName: 'D4s v5 Spot', retailPrice: 0.02 },
  { ...D4S, skuName: 'D4s v5 Low Priority', meterName: 'D4s v5 Low Priority', retailPrice: 0.04 },
  { ...D4S, type: 'Reservation', retailPrice: 1_000 },
  { ...D4S, type: 'DevTestConsumption', retailPrice: 0.1 },
  { ...D4S, unitOfMeasure: '1/Month', retailPrice: 90 },
  { ...D4S, currencyCode: 'EUR', retailPrice: 0.17 },
  { ...D4S, retailPrice: 0 },
  { ...D4S, isPrimaryMeterRegion: false, retailPrice: 0.5 },
];

const NOW = Date.UTC(2026, 10, 20, 8);
const HOUR = 3_600_000;
let at = NOW;
const clock = { now: () => at };

let server: Server;
let endpoint: string;
let asked: URL[];
let respond: (url: URL) => { status?: number; body: unknown };

beforeEach(async () => {
  at = NOW;
  asked = [];
  respond = () => page([D4S]);
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', endpoint);
    asked.push(url);
    const { status = 200, body } = respond(url);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function page(Items: readonly object[], NextPageLink: string | null = null) {
  return { body: { BillingCurrency: 'USD', CustomerEntityId: 'Default', Items, NextPageLink, Count: Items.length } };
}

const SHIPPED: PriceList = {
  currency: 'USD',
  asOf: '2026-10',
  source: 'shipped',
  region: 'eastus',
  prices: new Map([
    ['standard_d4s_v5', { vmSize: 'Standard_D4s_v5', linuxPerHour: 1, windowsPerHour: 2 }],
    ['standard_d8s_v5', { vmSize: 'Standard_D8s_v5', linuxPerHour: 3 }],
  ]),
};
const shipped: PriceSource = { load: async () => ({ list: SHIPPED }) };

function prices(options: { region?: string; currency?: string } = {}): PriceSource {
  return retailPrices({ region: 'eastus', currency: 'USD', endpoint, ...options }, shipped, clock);
}

test('one question for a size, with region, currency and pay-as-you-go, as the list documents it', async () => {
  await prices().load(['Standard_D4s_v5', 'Standard_D4s_v5']);
  expect(asked.map(({ pathname }) => pathname)).toEqual(['/api/retail/prices']);
  expect(Object.fromEntries(asked[0]?.searchParams ?? [])).toEqual({
    'api-version': '2023-01-01-preview',
    currencyCode: 'USD',
    $filter:
      "serviceName eq 'Virtual Machines' and armRegionName eq 'eastus' and armSkuName eq 'Standard_D4s_v5' and priceType eq 'Consumption'",
  });
});

test('spot, low priority, reservations, dev/test, other units and currencies are no price; Windows has its own', async () => {
  respond = () => page([...NOT_MEANT, D4S, WINDOWS]);
  const { list, trouble } = await prices().load(['Standard_D4s_v5']);
  expect(trouble).toBeUndefined();
  expect(list.prices.get('standard_d4s_v5')).toEqual({
    vmSize: 'Standard_D4s_v5',
    linuxPerHour: 0.192,
    windowsPerHour: 0.376,
    asOf: '2026-11-20',
    source: 'Azure Retail Prices API (pay-as-you-go)',
    region: 'eastus',
  });
});

test('all pages of an answer count', async () => {
  respond = (url) =>
    url.searchParams.has('$skip') ? page([WINDOWS]) : page([D4S], `${endpoint}/api/retail/prices?$skip=100`);
  const { list } = await prices().load(['Standard_D4s_v5']);
  expect(list.prices.get('standard_d4s_v5')).toMatchObject({ linuxPerHour: 0.192, windowsPerHour: 0.376 });
  expect(asked).toHaveLength(2);
});

test('a size that the list does not have keeps the price that ships, and one that nobody has stays unknown', async () => {
  respond = () => page([]);
  const { list } = await prices().load(['Standard_D8s_v5', 'Standard_X1']);
  expect(list.prices.get('standard_d8s_v5')?.linuxPerHour).toBe(3);
  expect(list.prices.get('standard_x1')?.linuxPerHour).toBeUndefined();
});

test('prices that ship are never mixed into another currency', async () => {
  respond = () => page([{ ...D4S, currencyCode: 'EUR', retailPrice: 0.17 }]);
  const { list } = await prices({ currency: 'EUR' }).load(['Standard_D4s_v5']);
  expect(list.currency).toBe('EUR');
  expect([...list.prices.keys()]).toEqual(['standard_d4s_v5']);
  expect(list.prices.get('standard_d4s_v5')).toMatchObject({ linuxPerHour: 0.17 });
  expect(list.prices.get('standard_d4s_v5')?.windowsPerHour).toBeUndefined();
});

test.each([
  { hours: 23.9, questions: 1 },
  { hours: 24, questions: 2 },
])(
  'a price is remembered for a day: after $hours h the list was asked $questions times',
  async ({ hours, questions }) => {
    const source = prices();
    await source.load(['Standard_D4s_v5']);
    at += hours * HOUR;
    await source.load(['Standard_D4s_v5']);
    expect(asked).toHaveLength(questions);
  },
);

test.each([
  ['a refusal', { status: 429, body: '' }, 'The public price list answered 429.'],
  ['no JSON', { body: '<html>' }, 'The public price list answered something that is not a page of prices.'],
  [
    'another shape',
    { body: { Items: [{}] } },
    'The public price list answered something that is not a page of prices.',
  ],
  [
    'a next page elsewhere',
    page([D4S], 'https://elsewhere.example/prices'),
    'The public price list named a next page on another host.',
  ],
])('after %s the prices that ship are used, and the trouble is said', async (_, answer, why) => {
  respond = () => answer;
  const { list, trouble } = await prices().load(['Standard_D4s_v5']);
  expect(list.prices.get('standard_d4s_v5')).toEqual({ vmSize: 'Standard_D4s_v5', linuxPerHour: 1, windowsPerHour: 2 });
  expect(trouble).toEqual({
    id: 'planning/prices',
    code: 'PRICES_UNREACHABLE',
    what: `${why} Plans use the prices that were known before, or that ship, where they are in the same currency.`,
    nextAction: 'Let the app reach https://prices.azure.com, or set PRICE_SOURCE to bundled.',
  });
});

test('a list that does not answer is left alone for a quarter of an hour, and the trouble stays said', async () => {
  respond = () => ({ status: 500, body: '' });
  const source = prices();
  await source.load(['Standard_D4s_v5']);
  at += HOUR / 4 - 1;
  expect((await source.load(['Standard_D4s_v5'])).trouble?.code).toBe('PRICES_UNREACHABLE');
  expect(asked).toHaveLength(1);
  respond = () => page([D4S]);
  at += 1;
  expect((await source.load(['Standard_D4s_v5'])).trouble).toBeUndefined();
});

test('a size that is no name of a size is not asked for: it would be part of the question', async () => {
  await prices().load(["Standard_D4s_v5' or armSkuName ne '", '', 'a b']);
  expect(asked).toEqual([]);
});
