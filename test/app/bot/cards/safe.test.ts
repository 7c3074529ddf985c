import { describe, expect, test } from 'vitest';
import { cleaned, cut, joined, safe, words } from '../../../../shared/app/bot/cards/safe.ts';

describe('a text from outside', () => {
  test.each([
    { what: 'lines and tabs become spaces', text: ' a\n\tb\r\n\u2028c ', shown: 'a b c' },
    { what: 'controls go', text: 'a\u0000\u0007b\u009f', shown: 'ab' },
    { what: 'turned directions go', text: 'a\u202eb\u2066c\u2069d\u200fe', shown: 'abcde' },
    { what: 'fillers and tags go', text: 'a\u00ad\u3164\u200b\ufeff\u{e0041}b', shown: 'ab' },
    { what: 'markup becomes something like it', text: '<at>Ada</at> <b>', shown: '‹at›Ada‹/at› ‹b›' },
    { what: 'functions of cards come apart', text: '{{DATE(x)}} {{{', shown: '{ {DATE(x)}} { { {' },
    { what: 'functions stay apart when what hid between goes', text: '{\u200b{TIME(x)}}', shown: '{ {TIME(x)}}' },
    { what: 'half a letter becomes a sign for it', text: 'a\ud83d', shown: 'a\ufffd' },
    { what: 'emoji stay whole', text: '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 1️⃣', shown: '👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 1️⃣' },
    { what: 'joined letters stay joined', text: 'می\u200cخواهم क्\u200dष', shown: 'می\u200cخواهم क्\u200dष' },
    { what: 'stray joiners and variants go', text: 'a\u200db\u200cc\ufe0fd', shown: 'abcd' },
    { what: 'other scripts stay', text: 'שלום مرحبا 購物車 e\u0301', shown: 'שלום مرحبا 購物車 e\u0301' },
  ])('is cleaned: $what', ({ text, shown }) => {
    expect(cleaned(text)).toBe(shown);
  });

  test.each([
    { text: 'abcde', most: 5, shown: 'abcde' },
    { text: 'abcdef', most: 5, shown: 'abcd…' },
    { text: 'abc def', most: 5, shown: 'abc…' },
    { text: 'ab👩‍👩‍👧‍👦', most: 12, shown: 'ab…' },
    { text: 'ab👩‍👩‍👧‍👦', most: 13, shown: 'ab👩‍👩‍👧‍👦' },
    { text: `e${'\u0301'.repeat(50)}x`, most: 20, shown: '…' },
    { text: '\u2068שלום עולם\u2069', most: 6, shown: '\u2068שלו…\u2069' },
  ])('is cut between what people see as letters: $text at $most', ({ text, most, shown }) => {
    expect(cut(text, most)).toBe(shown);
  });

  test('of which nothing can be seen is said to be blank', () => {
    expect(safe('\u200b\u202e').at(1)).toBe('(blank)');
  });

  test('that runs right to left keeps to its place among our words', () => {
    expect(words`${'שלום'} signed ${3} plans`.at(1)).toBe('\u2068שלום\u2069 signed 3 plans');
  });

  test('is cut for itself, and everything is shorter where it has to be', () => {
    const said = words`${'a'.repeat(200)} signed for ${joined(['b'.repeat(200), 'c'])}`;
    expect([said.at(1), said.at(0.2)]).toEqual([
      `${'a'.repeat(99)}… signed for ${'b'.repeat(99)}…, c`,
      `${'a'.repeat(19)}… signed for ${'b'.repeat(19)}…, c`,
    ]);
  });
});
