import { assert, asyncProperty, integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PRESSED } from '../../../../shared/app/bot/action-data.ts';
import type { ChatMessage } from '../../../../shared/domain/chat/message.ts';
import { CardSchema, idsIn, markdownIn, partsOf } from './card-schema.ts';
import { allCards, everywhere, PLAIN_NAMES } from './given-cards.ts';
import { anyNames, HOSTILE, LONG, MIXED } from './names.ts';
import { tricksIn } from './no-tricks.ts';

const OURS = 'https://steward.example/';
/** Teams takes about 28 KB; what it wraps around a card counts. */
const MOST_BYTES = 25_000;

const bytes = (value: string) => Buffer.byteLength(value);

/** Every rule that a message of ours keeps. */
function troubleWith({ card, text, summary, mentions = [] }: ChatMessage): string[] {
  const read = card ? CardSchema.safeParse(card) : undefined;
  const ids = card ? idsIn(card) : [];
  const said = squeezed(text);
  return [
    ...(read?.success === false ? [`no valid card: ${read.error.message}`] : []),
    ...(new Set(ids).size < ids.length ? ['an id stands twice'] : []),
    ...(card && bytes(JSON.stringify(card)) > MOST_BYTES ? [`${bytes(JSON.stringify(card))} bytes of card`] : []),
    ...(bytes(text) > MOST_BYTES ? [`${bytes(text)} bytes of text`] : []),
    ...(summary.length > 120 || summary === '' ? [`a summary of ${summary.length}`] : []),
    ...(card ? markdownIn(card) : [])
      .filter((one) => !said.includes(squeezed(one)))
      .map((one) => `only the card says ${one}`),
    ...mentions
      .filter(
        ({ name }) => !text.includes(`<at>${name}</at>`) || !JSON.stringify(card ?? '').includes(`<at>${name}</at>`),
      )
      .map(({ name }) => `the mention of ${name} is not in both`),
    ...tricksIn({ summary, text, mentions, ...(card && { card }) }, OURS),
    ...pressedTrouble(card),
  ];
}

/** Escapes, dots of lists and spaces are no facts. */
function squeezed(text: string): string {
  return text.replace(/^• /, '').replace(/[\s\\]/g, '');
}

/** What buttons bring back is what the server reads, and with the same as a message. */
function pressedTrouble(card: unknown): string[] {
  return partsOf(card).flatMap((part) => {
    if (part['type'] !== 'Action.Execute') return [];
    const { verb, data, fallback } = part as { verb: string; data: object; fallback: { data: object } };
    const schema = PRESSED[verb as keyof typeof PRESSED] as
      | { safeParse(data: unknown): { success: boolean } }
      | undefined;
    const same = JSON.stringify({ ...data, verb }) === JSON.stringify(fallback.data);
    return schema?.safeParse(data).success && same ? [] : [`nobody reads what ${verb} brings`];
  });
}

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
    { what: '10,000 letters of three bytes, 200 of each', names: everywhere('購'.repeat(10_000)), many: 200 },
    { what: '10,000 backslashes, 200 of each', names: everywhere('\\'.repeat(10_000)), many: 200 },
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
      { numRuns: 40 },
    );
  });
});
