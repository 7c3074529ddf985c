import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { z } from 'zod';
import type { ArmConnection } from './connection.ts';

/** Where a query looks. */
export type GraphScope =
  | { readonly subscriptions: readonly string[] }
  | { readonly managementGroups: readonly string[] };

/** `incomplete`: Azure has more rows than it gave us. What was read is not the whole, and must not pass for it. */
export type GraphAnswer = { readonly kind: 'whole' } | { readonly kind: 'incomplete'; readonly why: string };

/** The most that Azure puts on one page. */
const ROWS_PER_PAGE = 1000;

/** A token that never ends would page for ever: 1,000 pages are a million clusters. */
const MOST_PAGES = 1000;

const Page = z.object({
  totalRecords: z.number().int().min(0),
  count: z.number().int().min(0),
  resultTruncated: z.string().optional(),
  skipToken: z.string().nullish(),
  data: z.array(z.unknown()),
});

/**
 * Sends a query and hands over its rows, page by page, so that a large fleet is never in memory as rows.
 * Every page is checked against what it says of itself.
 *
 * @throws whatever the client throws, see `refusalOf`
 */
export async function queryGraph(
  client: ResourceGraphClient,
  connection: Pick<ArmConnection, 'deadline'>,
  query: string,
  scope: GraphScope,
  take: (row: unknown) => void,
): Promise<GraphAnswer> {
  let skipToken: string | undefined;
  let rows = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await client.resources(
      {
        query,
        ...('subscriptions' in scope
          ? { subscriptions: [...scope.subscriptions] }
          : { managementGroups: [...scope.managementGroups] }),
        options: { resultFormat: 'objectArray', top: ROWS_PER_PAGE, ...(skipToken && { skipToken }) },
      },
      { abortSignal: connection.deadline() },
    );
    const parsed = Page.safeParse(answer);
    if (!parsed.success) return incomplete('a page of the answer has another form than documented');
    const { data, count, totalRecords, resultTruncated, skipToken: next } = parsed.data;
    if (data.length < count) return incomplete(`a page says ${count} rows and holds ${data.length}`);
    for (const row of data) take(row);
    rows += data.length;
    if (!next) {
      if (rows < totalRecords) return incomplete(`${rows} of ${totalRecords} rows came`);
      if (resultTruncated === 'true') return incomplete('Azure says that it cut the answer off');
      return { kind: 'whole' };
    }
    if (data.length === 0 || next === skipToken) return incomplete('the pages do not advance');
    skipToken = next;
  }
  return incomplete(`there are more than ${MOST_PAGES} pages`);
}

function incomplete(why: string): GraphAnswer {
  return { kind: 'incomplete', why };
}
