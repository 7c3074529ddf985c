import type { ChatMessage } from '../../../domain/chat/message.ts';
import type { Button, ButtonHome } from './buttons.ts';
import type { Tone } from './elements.ts';
import { messageOf } from './message-of.ts';
import { pageButtons, pageOf, pageText } from './paging.ts';
import type { Words } from './safe.ts';
import type { Fact, Row } from './sheet.ts';

/** An answer that is mostly a list. */
export interface CardList {
  /** What kind of answer it is, in a word or two: `Findings`. */
  readonly mark?: Words;
  readonly tone?: Tone;
  readonly title: Words;
  readonly intro?: Words;
  readonly facts?: readonly Fact[];
  /** All that were read; one page of them is shown. */
  readonly rows: readonly Row[];
  /** How many there are in all, where more than `rows`. */
  readonly total?: number;
  /** From 0. */
  readonly page?: number;
  /** Buttons that turn the page are shown where this is given. */
  readonly home?: ButtonHome;
  /** What to say or do next. */
  readonly hint?: Words;
  readonly links?: readonly { readonly title: Words; readonly url: string }[];
}

/** Rows with their links, a page at a time: what is not shown is counted. */
export function listCard(list: CardList): ChatMessage {
  const { mark = 'Image Steward', tone, title, intro, facts = [], rows, hint, links = [], home } = list;
  const shown = pageOf(rows, list.page, list.total);
  const counted = pageText(shown);
  const buttons = links.slice(0, MOST_LINKS).map((link): Button => ({ kind: 'open', ...link }));
  return messageOf({
    summary: title,
    mark,
    tone,
    title,
    under: intro,
    blocks: [
      ...(facts.length > 0 ? [{ kind: 'facts', facts } as const] : []),
      ...(rows.length > 0 ? [{ kind: 'rows', rows: shown.items } as const] : []),
      ...(counted === undefined ? [] : [{ kind: 'text', text: counted, soft: true } as const]),
      ...(home ? [{ kind: 'buttons', buttons: pageButtons(shown, home) } as const] : []),
      ...(hint === undefined ? [] : [{ kind: 'text', text: hint, soft: true } as const]),
    ],
    buttons,
  });
}

const MOST_LINKS = 4;
