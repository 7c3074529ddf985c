import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PriceList, VmPrice } from '../../domain/cost/money.ts';
import type { Region, RegionFacts } from '../../domain/plan/regions.ts';
import { packageRoot } from '../system/package-root.ts';
import { readJson } from './read-json.ts';

/** What plans need of the data that ships. */
export interface PlanData {
  readonly regions: RegionFacts;
  readonly prices: PriceList;
}

const text = z.string().min(1).max(1000);
const perHour = z.number().positive().nullish();

/** `regions.json`: a time zone that this machine does not know would fail in the middle of a plan, so it is refused here. */
export const RegionsFile = z.object({
  asOf: text,
  regions: z
    .array(
      z.object({
        name: z.string().regex(/^[a-z0-9]{2,40}$/, 'expected a region in lower case without spaces, as in westeurope'),
        timeZone: text.refine(isTimeZone, 'expected an IANA time zone, as in Europe/Amsterdam'),
        pairs: z.array(text).max(5),
      }),
    )
    .max(500),
});

/** `vm-prices.json`, and the owner's own prices over it. `null`: not known. */
export const PricesFile = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/, 'expected a currency, as in USD'),
  asOf: text,
  source: text,
  region: text,
  prices: z.array(z.object({ vmSize: text, linuxPerHour: perHour, windowsPerHour: perHour })).max(5000),
});
export type PricesFile = z.infer<typeof PricesFile>;

/**
 * Reads `regions.json` and `vm-prices.json`; call it once.
 *
 * @param folder where they are; by default `data/` of this package
 * @throws InputError BUNDLED_DATA_UNREADABLE when one was changed by hand and is not sound any more
 */
export async function readPlanData(folder: string = join(packageRoot(), 'data')): Promise<PlanData> {
  const [regions, prices] = await Promise.all([
    readFile(join(folder, 'regions.json'), 'utf8'),
    readFile(join(folder, 'vm-prices.json'), 'utf8'),
  ]);
  return {
    regions: regionsOf(readJson('regions.json', regions, RegionsFile, 'BUNDLED_DATA_UNREADABLE')),
    prices: pricesOf(readJson('vm-prices.json', prices, PricesFile, 'BUNDLED_DATA_UNREADABLE')),
  };
}

export function pricesOf({ currency, asOf, source, region, prices }: PricesFile): PriceList {
  return {
    currency,
    asOf,
    source,
    region,
    prices: new Map(
      prices.map(({ vmSize, linuxPerHour, windowsPerHour }): [string, VmPrice] => [
        vmSize.toLowerCase(),
        {
          vmSize,
          ...(typeof linuxPerHour === 'number' ? { linuxPerHour } : {}),
          ...(typeof windowsPerHour === 'number' ? { windowsPerHour } : {}),
        },
      ]),
    ),
  };
}

function regionsOf({ asOf, regions }: z.infer<typeof RegionsFile>): RegionFacts {
  return { asOf, regions: new Map(regions.map((region): [string, Region] => [region.name, region])) };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
