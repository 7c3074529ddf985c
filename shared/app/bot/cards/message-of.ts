import type { ChatMessage } from '../../../domain/chat/message.ts';
import { cardOf } from './card.ts';
import { calledOf } from './mention.ts';
import { cut, shown } from './safe.ts';
import type { Sheet } from './sheet.ts';
import { textOf } from './text.ts';

/** Bytes of JSON; Teams takes about 28 KB, and what it wraps around a card counts. */
export const CARD_BYTES = 24_500;
/** Bytes of text, for the same reason. */
export const TEXT_BYTES = 20_000;
const SUMMARY_LENGTH = 120;
/** Each shorter than the one before; the last one fits whatever the names are, because the number of lines is limited. */
const SCALES = [1, 0.6, 0.35, 0.2, 0.1];

/** A sheet as a message that a chat takes whatever the names in it are. */
export function messageOf(sheet: Sheet): ChatMessage {
  const called = calledOf(sheet.calls?.people ?? []);
  const { mentions } = called;
  const summary = cut(shown(sheet.summary, 1, SUMMARY_LENGTH), SUMMARY_LENGTH);
  const made = SCALES.map((scale) => () => ({
    card: cardOf(sheet, called, scale),
    text: textOf(sheet, called, scale),
  }));
  const fitting = made.find((make) => fits(make())) ?? made.at(-1);
  return { summary, ...(fitting?.() ?? { text: summary }), ...(mentions.length > 0 && { mentions }) };
}

function fits({ card, text }: { readonly card: unknown; readonly text: string }): boolean {
  return bytesOf(JSON.stringify(card)) <= CARD_BYTES && bytesOf(text) <= TEXT_BYTES;
}

const UTF8 = new TextEncoder();

function bytesOf(text: string): number {
  return UTF8.encode(text).length;
}
