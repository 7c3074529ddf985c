import { z } from 'zod';

/** One page of the public price list, as far as it is used. */
export const RetailPage = z.object({
  BillingCurrency: z.string(),
  Items: z.array(
    z.object({
      currencyCode: z.string(),
      retailPrice: z.number(),
      armRegionName: z.string(),
      armSkuName: z.string(),
      productName: z.string(),
      skuName: z.string(),
      meterName: z.string(),
      unitOfMeasure: z.string(),
      type: z.string(),
      isPrimaryMeterRegion: z.boolean().optional(),
    }),
  ),
  NextPageLink: z.string().nullish(),
});
export type RetailItem = z.infer<typeof RetailPage>['Items'][number];

/** Per hour; absent: the list has none. */
export interface HourlyPrice {
  readonly linuxPerHour?: number;
  readonly windowsPerHour?: number;
}

/**
 * The pay-as-you-go prices among the rows of one VM size. Reservations, dev/test prices, spot and low
 * priority are no price that a surge node can be counted on to have.
 *
 * @see https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices
 */
export function hourlyPrice(items: readonly RetailItem[], currency: string): HourlyPrice {
  const usable = items.filter(
    ({ type, unitOfMeasure, skuName, meterName, currencyCode, retailPrice }) =>
      type === 'Consumption' &&
      unitOfMeasure === '1 Hour' &&
      currencyCode === currency &&
      retailPrice > 0 &&
      !/\b(?:spot|low priority)\b/i.test(`${skuName} ${meterName}`),
  );
  const isWindows = ({ productName }: RetailItem) => productName.endsWith(' Windows');
  const linux = preferred(usable.filter((item) => !isWindows(item)));
  const windows = preferred(usable.filter(isWindows));
  return {
    ...(linux === undefined ? {} : { linuxPerHour: linux }),
    ...(windows === undefined ? {} : { windowsPerHour: windows }),
  };
}

/** Where a price is there more than once, the one of the primary meter region is billed. */
function preferred(items: readonly RetailItem[]): number | undefined {
  return (items.find(({ isPrimaryMeterRegion }) => isPrimaryMeterRegion) ?? items[0])?.retailPrice;
}
