import { html } from 'hono/html';
import { type Column, table } from './columns.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { page } from './page.ts';
import { plain } from './plain.ts';
import type { Terminal } from './terminal.ts';

/** One column of a list: its key in `csv`, its heading, and how it is squeezed in a terminal. */
export interface Field<Row> extends Column {
  readonly key: string;
  readonly text: (row: Row) => string;
  /** The bare value for programs, where `text` dresses it for people; used in `csv`. */
  readonly bare?: (row: Row) => string;
}

/** A plain list (calendar entries, exemptions) in any format; `json` writes `value` as it is. */
export function records<Row>(
  list: { title: string; value: unknown; rows: readonly Row[]; fields: readonly Field<Row>[]; none: string },
  format: Format,
  terminal: Terminal,
): string {
  const cells = list.rows.map((row) => list.fields.map((field) => plain(field.text(row))));
  switch (format) {
    case 'json':
      return json(list.value);
    case 'csv':
      return csv(
        list.fields.map(({ key }) => key),
        list.rows.map((row) => Object.fromEntries(list.fields.map(({ key, text, bare = text }) => [key, bare(row)]))),
      );
    case 'html':
      return page(
        list.title,
        html`<div class="scroll"><table>
<thead><tr>${list.fields.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${cells.map((row) => html`<tr>${row.map((text) => html`<td>${text}</td>`)}</tr>\n`)}</tbody>
</table></div>`,
      );
    case 'table':
      if (list.rows.length === 0) return list.none;
      return table(
        list.fields,
        cells.map((row) => row.map((text) => ({ text }))),
        terminal,
      );
  }
}
