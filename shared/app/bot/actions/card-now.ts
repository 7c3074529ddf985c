import type { ChatReply } from '../../../domain/chat/event.ts';
import { renderPost } from '../../chat/render.ts';
import type { Outcome, Pressed } from './pressed.ts';

/** The card as it is to stand there now, in place of the one whose button was pressed. */
export async function cardNow(
  { parts, fleet, conversation, post }: Pick<Pressed<unknown>, 'parts' | 'fleet' | 'conversation' | 'post'>,
  page?: number,
): Promise<ChatReply | undefined> {
  const { topic, nonce } = post;
  const message = await renderPost(parts, fleet, { topic, conversation, nonce, ...(page !== undefined && { page }) });
  return message && { kind: 'replace-card', message };
}

/** It is taken, and the card shows it. @param text said where there is no card to show it on */
export async function shown(pressed: Pressed<unknown>, text = 'Taken.'): Promise<Outcome> {
  return { kind: 'taken', reply: (await cardNow(pressed)) ?? { kind: 'toast', text } };
}
