import type { z } from 'zod';
import type { PriceList, VmPrice } from '../../domain/cost/money.ts';
import { UpstreamError } from '../../domain/errors.ts';
import { dayOf, type Instant } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PriceSource, Prices } from '../../ports/price-source.ts';
import { hourlyPrice, type RetailItem, RetailPage } from './retail-answer.ts';

export interface RetailOptions {
  /** ARM region whose prices count, as in `eastus`. */
  readonly region: string;
  /** ISO 4217, as in `USD`. */
  readonly currency: string;
  /** Of Azure itself, except in tests. */
  readonly endpoint?: string;
}

const ENDPOINT = 'https://prices.azure.com';
const API_VERSION = '2023-01-01-preview';
const SOURCE = 'Azure Retail Prices API (pay-as-you-go)';
/** Prices change monthly at most. */
const KEEP_MS = 24 * 3_600_000;
/** A list that did not answer is not asked again for every plan. */
const ASK_AGAIN_MS = 15 * 60_000;
const AT_ONCE = 6;
const TIMEOUT_MS = 15_000;
/** 100 rows each; one size in one region has some 20. */
const MOST_PAGES = 20;
const SIZE = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * The public price list, one question for each VM size, remembered for a day. It needs no sign-in and is told
 * nothing but sizes, region and currency. What it does not tell comes from `fallback`, when that is in the same
 * currency: money of two currencies is never added up.
 */
export function retailPrices(
  { region, currency, endpoint = ENDPOINT }: RetailOptions,
  fallback: PriceSource,
  clock: Clock,
): PriceSource {
  const known = new Map<string, { readonly at: Instant; readonly price: VmPrice }>();
  let failed: { readonly at: Instant; readonly why: string } | undefined;

  async function ask(vmSize: string): Promise<void> {
    const filter = `serviceName eq 'Virtual Machines' and armRegionName eq '${region}' and armSkuName eq '${vmSize}' and priceType eq 'Consumption'`;
    const first = new URL('/api/retail/prices', endpoint);
    first.search = new URLSearchParams({
      'api-version': API_VERSION,
      currencyCode: currency,
      $filter: filter,
    }).toString();
    const items: RetailItem[] = [];
    let page: URL | undefined = first;
    for (let pages = 0; page && pages < MOST_PAGES; pages += 1) {
      const { Items, NextPageLink } = await get(page);
      items.push(...Items);
      page = NextPageLink ? nextPage(NextPageLink, first) : undefined;
    }
    const at = clock.now();
    const price = { vmSize, ...hourlyPrice(items, currency), asOf: dayOf(at), source: SOURCE, region };
    known.set(vmSize.toLowerCase(), { at, price });
  }

  function isOld(vmSize: string, now: Instant): boolean {
    const found = known.get(vmSize.toLowerCase());
    return !found || now - found.at >= KEEP_MS;
  }

  return {
    async load(vmSizes): Promise<Prices> {
      const now = clock.now();
      const wanted = [...new Set(vmSizes)].filter((size) => SIZE.test(size) && isOld(size, now)).toSorted();
      if (!failed || now - failed.at >= ASK_AGAIN_MS) {
        failed = undefined;
        try {
          await inTurns(wanted, ask);
        } catch (error) {
          if (!(error instanceof UpstreamError)) throw error;
          failed = { at: now, why: error.message };
        }
      }
      const list = over((await fallback.load(vmSizes)).list, known, { region, currency, asOf: dayOf(now) });
      return failed ? { list, trouble: troubleOf(failed.why) } : { list };
    },
  };
}

/** What is known from the public list, over what ships. */
function over(
  shipped: PriceList,
  known: ReadonlyMap<string, { readonly price: VmPrice }>,
  { region, currency, asOf }: { region: string; currency: string; asOf: string },
): PriceList {
  const own = [...known].map(([size, { price }]): [string, VmPrice] => [size, price]);
  if (shipped.currency !== currency) return { currency, asOf, source: SOURCE, region, prices: new Map(own) };
  const filled = own.map(([size, price]): [string, VmPrice] => [size, { ...shipped.prices.get(size), ...price }]);
  return { ...shipped, prices: new Map([...shipped.prices, ...filled]) };
}

async function get(url: URL): Promise<z.infer<typeof RetailPage>> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    (error: Error) => {
      throw refused(`could not be reached (${error.name})`, error);
    },
  );
  if (!answer.ok) {
    await answer.body?.cancel();
    throw refused(`answered ${answer.status}`);
  }
  const page = RetailPage.safeParse(await answer.json().catch(() => undefined));
  if (!page.success) throw refused('answered something that is not a page of prices');
  return page.data;
}

/** A link that leads elsewhere is not followed. */
function nextPage(link: string, from: URL): URL {
  const url = URL.parse(link, from.href);
  if (url?.origin !== from.origin) throw refused('named a next page on another host');
  return url;
}

async function inTurns(sizes: readonly string[], ask: (size: string) => Promise<void>): Promise<void> {
  const waiting = [...sizes];
  const worker = async () => {
    for (let size = waiting.shift(); size !== undefined; size = waiting.shift()) await ask(size);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, sizes.length) }, worker));
}

function refused(what: string, cause?: Error): UpstreamError {
  return new UpstreamError('PRICES_UNREACHABLE', `The public price list ${what}.`, {}, { cause });
}

function troubleOf(why: string) {
  return {
    id: 'planning/prices',
    code: 'PRICES_UNREACHABLE',
    what: `${why} Plans use the prices that were known before, or that ship, where they are in the same currency.`,
    nextAction: 'Let the app reach https://prices.azure.com, or set PRICE_SOURCE to bundled.',
  };
}
