import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { readSaid } from '../../../shared/app/bot/reading/said.ts';

test.each([
  ['fleet', ['fleet']],
  ['  Fleet?  ', ['Fleet']],
  ['please fleet', ['fleet']],
  ['fleet, please.', ['fleet']],
  ['Hey Steward, could you show me the findings for shop-prod?', ['findings', 'for', 'shop-prod']],
  ['image steward: status!', ['status']],
  ['“findings” shop-prod', ['findings', 'shop-prod']],
  ['`findings shop-prod`', ['findings shop-prod']],
  ['findings "my cluster"', ['findings', 'my cluster']],
  ["findings 'my cluster'", ['findings', 'my cluster']],
  ["what's retiring", ['retiring']],
  ['/status shop-prod', ['status', 'shop-prod']],
  ['findings /subscriptions/1/x', ['findings', '/subscriptions/1/x']],
  ['find\u200bings shop\u202e-prod', ['findings', 'shop-prod']],
  ['status\u00a0shop-prod', ['status', 'shop-prod']],
  [
    'delegate platform to <at>Ben Bo</at> until 2026-12-01.',
    ['delegate', 'platform', 'to', '<at>Ben Bo</at>', 'until', '2026-12-01'],
  ],
  ['hello', []],
  ['', []],
  ['?', []],
])('%j is read as %j', (text, words) => {
  expect(readSaid(text)).toEqual({ words });
});

test.each([
  ['pause shop because the sale is on.', 'the sale is on.'],
  ['pause shop BECAUSE: "the sale is on"', 'the sale is on'],
  ['pause shop because of x because of y', 'of x because of y'],
  ['pause shop because', ''],
  ['pause shop because  a\n b ', 'a b'],
])('%j has a reason: %j', (text, because) => {
  expect(readSaid(text)).toEqual({ words: ['pause', 'shop'], because });
});

test('a word that only begins like the one before a reason is none', () => {
  expect(readSaid('findings becausex')).toEqual({ words: ['findings', 'becausex'] });
});

test('whatever is said, no word has signs that are not seen', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      const { words, because = '' } = readSaid(text);
      for (const word of [...words, because]) expect(word).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
    { numRuns: 300 },
  );
});

test.each([
  { what: '500 mentions that never end', text: '<at>'.repeat(500), words: 500 },
  { what: '2,000 quotes around nothing', text: '"'.repeat(2_000), words: 0 },
  { what: 'reasons of reasons', text: ' because'.repeat(250), words: 0 },
  { what: 'a long word before a mention', text: `${'a'.repeat(1_000)}<at>`, words: 2 },
])('text made to be slow is read at once: $what', ({ text, words }) => {
  expect(readSaid(text).words.length).toBe(words);
});
