import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { table } from '../../../cli/render/columns.ts';
import { terminalOf } from '../../../cli/render/terminal.ts';
import { wrap } from '../../../cli/render/wrap.ts';

const columns = [
  { title: 'NAME', least: 6 },
  { title: 'WHAT', least: 10 },
];

test('a table takes no more room than its text', () => {
  expect(table(columns, [[{ text: 'apps' }, { text: 'fine' }]], { width: 80, colour: false })).toBe(
    ['NAME  WHAT', 'apps  fine'].join('\n'),
  );
});

test('a table that is too wide wraps its widest column', () => {
  const rows = [[{ text: 'apps' }, { text: 'a sentence that does not fit' }]];
  expect(table(columns, rows, { width: 24, colour: false })).toBe(
    ['NAME  WHAT', 'apps  a sentence that', '      does not fit'].join('\n'),
  );
});

test('colour goes around the text of each line, not into its width', () => {
  const rows = [[{ text: 'apps', style: (text: string) => `\u001b[31m${text}\u001b[39m` }, { text: 'x' }]];
  expect(table(columns, rows, { width: 80, colour: false })).toContain('\u001b[31mapps\u001b[39m  x');
});

test('no line of a table is wider than the terminal, whatever the text', () => {
  const text = fc.stringMatching(/^[ a-zA-Z0-9/.東-]{0,80}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), fc.integer({ min: 48, max: 200 }), (rows, width) => {
      const cells = rows.map((row) => row.map((one) => ({ text: one })));
      for (const line of table(columns, cells, { width, colour: false }).split('\n')) {
        expect(stringWidth(line)).toBeLessThanOrEqual(width);
      }
    }),
  );
});

test.each([
  { text: 'one two three', width: 7, lines: ['one two', 'three'] },
  { text: '/subscriptions/s/resourcegroups', width: 16, lines: ['/subscriptions/', 's/resourcegroups'] },
  { text: 'abcdefghij', width: 4, lines: ['abcd', 'efgh', 'ij'] },
  { text: '東京東京', width: 5, lines: ['東京', '東京'] },
  { text: '', width: 4, lines: [''] },
])('$text in $width columns breaks where it reads best', ({ text, width, lines }) => {
  expect(wrap(text, width)).toEqual(lines);
});

test('wrapping loses nothing but spaces', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ a-z/.-]{0,120}$/), fc.integer({ min: 2, max: 40 }), (text, width) => {
      const lines = wrap(text, width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
    }),
  );
});

test.each([
  { stream: { isTTY: true, columns: 90 }, env: {}, terminal: { width: 90, colour: true } },
  { stream: { isTTY: true, columns: 90 }, env: { NO_COLOR: '1' }, terminal: { width: 90, colour: false } },
  { stream: { isTTY: true, columns: 20 }, env: { TERM: 'dumb' }, terminal: { width: 48, colour: false } },
  { stream: {}, env: {}, terminal: { width: 120, colour: false } },
  { stream: {}, env: { COLUMNS: '200' }, terminal: { width: 200, colour: false } },
  { stream: {}, env: { COLUMNS: 'wide' }, terminal: { width: 120, colour: false } },
])('$stream with $env is $terminal', ({ stream, env, terminal }) => {
  expect(terminalOf(stream, env)).toEqual(terminal);
});
