/** Text for people, made of our own words and of what came from outside, with nothing in it that plays tricks. */

/** Longest name that is shown whole, in UTF-16 units. */
export const NAME = 100;
/** Longest sentence that is shown whole, in UTF-16 units. */
export const SENTENCE = 400;

/** Told to people as it is: cleaned, and cut where it is too long. */
export class Safe {
  readonly #at: (scale: number) => string;

  constructor(at: (scale: number) => string) {
    this.#at = at;
  }

  /** @param scale 1, or less where everything has to be shorter to fit */
  at(scale: number): string {
    return this.#at(scale);
  }
}

/** What a card function may say: a text that was not made safe yet is, where it is used. */
export type Words = string | Safe;

/** `${name} signed as ${role}`: every value is cleaned and cut for itself, and cannot reach into the words around it. */
export function words(ours: TemplateStringsArray, ...values: readonly (Words | number)[]): Safe {
  const parts = values.map((value) => (typeof value === 'number' ? safe(String(value)) : safe(value, NAME)));
  return new Safe((scale) => ours.reduce((text, own, at) => text + (parts[at - 1]?.at(scale) ?? '') + own));
}

/** @param most UTF-16 units; what is longer ends in an ellipsis */
export function safe(text: Words, most: number = SENTENCE): Safe {
  if (text instanceof Safe) return text;
  const whole = text === '' ? '' : beginningOf(text, most) || UNSEEN;
  return new Safe((scale) => isolated(cut(whole, Math.max(SHORTEST, Math.round(most * scale)))));
}

/** A text as it is shown: where there is none, that is shown. */
export function shown(text: Words, scale: number, most: number = SENTENCE): string {
  return safe(text, most).at(scale) || '-';
}

/** So much of a text is looked at as can be needed, and not all of it: some are very long. */
function beginningOf(text: string, most: number): string {
  const begins = text.slice(0, most * LOOKED_AT);
  return begins.length < text.length ? `${cleaned(begins)}…` : cleaned(begins);
}

/** How much longer a text is before what cannot be seen is taken out of it. */
const LOOKED_AT = 4;

/** In place of a name of which nothing can be seen. */
const UNSEEN = '(blank)';

/** Safe texts in a row. */
export function joined(all: readonly Words[], between = ', '): Safe {
  return new Safe((scale) => all.map((one) => safe(one, NAME).at(scale)).join(between));
}

/** However short everything has to be, so much of a text is left. */
const SHORTEST = 16;

const SPACES = /(?:(?!\ufeff)[\s\p{Z}])+/gu;
/** What cannot be seen and changes what is: controls, directions, fillers, tags, private letters. */
const HIDDEN = /(?!\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;
/** Joiners and variants are kept only where they belong: within an emoji, and after letters that are written joined. */
const STRAY_JOINER =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\p{M}\p{Script=Arabic}\p{Script=Syriac}])[\u200c\u200d]/gu;
const STRAY_VARIANT = /(?<![\p{Extended_Pictographic}#*0-9])[\ufe0e\ufe0f]/gu;
const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
  // No mention and no markup: neither cards nor texts know a way to escape these everywhere.
  [/</g, '‹'],
  [/>/g, '›'],
  // Cards replace {{DATE(...)}} and {{TIME(...)}}.
  [/\{(?=\{)/g, '{ '],
];

/** One line of what can be seen. */
export function cleaned(text: string): string {
  const seen = text
    .toWellFormed()
    .replace(SPACES, ' ')
    .replace(HIDDEN, '')
    .replace(STRAY_JOINER, '')
    .replace(STRAY_VARIANT, '');
  return LOOKALIKES.reduce((so, [what, instead]) => so.replace(what, instead), seen)
    .replace(/ {2,}/g, ' ')
    .trim();
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most so many UTF-16 units, never ending within what people see as one letter, nor in a name's own direction. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const short = cutAt(text, most);
  return isOpen(short) ? `${cutAt(text, most - 1)}${CLOSES}` : short;
}

function cutAt(text: string, most: number): string {
  let end = 0;
  for (const { index, segment } of GRAPHEMES.segment(text.slice(0, most + 1))) {
    if (index + segment.length >= most) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Mandaic}\p{Script=Samaritan}]/u;

const OPENS = '\u2068';
const CLOSES = '\u2069';

/** A name that runs right to left keeps to its place among our words. */
function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `${OPENS}${text}${CLOSES}` : text;
}

function isOpen(text: string): boolean {
  return text.lastIndexOf(OPENS) > text.lastIndexOf(CLOSES);
}
