/** Elements of Adaptive Cards 1.5, with the fields we use. Texts are safe ones; Markdown in them is escaped here. */
import type { CardElement } from '../../../domain/chat/message.ts';
import { markdown } from './markdown.ts';

/** What something is to whoever looks; absent: nothing special. */
export type Tone = 'good' | 'warning' | 'attention' | 'accent';

const COLOURS: Readonly<Record<Tone, string>> = {
  good: 'Good',
  warning: 'Warning',
  attention: 'Attention',
  accent: 'Accent',
};

export interface TextLook {
  readonly tone?: Tone | undefined;
  /** Less important. */
  readonly soft?: boolean;
  readonly strong?: boolean;
  readonly size?: 'Small' | 'Medium' | 'Large';
  readonly heading?: boolean;
  readonly near?: boolean;
}

export function textBlock(text: string, look: TextLook = {}): CardElement {
  return styled(markdown(text), look);
}

/** @param names as `calledText` has them: what is in them is to be read as it is */
export function mentionBlock(text: string, names: string): CardElement {
  return styled(`${markdown(text)} ${names}`, {});
}

/** A list, one element for each of its items: what clients make of a list in Markdown runs over the edge of some. */
export function listBlocks(items: readonly string[], look: TextLook = {}): CardElement[] {
  return items.map((item) => styled(`• ${markdown(item)}`, { near: true, ...look }));
}

function styled(text: string, { tone, soft, strong, size, heading, near }: TextLook): CardElement {
  return {
    type: 'TextBlock',
    text,
    wrap: true,
    ...(tone && { color: COLOURS[tone] }),
    ...(soft && { isSubtle: true }),
    ...(strong && { weight: 'Bolder' }),
    ...(size && { size }),
    ...(heading && { style: 'heading' }),
    ...(near && { spacing: 'Small' }),
  };
}

/** Characters of one width, for what is drawn with them. */
export function drawnBlock(line: string, tone?: Tone): CardElement {
  return {
    type: 'TextBlock',
    text: line,
    fontType: 'Monospace',
    wrap: true,
    spacing: 'Small',
    ...(tone && { color: COLOURS[tone] }),
  };
}

type FactText = readonly [name: string, value: string];

/** Names and values side by side; what is too long for that stands below its name, because a table does not break words. */
export function factBlocks(facts: readonly FactText[]): CardElement[] {
  const elements: CardElement[] = [];
  let short: FactText[] = [];
  const flush = () => {
    if (short.length > 0) elements.push(factSet(short));
    short = [];
  };
  for (const fact of facts) {
    if (!fact.some(hasLongWord)) {
      short.push(fact);
      continue;
    }
    flush();
    elements.push(textBlock(fact[0], { strong: true }), textBlock(fact[1], { near: true }));
  }
  flush();
  return elements;
}

function factSet(facts: readonly FactText[]): CardElement {
  return {
    type: 'FactSet',
    facts: facts.map(([title, value]) => ({ title: markdown(title), value: markdown(value) })),
  };
}

/** Longest run without a place to break, in UTF-16 units, that half of a phone's width takes. */
const LONGEST_WORD = 20;

function hasLongWord(text: string): boolean {
  return text.split(/[\s-]/).some((word) => word.length > LONGEST_WORD);
}

export interface ContainerLook {
  readonly tone?: Tone | undefined;
  readonly separated?: boolean;
}

export function container(items: readonly CardElement[], { tone, separated }: ContainerLook = {}): CardElement {
  return { type: 'Container', items, ...(tone && { style: tone }), ...(separated && { separator: true }) };
}
