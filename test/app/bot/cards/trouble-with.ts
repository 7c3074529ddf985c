import { PRESSED } from '../../../../shared/app/bot/action-data.ts';
import type { ChatMessage } from '../../../../shared/domain/chat/message.ts';
import { CardSchema, idsIn, markdownIn, partsOf } from './card-schema.ts';
import { tricksIn } from './no-tricks.ts';

const OURS = 'https://steward.example/';
/** Teams takes about 28 KB; what it wraps around a card counts. */
const MOST_BYTES = 25_000;

const bytes = (value: string) => Buffer.byteLength(value);

/** Which of the rules that every message of ours keeps it breaks, one sentence each. */
export function troubleWith({ card, text, summary, mentions = [] }: ChatMessage): string[] {
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
      .map(({ name }) => `<at>${name}</at>`)
      .filter((at) => !text.includes(at) || (card && !markdownIn(card).some((said) => said.includes(at))))
      .map((at) => `${at} is not in both`),
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
