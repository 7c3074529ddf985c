/** What is said in a chat, once for clients that show cards and once for those that do not. */
export interface ChatMessage {
  /** One line of plain text: the notification. */
  readonly summary: string;
  /** All of it as plain text. */
  readonly text: string;
  /** Adaptive Card 1.5; absent: the text is all there is. */
  readonly card?: AdaptiveCard;
  /** People who are to notice it. The text names each as `<at>NAME</at>`, as the card does. */
  readonly mentions?: readonly Mention[];
}

export interface Mention {
  readonly directoryId: string;
  /** Without `<` and `>`. */
  readonly name: string;
}

/** @see https://adaptivecards.io/explorer/ */
export interface AdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly version: '1.5';
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardElement[];
  readonly [field: string]: unknown;
}

export interface CardElement {
  readonly type: string;
  readonly [field: string]: unknown;
}
