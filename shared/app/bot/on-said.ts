import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ChatEvent, ChatReply } from '../../domain/chat/event.ts';
import type { Mention } from '../../domain/chat/message.ts';
import { knowConversation } from '../chat/conversations.ts';
import type { Fleet } from '../fleet.ts';
import type { Parts } from '../parts.ts';
import { type Answer, list, no, replyOf } from './answer.ts';
import { PAGE_SIZE } from './cards/paging.ts';
import { safe, type Words, words } from './cards/safe.ts';
import type { ChatCommand, CommandContext } from './commands/command.ts';
import { COMMANDS } from './commands/index.ts';
import { failed } from './failed.ts';
import { type Gate, gateOf, WHO_ARE_YOU } from './gate.ts';
import { findCommand } from './reading/find-command.ts';
import { takePage } from './reading/page.ts';
import { LONGEST_TEXT, readSaid, type Said } from './reading/said.ts';
import { type Refused, recordRefusal } from './refuse.ts';
import { sayAgain } from './say-again.ts';
import { mayDo, NOTHING_HELD } from './who-may.ts';

const CARDS: Pick<Conversation, 'plain'> = {};

/** Answers what somebody said. Whoever may not is told why, and it is kept; nothing is done on a guess. */
export async function onSaid(
  parts: Parts,
  fleet: Fleet,
  event: ChatEvent,
  said: { readonly text: string; readonly mentions: readonly Mention[] },
): Promise<ChatReply> {
  const gate = gateOf(event.from, parts);
  if (gate.kind === 'shut') {
    await recordRefusal(parts, event, { ...gate.refused, what: 'Said something.' });
    return replyOf(no('I cannot answer you.', gate.refused.why), CARDS);
  }
  const conversation = await knowConversation(parts, event);
  if (said.text.length > LONGEST_TEXT) {
    const help = `I read ${LONGEST_TEXT} characters at most. Say it in a few words: “help” shows how.`;
    return replyOf(no('That was too long for me.', help), conversation);
  }
  const { page, words: rest, because } = takePage(readSaid(said.text));
  const found = findCommand(COMMANDS, { words: rest });
  const speaker = { parts, fleet, event, conversation, gate };
  if (found.kind !== 'found') {
    if (rest.length === 0 && because === undefined)
      return replyOf(await run(speaker, HELP, { words: [] }, []), conversation);
    return replyOf(notUnderstood(found, because), conversation);
  }
  const answer = await run(
    speaker,
    found.command,
    { words: found.rest, ...(because !== undefined && { because }) },
    said.mentions,
  );
  return replyOf(withNextPage(answer, page, found.command, found.rest), conversation, page);
}

const HELP = COMMANDS.find(({ name }) => name === 'help') as ChatCommand;

interface Speaker extends Pick<CommandContext, 'parts' | 'fleet' | 'event' | 'conversation'> {
  readonly gate: Exclude<Gate, { kind: 'shut' }>;
}

async function run(
  { gate, ...where }: Speaker,
  command: ChatCommand,
  { words: said, because }: Said,
  mentions: readonly Mention[],
): Promise<Answer> {
  const { parts, event } = where;
  const what = `Said: ${sayAgain(command.name, said)}`;
  const args = { words: said, mentions, ...(because !== undefined && { because }) };
  if (gate.kind === 'nameless') {
    const by = { id: '', name: event.from.name };
    if (command === HELP) return command.run({ ...where, by, held: NOTHING_HELD, command, commands: COMMANDS }, args);
    return refused(parts, event, { kind: 'no-directory-id', what, why: WHO_ARE_YOU });
  }
  const { by } = gate;
  const may = await mayDo(parts, by, command.who);
  if (may.kind === 'no') return refused(parts, event, { kind: 'wrong-person', what, why: may.why });
  try {
    return await command.run({ ...where, by, held: may.held, command, commands: COMMANDS }, args);
  } catch (error) {
    const { kind, why, help } = failed(`“${command.name}”`, error);
    return kind === 'not-done' ? no(why, help) : list({ ...UNSURE, title: why, intro: help });
  }
}

const UNSURE = { mark: 'Not sure', tone: 'warning', rows: [] } as const;

async function refused(parts: Parts, event: ChatEvent, refusal: Refused): Promise<Answer> {
  await recordRefusal(parts, event, refusal);
  return no(refusal.kind === 'no-directory-id' ? 'I do not know who you are.' : 'You may not do that.', refusal.why);
}

function notUnderstood(
  found: Exclude<ReturnType<typeof findCommand>, { kind: 'found' }>,
  because: string | undefined,
): Answer {
  if (found.kind === 'none') return no('I did not understand that.', 'Say “help”, and I show what can be said.');
  const [first] = found.commands;
  const again = found.commands.map(({ command, rest }) => sayAgain(command.name, rest, because));
  return list({
    mark: 'Not understood',
    tone: 'warning',
    title: words`Did you mean “${first?.command.name ?? ''}”?`,
    intro: 'Nothing was done. Say it again like this:',
    rows: again.map((line, at) => ({ title: line, lines: [found.commands[at]?.command.help ?? ''] })),
  });
}

/** How to see the rest of what is shown in pages. */
function withNextPage(answer: Answer, page: number, { name }: ChatCommand, said: readonly string[]): Answer {
  if (answer.kind !== 'list' || answer.rows.length <= (page + 1) * PAGE_SIZE) return answer;
  const more: Words = words`The next ones: “${sayAgain(name, said)} page ${page + 2}”`;
  return { ...answer, hint: answer.hint === undefined ? more : words`${safe(answer.hint)} ${more}` };
}
