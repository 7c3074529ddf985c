/** A text that can be shown in a terminal, as Markdown and as HTML. Nothing in it is escaped yet. */
export type Document = readonly Part[];

export type Part =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone?: Tone }
  | { readonly kind: 'table'; readonly titles: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'item'; readonly title: string; readonly lines: readonly Line[]; readonly code?: string };

export type Tone = 'warning' | 'good';

/** A line below an item: what it says, and what it is called where it needs a name. */
export interface Line {
  readonly label?: string;
  readonly text: string;
}
