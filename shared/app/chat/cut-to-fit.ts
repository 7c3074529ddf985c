import type { ChatMessage } from '../../domain/chat/message.ts';
import { readTopic } from '../../domain/chat/topic.ts';
import { pageUrl } from '../bot/cards/context.ts';
import { cut } from '../bot/cards/safe.ts';
import type { Parts } from '../parts.ts';

/** UTF-16 units: at most 12 KB, far below what any service takes. */
const LONGEST_TEXT = 4_000;

/** What is left of a message that is too long: its first words as text, and where the rest can be read. */
export function cutToFit({ appUrl }: Pick<Parts, 'appUrl'>, topic: string, said: ChatMessage): ChatMessage {
  const url = pageUrl(appUrl, pathOf(topic));
  const rest = url ? `All of it: ${url}` : 'It was too long for this chat: see the dashboard for all of it.';
  const text = `${cut(said.text, LONGEST_TEXT)}\n\n${rest}`;
  const mentions = said.mentions?.filter(({ name }) => text.includes(`<at>${name}</at>`)) ?? [];
  return { summary: said.summary, text, ...(mentions.length > 0 && { mentions }) };
}

function pathOf(text: string): readonly string[] {
  const topic = readTopic(text);
  switch (topic?.kind) {
    case 'plan':
      return ['plans', topic.planHash];
    case 'migration':
    case 'recommendation':
      return ['migrations', topic.migrationId];
    default:
      return [];
  }
}
