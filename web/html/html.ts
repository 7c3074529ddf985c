import { html, raw } from 'hono/html';

/** Markup whose texts are escaped. */
export type Html = ReturnType<typeof html>;

export { html };

/** Markup that is already safe. Only for what this code or the chart library made; never for text from outside. */
export function trusted(markup: string): Html {
  return raw(markup);
}

/** Control characters and those that turn the direction of text: they could make a name look like another. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text from outside, with what cannot be seen made visible. Markup in it is escaped by `html`. */
export function plain(text: string): string {
  return text.replace(HIDDEN, '\u{FFFD}');
}
