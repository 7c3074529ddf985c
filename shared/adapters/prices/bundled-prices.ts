import type { PriceList } from '../../domain/cost/money.ts';
import type { PriceSource } from '../../ports/price-source.ts';
import { readPlanData } from '../policy/plan-data.ts';

/** The list that ships, as of its own day. */
export function bundledPrices(read: () => Promise<PriceList> = async () => (await readPlanData()).prices): PriceSource {
  let list: Promise<PriceList> | undefined;
  return {
    async load() {
      list ??= read();
      return { list: await list };
    },
  };
}
