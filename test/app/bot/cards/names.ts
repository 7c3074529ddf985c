import { array, constantFrom, integer, oneof, record, string, tuple } from 'fast-check';

/** Names as somebody may give them who means harm, or only has another language. */
export const HOSTILE =
  '**a** _b_ [click](https://evil.example) <at>Ada</at> <img src=x onerror=alert(1)> {{DATE(2026-11-20T08:00:00Z,SHORT)}} \u202e`c` # d';
export const LONG = `aks-${'payments-and-settlement-'.repeat(60)}westeurope`;
export const MIXED = 'מיגרציה של צי الأسطول 🛒👩‍👩‍👧‍👦 e\u0301 購物車';

const MARKDOWN = ['**', '_', '`', '~~', '[', '](', ')', '![', '\\', '- ', '+ ', '1. ', '1) ', '# ', '---', '===', '|'];
const MARKUP = ['<at>', '</at>', '<b>', '>', '&lt;', '&#60;', '&amp', '{{DATE(', '{', '${x}', '"', "'", '__proto__'];
const UNSEEN = ['\n', '\r\n', '\t', '    ', '\u0000', '\u202e', '\u2066', '\u2068', '\u2069', '\u200b', '\ufe0f'];
const LETTERS = ['\u200d', '\ud83d', '\u{e0041}', '👩‍👩‍👧', 'ש', 'ع', 'e\u0301', '購'];
const ADDRESSES = ['https://evil.example', 'www.evil.example', 'javascript:'];

/** What a name could be made of to play a trick. */
const trick = constantFrom(...MARKDOWN, ...MARKUP, ...UNSEEN, ...LETTERS, ...ADDRESSES);

/** Tricks and letters in any order, anything at all, and one thing thousands of times. */
export const anyName = oneof(
  array(oneof(trick, string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 40 }).map((all) => all.join('')),
  string({ unit: 'binary', maxLength: 60 }),
  tuple(trick, integer({ min: 1, max: 10_000 })).map(([piece, times]) => piece.repeat(times).slice(0, 10_000)),
);

export const anyNames = record({
  cluster: anyName,
  pool: anyName,
  workload: anyName,
  owner: anyName,
  person: anyName,
  sentence: anyName,
});
