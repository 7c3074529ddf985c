import type { AdaptiveCard, CardElement } from '../../../domain/chat/message.ts';
import { actionOf, inputElement } from './buttons.ts';
import { container, drawnBlock, factBlocks, listBlocks, mentionBlock, textBlock } from './elements.ts';
import { type Called, calledText } from './mention.ts';
import { cut, shown, type Words } from './safe.ts';
import type { Block, Row, Sheet } from './sheet.ts';

/** What a client says that cannot show the card. */
const FALLBACK_LENGTH = 500;

/** A sheet as an Adaptive Card 1.5. @param scale see `Safe.at` */
export function cardOf(sheet: Sheet, called: Called, scale: number): AdaptiveCard {
  const say = (text: Words) => shown(text, scale);
  const { mark, tone, title, under, blocks, calls, input, buttons = [] } = sheet;
  const body: CardElement[] = [
    textBlock(say(mark), { ...(tone ? { tone } : { soft: true }), size: 'Small', strong: true }),
    textBlock(say(title), { strong: true, size: 'Medium', heading: true, near: true }),
    ...(under === undefined ? [] : [textBlock(say(under), { soft: true, near: true })]),
    ...flow(blocks, scale),
    ...(calls && called.mentions.length > 0 ? [mentionBlock(say(calls.why), calledText(called))] : []),
    ...(input ? [inputElement(input)] : []),
  ];
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: cut([title, ...(under === undefined ? [] : [under])].map(say).join(' '), FALLBACK_LENGTH),
    body,
    ...(buttons.length > 0 && { actions: buttons.map((button) => actionOf(button, scale)) }),
  };
}

/** What follows a heading stands near it. */
function flow(blocks: readonly Block[], scale: number): CardElement[] {
  return blocks.flatMap((block, at) => {
    const elements = elementsOf(block, scale);
    const [first, ...rest] = elements;
    return first && blocks[at - 1]?.kind === 'heading' ? [{ ...first, spacing: 'Small' }, ...rest] : elements;
  });
}

function elementsOf(block: Block, scale: number): CardElement[] {
  const say = (text: Words) => shown(text, scale);
  switch (block.kind) {
    case 'heading':
      return [textBlock(say(block.text), { strong: true })];
    case 'text': {
      const { tone, soft = false, strong = false } = block;
      return [textBlock(say(block.text), { tone, soft, strong })];
    }
    case 'facts':
      return factBlocks(block.facts.map(([name, value]) => [say(name), say(value)]));
    case 'list':
      return listBlocks(block.items.map(say), { soft: block.soft ?? false });
    case 'rows':
      return block.rows.map((row) => rowElement(row, say));
    case 'drawn':
      return [
        drawnBlock(block.line, block.tone),
        textBlock(say(block.says), { soft: true, near: true, size: 'Small' }),
      ];
    case 'box':
      return [container(flow(block.blocks, scale), { tone: block.tone })];
    case 'buttons':
      return block.buttons.length > 0
        ? [{ type: 'ActionSet', actions: block.buttons.map((button) => actionOf(button, scale)) }]
        : [];
  }
}

function rowElement({ title, lines, items = [], tone }: Row, say: (text: Words) => string): CardElement {
  return container(
    [
      textBlock(say(title), { strong: true, tone }),
      ...lines.map((line) => textBlock(say(line), { near: true, soft: true })),
      ...listBlocks(items.map(say)),
    ],
    { separated: true },
  );
}
