import { stringify } from 'csv-stringify/sync';
import { plain } from './plain.ts';

type Value = string | number | boolean | undefined;

/**
 * CSV as RFC 4180 has it, with a header. A cell that a spreadsheet would run as a formula (`=`, `+`, `-`, `@` in
 * front) gets a `'` in front.
 */
export function csv(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  return stringify(
    rows.map((row) => columns.map((column) => cell(row[column] as Value))),
    { header: true, columns: [...columns], escape_formulas: true },
  ).trimEnd();
}

function cell(value: Value): string {
  return value === undefined ? '' : plain(String(value));
}
