/** Elements of Adaptive Cards 1.5, with the fields we use. Texts are safe ones; Markdown in them is escaped here. */
import type { CardElement } from '../../../domain/chat/message.ts';
import { markdown, markdownList } from './markdown.ts';

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

/** @param mention in front of it, as `<at>NAME</at>`; its name is clean */
export function mentionBlock(mentions: readonly string[], text: string): CardElement {
  const names = mentions.map((name) => `<at>${name}</at>`).join(', ');
  return styled(text === '' ? names : `${markdown(text)} ${names}`, {});
}

export function listBlock(items: readonly string[], look: TextLook = {}): CardElement {
  return styled(markdownList(items), { near: true, ...look });
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

export function factSet(facts: readonly (readonly [name: string, value: string])[]): CardElement {
  return {
    type: 'FactSet',
    facts: facts.map(([title, value]) => ({ title: markdown(title), value: markdown(value) })),
    spacing: 'Small',
  };
}

export interface ContainerLook {
  readonly tone?: Tone | undefined;
  readonly separated?: boolean;
}

export function container(items: readonly CardElement[], { tone, separated }: ContainerLook = {}): CardElement {
  return { type: 'Container', items, ...(tone && { style: tone }), ...(separated && { separator: true }) };
}

/** Side by side; on a narrow screen they stay so, which is why there are few. */
export function columns(all: readonly (readonly CardElement[])[]): CardElement {
  return {
    type: 'ColumnSet',
    columns: all.map((items) => ({ type: 'Column', width: 'stretch', items })),
  };
}
