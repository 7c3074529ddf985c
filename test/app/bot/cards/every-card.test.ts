import { assert, asyncProperty, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChatMessage } from '../../../../shared/domain/chat/message.ts';
import { allCards, everywhere, PLAIN_NAMES } from './given-cards.ts';
import { anyNames, HOSTILE, LONG, MIXED } from './names.ts';
import { troubleWith } from './trouble-with.ts';

function troubles(cards: Readonly<Record<string, ChatMessage>>): string[] {
  return Object.entries(cards).flatMap(([name, message]) => troubleWith(message).map((one) => `${name}: ${one}`));
}

describe('every card, and its text', () => {
  test.each([
    { what: 'plain names', names: PLAIN_NAMES, many: 3 },
    { what: 'nothing of anything', names: PLAIN_NAMES, many: 0 },
    { what: '200 workloads on 200 clusters', names: PLAIN_NAMES, many: 200 },
    { what: 'hostile names', names: everywhere(HOSTILE), many: 3 },
    { what: 'very long names, 200 of each', names: everywhere(LONG), many: 200 },
    { what: '10,000 letters of three bytes, 20 of each', names: everywhere('購'.repeat(10_000)), many: 20 },
    { what: '10,000 backslashes, 20 of each', names: everywhere('\\'.repeat(10_000)), many: 20 },
    { what: 'right to left, emoji, other scripts', names: everywhere(MIXED), many: 12 },
    { what: 'one letter with 10,000 marks on it', names: everywhere(`e${'\u0301'.repeat(10_000)}`), many: 3 },
    { what: 'names that cannot be seen', names: everywhere('\u200b\u202e\u2066 \u0000'), many: 3 },
  ])('keep every rule: $what', async ({ names, many }) => {
    expect(troubles(await allCards(names, many))).toEqual([]);
  });

  test('keep every rule whatever the names are', async () => {
    await assert(
      asyncProperty(anyNames, integer({ min: 0, max: 12 }), async (given, many) => {
        expect(troubles(await allCards(given, many))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
