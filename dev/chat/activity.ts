/** The Bot Framework's unit of what happens; only what this project's sides of it read. */
export interface Activity {
  readonly type: string;
  readonly id?: string;
  readonly text?: string;
  readonly textFormat?: string;
  readonly summary?: string;
  readonly replyToId?: string;
  readonly value?: unknown;
  readonly entities?: readonly Entity[];
  readonly attachments?: readonly Attachment[];
  readonly [field: string]: unknown;
}

export interface Entity {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Attachment {
  readonly contentType: string;
  readonly content?: unknown;
}

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
export const TOAST_TYPE = 'application/vnd.microsoft.activity.message';

/** A card, or a part of one. */
export type CardPart = Readonly<Record<string, unknown>>;

export function cardOf({ attachments }: Activity): CardPart | undefined {
  const found = attachments?.find(({ contentType }) => contentType === CARD_TYPE)?.content;
  return isPart(found) ? found : undefined;
}

export function isPart(value: unknown): value is CardPart {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
