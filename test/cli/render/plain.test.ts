import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from '../../../cli/render/csv.ts';
import { json } from '../../../cli/render/json.ts';
import { plain } from '../../../cli/render/plain.ts';

const OBEYED_BY_A_TERMINAL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test.each([
  { text: 'pool-1 größe 東京', shown: 'pool-1 größe 東京' },
  { text: 'a\u001b[31mred', shown: 'a<U+001B>[31mred' },
  { text: 'a\u009b31mred', shown: 'a<U+009B>31mred' },
  { text: 'abc\u202etxt.exe', shown: 'abc<U+202E>txt.exe' },
  { text: 'two\nlines\tand\ra tab', shown: 'two lines and a tab' },
  { text: 'bell\u0007', shown: 'bell<U+0007>' },
  { text: 'zero\u200bwidth', shown: 'zero<U+200B>width' },
  { text: 'half \ud800', shown: 'half <U+D800>' },
])('text from outside is shown and never obeyed: $shown', ({ text, shown }) => {
  expect(plain(text)).toBe(shown);
});

test('whatever the text, a terminal has nothing to obey', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !OBEYED_BY_A_TERMINAL.test(plain(text))));
});

test('json keeps the data as it is, and holds nothing that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = json({ text });
      expect(JSON.parse(written)).toEqual({ text });
      expect(written.replaceAll('\n', '')).not.toMatch(OBEYED_BY_A_TERMINAL);
    }),
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)'])('a cell that a spreadsheet would run is text: %s', (text) => {
  expect(csv(['name'], [{ name: text }])).toBe(`name\n'${text}`);
});

test('a cell with separators and quotes is quoted, a missing one is empty', () => {
  expect(csv(['a', 'b'], [{ a: 'x, "y"' }])).toBe('a,b\n"x, ""y""",');
});
