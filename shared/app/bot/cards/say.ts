import type { ChatMessage } from '../../../domain/chat/message.ts';
import { messageOf } from './message-of.ts';
import { cut, shown, type Words } from './safe.ts';

const SUMMARY_LENGTH = 120;

/** A few lines without a card. */
export function textMessage(summary: Words, lines: readonly Words[]): ChatMessage {
  const first = shown(summary, 1);
  const all = lines.map((line) => shown(line, 1, LINE));
  return { summary: cut(first, SUMMARY_LENGTH), text: all.length > 0 ? all.join('\n') : first };
}

const LINE = 1000;

/** A no, why, and what would help. */
export function refusedMessage(why: Words, help: Words): ChatMessage {
  return messageOf({
    summary: why,
    mark: 'Not done',
    tone: 'warning',
    title: why,
    blocks: [{ kind: 'text', text: help }],
  });
}
