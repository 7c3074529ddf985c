/** What we use of Adaptive Cards 1.5, each element with its fields and no others. */
import { z } from 'zod';
import type { AdaptiveCard } from '../../../../shared/domain/chat/message.ts';

const colour = z.enum(['Good', 'Warning', 'Attention', 'Accent']);
const spacing = z.enum(['Small']);
const text = z.string().min(1);

const TextBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text,
  wrap: z.literal(true),
  color: colour.optional(),
  isSubtle: z.literal(true).optional(),
  weight: z.literal('Bolder').optional(),
  size: z.enum(['Small', 'Medium', 'Large']).optional(),
  style: z.literal('heading').optional(),
  fontType: z.literal('Monospace').optional(),
  spacing: spacing.optional(),
});

const FactSet = z.strictObject({
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: text, value: z.string() })).min(1),
  spacing: spacing.optional(),
});

const InputText = z.strictObject({
  type: z.literal('Input.Text'),
  id: text,
  label: text,
  placeholder: text,
  isMultiline: z.literal(true),
  maxLength: z.int().min(1),
  isRequired: z.literal(true),
  errorMessage: text,
  regex: text,
});

const InputChoiceSet = z.strictObject({
  type: z.literal('Input.ChoiceSet'),
  id: text,
  label: text,
  value: text,
  choices: z.array(z.strictObject({ title: text, value: text })).min(1),
  style: z.literal('compact'),
  isRequired: z.literal(true),
  errorMessage: text,
});

const press = {
  title: text,
  style: z.enum(['positive', 'destructive']).optional(),
  associatedInputs: z.literal('none').optional(),
};
const Submit = z.strictObject({ type: z.literal('Action.Submit'), ...press, data: z.record(z.string(), z.unknown()) });
const Execute = z.strictObject({
  type: z.literal('Action.Execute'),
  ...press,
  verb: text,
  data: z.record(z.string(), z.unknown()),
  fallback: Submit,
});
const OpenUrl = z.strictObject({
  type: z.literal('Action.OpenUrl'),
  title: text,
  url: z.url({ protocol: /^https?$/ }),
});

const element: z.ZodType = z.lazy(() =>
  z.discriminatedUnion('type', [
    TextBlock,
    FactSet,
    InputText,
    InputChoiceSet,
    z.strictObject({
      type: z.literal('Container'),
      items: z.array(element).min(1),
      style: z.enum(['good', 'warning', 'attention', 'accent']).optional(),
      separator: z.literal(true).optional(),
      spacing: spacing.optional(),
    }),
    z.strictObject({
      type: z.literal('ActionSet'),
      actions: z.array(action).min(1).max(6),
      spacing: spacing.optional(),
    }),
  ]),
);

const ShowCard = z.strictObject({
  type: z.literal('Action.ShowCard'),
  title: text,
  card: z.strictObject({
    type: z.literal('AdaptiveCard'),
    body: z.array(element).min(1),
    actions: z.array(Execute).min(1).max(6),
  }),
});
const action = z.discriminatedUnion('type', [Execute, OpenUrl, ShowCard]);

export const CardSchema = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  version: z.literal('1.5'),
  fallbackText: text,
  body: z.array(element).min(1),
  /** Teams shows six. */
  actions: z.array(action).min(1).max(6).optional(),
});

type Part = Readonly<Record<string, unknown>>;

/** Every object in a card, from the outside in. */
export function partsOf(value: unknown): Part[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Part, ...Object.values(value).flatMap(partsOf)];
}

/** What is read as Markdown: text blocks, and both halves of facts. */
export function markdownIn(card: AdaptiveCard): string[] {
  return partsOf(card).flatMap((part) => {
    if (part['type'] === 'TextBlock') return [String(part['text'])];
    return 'value' in part && 'title' in part && !('type' in part)
      ? [String(part['title']), String(part['value'])]
      : [];
  });
}

export function idsIn(card: AdaptiveCard): string[] {
  return partsOf(card).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}
