/**
 * What one message says, once: the card and its plain text are both made of it, so that neither knows more than the other.
 * Everything in it may come from outside.
 */
import type { Mention } from '../../../domain/chat/message.ts';
import type { Button, Input, Press } from './buttons.ts';
import type { Tone } from './elements.ts';
import type { Words } from './safe.ts';

export interface Sheet {
  /** One line: the notification. */
  readonly summary: Words;
  /** What kind of message it is, in a word or two, and how it stands. */
  readonly mark: Words;
  readonly tone?: Tone | undefined;
  readonly title: Words;
  readonly under?: Words | undefined;
  readonly blocks: readonly Block[];
  /** People who are to notice it, and why. */
  readonly calls?: { readonly why: Words; readonly people: readonly Mention[] } | undefined;
  /** Right above the buttons. */
  readonly input?: Input | undefined;
  readonly buttons?: readonly Button[];
  /** What to write where no button is shown; only in the text. */
  readonly instead?: readonly Words[];
}

export type Block =
  | { readonly kind: 'heading'; readonly text: Words }
  | {
      readonly kind: 'text';
      readonly text: Words;
      readonly tone?: Tone | undefined;
      readonly soft?: true;
      readonly strong?: true;
    }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'list'; readonly items: readonly Words[]; readonly soft?: true }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  /** A picture made of characters of one width; the words after it say what it shows. */
  | { readonly kind: 'drawn'; readonly line: string; readonly says: Words; readonly tone?: Tone | undefined }
  /** In the place where they belong, as those that turn pages. */
  | { readonly kind: 'buttons'; readonly buttons: readonly Press[] }
  | { readonly kind: 'box'; readonly tone: Tone; readonly blocks: readonly Block[] };

export type Fact = readonly [name: Words, value: Words];

/** One of several things of a kind. */
export interface Row {
  readonly title: Words;
  readonly lines: readonly Words[];
  /** What belongs to it, as a list. */
  readonly items?: readonly Words[];
  readonly tone?: Tone | undefined;
}
