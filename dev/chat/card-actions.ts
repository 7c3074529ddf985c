import { type CardPart, isPart } from './activity.ts';

/** A button of a card that brings something to the app. */
export interface CardAction {
  readonly type: 'Action.Execute' | 'Action.Submit';
  readonly title: string;
  readonly verb?: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** What its inputs say is left out. */
  readonly ignoresInputs: boolean;
}

interface CardInput {
  readonly id: string;
  readonly required: boolean;
  /** What is brought when nobody fills it in. */
  readonly value?: string;
}

/** Every button, in the order in which they stand: those inside containers, action sets and shown cards too. */
export function actionsOf(card: CardPart): readonly CardAction[] {
  return partsOf(card).flatMap((part) => {
    const { type, title, verb, data, associatedInputs } = part;
    if (type !== 'Action.Execute' && type !== 'Action.Submit') return [];
    const text = typeof title === 'string' ? title : '';
    const named = typeof verb === 'string' ? { verb } : {};
    const ignoresInputs = associatedInputs === 'none';
    return [{ type, title: text, ...named, data: isPart(data) ? data : {}, ignoresInputs }];
  });
}

function inputsOf(card: CardPart): readonly CardInput[] {
  return partsOf(card).flatMap(({ type, id, value, isRequired, valueOff }) => {
    if (typeof type !== 'string' || !type.startsWith('Input.') || typeof id !== 'string') return [];
    const empty = type === 'Input.Toggle' ? String(valueOff ?? 'false') : type === 'Input.Text' ? '' : undefined;
    const brought = typeof value === 'string' ? value : empty;
    return [{ id, required: isRequired === true, ...(brought !== undefined && { value: brought }) }];
  });
}

/**
 * What the inputs bring with a button: as filled in, or as the card has them.
 * @throws Error when a required one is empty, or there is no such input
 */
export function filledIn(card: CardPart, action: CardAction, given: Readonly<Record<string, string>>) {
  const known = inputsOf(card);
  const strange = Object.keys(given).filter((id) => !known.some((input) => input.id === id));
  if (strange.length > 0) throw new Error(`the card has no input ${strange.join(', ')}`);
  if (action.ignoresInputs) return {};
  const missing = known.find(({ id, required, value }) => required && !(given[id] ?? value));
  if (missing) throw new Error(`the input ${missing.id} is empty`);
  return Object.fromEntries(
    known.flatMap(({ id, value }) => {
      const brought = given[id] ?? value;
      return brought === undefined ? [] : [[id, brought]];
    }),
  );
}

/** All parts of a card, outer ones first. What a button brings (`data`) is none. */
function partsOf(part: CardPart): readonly CardPart[] {
  const inner = Object.entries(part).flatMap(([name, value]) => {
    if (name === 'data' || name === 'msteams') return [];
    return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(isPart).flatMap(partsOf);
  });
  return [part, ...inner];
}
