/** What one page needs to know of its rows. */
export interface PageOf<Row> {
  matches(row: Row): boolean;
  /** Behind the place where the page before ended. */
  isAfter(row: Row): boolean;
  cursor(row: Row): string;
  readonly limit: number;
}

/**
 * @param sorted all rows, in the order of the pages
 * @returns `total` counts every match; `next` is there only when another row follows
 */
export function takePage<Row>(
  sorted: readonly Row[],
  page: PageOf<Row>,
): { rows: Row[]; total: number; next?: string } {
  const rows: Row[] = [];
  let total = 0;
  let more = false;
  for (const row of sorted) {
    if (!page.matches(row)) continue;
    total += 1;
    if (more || !page.isAfter(row)) continue;
    if (rows.length < page.limit) rows.push(row);
    else more = true;
  }
  const last = rows.at(-1);
  return more && last ? { rows, total, next: page.cursor(last) } : { rows, total };
}
