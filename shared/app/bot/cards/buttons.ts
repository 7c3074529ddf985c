/** What a person can press on a card. Data says what is meant and proves nothing: it is checked when it comes back. */
import type { CardElement } from '../../../domain/chat/message.ts';
import { ACTION_VERSION, type Verb } from '../action-data.ts';
import { markdown } from './markdown.ts';
import { shown, type Words } from './safe.ts';

/** The message that a button stands on. */
export interface ButtonHome {
  /** As in `domain/chat/topic.ts`. */
  readonly topic: string;
  readonly nonce: string;
}

export interface Press {
  readonly kind: 'press';
  readonly title: Words;
  readonly verb: Verb;
  readonly home: ButtonHome;
  readonly data: Readonly<Record<string, string | number>>;
  readonly style?: 'positive' | 'destructive';
  /** The inputs of the card are neither needed nor sent. */
  readonly withoutInputs?: true;
}

export interface OpenPage {
  readonly kind: 'open';
  readonly title: Words;
  readonly url: string;
}

/** Opens a few lines on the card, with inputs and the buttons that send them. */
export interface Ask {
  readonly kind: 'ask';
  readonly title: Words;
  /** What each button does. */
  readonly lines: readonly Words[];
  readonly inputs: readonly Input[];
  readonly buttons: readonly Press[];
}

export type Button = Press | OpenPage | Ask;

export type Input =
  | { readonly kind: 'text'; readonly id: string; readonly label: string; readonly placeholder: string }
  | {
      readonly kind: 'choice';
      readonly id: string;
      readonly label: string;
      readonly value: string;
      readonly choices: readonly { readonly title: string; readonly value: string }[];
    };

/** Why somebody decides as they do; there is one on a card, because ids on a card are unique. */
export const REASON: Input = {
  kind: 'text',
  id: 'reason',
  label: 'Reason',
  placeholder: 'Others read this, and so does an auditor.',
};

/** Longest reason that is taken. */
const REASON_LENGTH = 1000;
const TITLE = 60;

export function actionOf(button: Button, scale: number): CardElement {
  const title = shown(button.title, scale, TITLE);
  switch (button.kind) {
    case 'open':
      return { type: 'Action.OpenUrl', title, url: button.url };
    case 'press':
      return pressAction(button, title);
    case 'ask':
      return {
        type: 'Action.ShowCard',
        title,
        card: {
          type: 'AdaptiveCard',
          body: [
            ...button.lines.map((line) => ({
              type: 'TextBlock',
              text: markdown(shown(line, scale)),
              wrap: true,
              spacing: 'Small',
            })),
            ...button.inputs.map(inputElement),
          ],
          actions: button.buttons.map((one) => actionOf(one, scale)),
        },
      };
  }
}

/** Clients that know no Action.Execute send the same as a message, with the verb in it. */
function pressAction({ verb, home, data: own, style, withoutInputs }: Press, title: string): CardElement {
  const data = { v: ACTION_VERSION, topic: home.topic, nonce: home.nonce, ...own };
  const look = { title, ...(style && { style }), ...(withoutInputs && { associatedInputs: 'none' }) };
  return {
    type: 'Action.Execute',
    ...look,
    verb,
    data,
    fallback: { type: 'Action.Submit', ...look, data: { ...data, verb } },
  };
}

export function inputElement(input: Input): CardElement {
  if (input.kind === 'choice') {
    const { id, label, value, choices } = input;
    return {
      type: 'Input.ChoiceSet',
      id,
      label,
      value,
      choices,
      style: 'compact',
      isRequired: true,
      errorMessage: 'Please choose one.',
    };
  }
  const { id, label, placeholder } = input;
  return {
    type: 'Input.Text',
    id,
    label,
    placeholder,
    isMultiline: true,
    maxLength: REASON_LENGTH,
    isRequired: true,
    errorMessage: 'Please give a reason of at least 3 characters.',
    regex: '^[\\s\\S]*\\S[\\s\\S]*\\S[\\s\\S]*\\S[\\s\\S]*$',
  };
}
