import Table from 'cli-table3';
import stringWidth from 'string-width';
import { paint, type Terminal } from './terminal.ts';
import { wrap } from './wrap.ts';

/** One column of a table: how it is headed and how far it may be squeezed. */
export interface Column {
  readonly title: string;
  /** Columns of the terminal below which the text would not be readable any more. */
  readonly least: number;
  /** Takes the width that is left; the others take what they need, up to `most`. */
  readonly most?: number;
}

export interface Cell {
  readonly text: string;
  readonly style?: (text: string) => string;
}

type Rows = readonly (readonly Cell[])[];

const GAP = 2;
/** Widths are taken from the first rows: enough for a screen, and a long table stays quick. */
const MEASURED_ROWS = 500;

/** A table without borders that is never wider than the terminal: cells wrap, nothing is cut off. */
export function table(columns: readonly Column[], rows: Rows, terminal: Terminal): string {
  const widths = widthsOf(columns, rows, terminal.width);
  const drawn = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: widths,
  });
  const { bold } = paint(terminal);
  for (const row of [columns.map(({ title }): Cell => ({ text: title, style: bold })), ...rows]) {
    drawn.push(row.map((cell, index) => lines(cell, widths[index] ?? 1)));
  }
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** What each column would take if the terminal were wide enough. */
export function naturalWidths(columns: readonly Column[], rows: Rows): number[] {
  return columns.map(({ title, most = Number.POSITIVE_INFINITY }, index) => {
    const texts = [title, ...rows.slice(0, MEASURED_ROWS).map((row) => row[index]?.text ?? '')];
    return Math.min(most, Math.max(1, ...texts.map((text) => stringWidth(text))));
  });
}

/** The width of a table whose columns are that wide. */
export function tableWidth(widths: readonly number[]): number {
  return total(widths) + GAP * (widths.length - 1);
}

function lines({ text, style = (line) => line }: Cell, width: number): string {
  return wrap(text, width)
    .map((line) => style(line))
    .join('\n');
}

/** Every column gets what its widest cell needs; when that is too much, the widest give way first, down to their least. */
function widthsOf(columns: readonly Column[], rows: Rows, width: number): number[] {
  const needs = naturalWidths(columns, rows);
  const room = Math.max(columns.length, width - GAP * (columns.length - 1));
  const widths = needs.map((need) => Math.min(need, room));
  for (let over = total(widths) - room; over > 0; over = total(widths) - room) {
    const yielding = widths.map((wide, index) => (wide > (columns[index]?.least ?? 1) ? wide : 0));
    const widest = Math.max(...yielding) > 0 ? yielding : widths;
    const index = widest.indexOf(Math.max(...widest));
    widths[index] = (widths[index] ?? 1) - 1;
  }
  return tightened(widths, needs, columns, rows, room);
}

/** Wrapping leaves columns narrower than they were given: what is spare goes to the one that lacks most. */
function tightened(
  widths: readonly number[],
  needs: readonly number[],
  columns: readonly Column[],
  rows: Rows,
  room: number,
): number[] {
  const used = widths.map((wide, index) => {
    const texts = [columns[index]?.title ?? '', ...rows.slice(0, MEASURED_ROWS).map((row) => row[index]?.text ?? '')];
    return Math.max(...texts.flatMap((text) => wrap(text, wide)).map((line) => stringWidth(line)), 1);
  });
  const lacks = needs.map((need, index) => need - (used[index] ?? 0));
  const neediest = lacks.indexOf(Math.max(...lacks));
  used[neediest] = Math.min(needs[neediest] ?? 1, (used[neediest] ?? 1) + room - total(used));
  return used;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, wide) => sum + wide, 0);
}

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(GAP),
};
