import type { PriceList, VmPrice } from '../domain/cost/money.ts';

/**
 * The owner's prices over a list. In another currency they take its place, because money of two currencies is
 * never added up.
 */
export function withOwnPrices(list: PriceList, own: PriceList | undefined): PriceList {
  if (!own) return list;
  if (own.currency !== list.currency) return own;
  const { asOf, source, region } = own;
  const over = [...own.prices].map(([size, price]): [string, VmPrice] => [
    size,
    { ...list.prices.get(size), asOf, source, region, ...price },
  ]);
  return { ...list, prices: new Map([...list.prices, ...over]) };
}
