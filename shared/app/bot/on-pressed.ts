import type { Conversation } from '../../domain/chat/conversation.ts';
import type { ChatEvent, ChatReply } from '../../domain/chat/event.ts';
import type { Person } from '../../domain/sign-off/sign-off.ts';
import { knowConversation } from '../chat/conversations.ts';
import type { Fleet } from '../fleet.ts';
import type { Parts } from '../parts.ts';
import { pressAnswer } from './actions/answer.ts';
import { cardNow } from './actions/card-now.ts';
import { pressCommand } from './actions/command.ts';
import { knownPost } from './actions/known-post.ts';
import { type Outcome, type Pressed, refused, told } from './actions/pressed.ts';
import { type Read, readPressed } from './actions/read-pressed.ts';
import { pressSignOff } from './actions/sign-off.ts';
import { cleaned, cut } from './cards/safe.ts';
import { failed } from './failed.ts';
import { gateOf, WHO_ARE_YOU } from './gate.ts';
import { recordRefusal } from './refuse.ts';

const LONGEST_TOAST = 600;

/** Does what a button of a card means, once it is seen that it is ours and that the person may. A no is kept. */
export async function onPressed(
  parts: Parts,
  fleet: Fleet,
  event: ChatEvent,
  { verb, data }: { readonly verb: string; readonly data: unknown },
): Promise<ChatReply> {
  const read = readPressed(verb, data);
  try {
    return await settle(parts, event, read, await outcomeOf(parts, fleet, event, read));
  } catch (error) {
    const { why, help } = failed('It', error);
    return toast(`${why} ${help}`);
  }
}

async function outcomeOf(parts: Parts, fleet: Fleet, event: ChatEvent, read: Read): Promise<Outcome> {
  const gate = gateOf(event.from, parts);
  if (gate.kind === 'shut') return { kind: 'refused', refused: gate.refused };
  if (gate.kind === 'nameless') return refused('no-directory-id', WHO_ARE_YOU);
  const conversation = await knowConversation(parts, event);
  return pressedBy(parts, fleet, { conversation, by: gate.by, cause: event.id }, read);
}

interface Presser {
  readonly conversation: Conversation;
  readonly by: Person;
  readonly cause: string;
}

const NOT_OURS = 'Use the buttons of the cards that I show, or say “help”.';
const OLD = 'This card is of an earlier version, so nothing was taken. What you see now is the fresh one: press again.';

async function pressedBy(parts: Parts, fleet: Fleet, presser: Presser, read: Read): Promise<Outcome> {
  if (read.kind === 'too-long') return told('The reason is too long: 1,000 characters at most.');
  if (read.kind === 'forged') return refused('forged', `This is no button of ours. ${read.why} ${NOT_OURS}`);
  const { conversation } = presser;
  const { topic, nonce } = read.kind === 'old' ? read : read.data;
  if (topic === undefined || nonce === undefined) return refused('old-card', `${OLD_UNKNOWN} ${NOT_OURS}`);
  const found = await knownPost(parts, conversation, topic, nonce);
  switch (found.kind) {
    case 'unknown':
      return refused('forged', `No message of ours has this button. ${NOT_OURS}`);
    case 'elsewhere':
      return refused('replay', `This button belongs to a card in another conversation. ${NOT_OURS}`);
    case 'earlier':
      return refused(
        'old-card',
        'This card is an old one, so nothing was taken: the same is shown again below. Use that one.',
      );
    case 'ours': {
      const { post } = found;
      if (read.kind === 'old') return refused('old-card', OLD, await cardNow({ parts, fleet, conversation, post }));
      return act({ parts, fleet, ...presser, post }, read);
    }
  }
}

const OLD_UNKNOWN = 'This card is of an earlier version, so nothing was taken.';

type Known = Omit<Pressed<unknown>, 'data'>;

async function act(known: Known, read: Exclude<Read, { kind: 'old' | 'too-long' | 'forged' }>): Promise<Outcome> {
  switch (read.kind) {
    case 'sign-off':
      return pressSignOff({ ...known, data: read.data });
    case 'answer':
      return pressAnswer({ ...known, data: read.data });
    case 'command':
      return pressCommand({ ...known, data: read.data });
    case 'page': {
      const reply = await cardNow(known, read.data.page);
      return reply ? { kind: 'taken', reply } : told('There is nothing to turn any more: open it in the dashboard.');
    }
  }
}

async function settle(parts: Parts, event: ChatEvent, read: Read, outcome: Outcome): Promise<ChatReply> {
  if (outcome.kind === 'taken') return outcome.reply;
  if (outcome.kind === 'told') return toast(outcome.text);
  const { refused: no, reply } = outcome;
  await recordRefusal(parts, event, { ...no, ...subjectOf(read), what: whatOf(read) });
  return reply ?? toast(no.why);
}

/** What was tried, one sentence. */
function whatOf(read: Read): string {
  switch (read.kind) {
    case 'sign-off':
      return `Pressed ${read.data.kind} as ${read.data.role} on plan ${read.data.planHash.slice(0, 12)}.`;
    case 'answer':
      return `Pressed ${read.data.choice} on recommendation ${read.data.recommendationId}.`;
    case 'command':
      return `Pressed ${read.data.kind} for migration ${read.data.migrationId}.`;
    case 'page':
      return 'Turned a page.';
    case 'old':
      return 'Pressed a button of a card of another version.';
    default:
      return 'Sent something as if a button had been pressed.';
  }
}

function subjectOf(read: Read): { readonly planHash?: string; readonly migrationId?: string } {
  if (read.kind === 'sign-off') return { planHash: read.data.planHash };
  return read.kind === 'answer' || read.kind === 'command' ? { migrationId: read.data.migrationId } : {};
}

function toast(text: string): ChatReply {
  return { kind: 'toast', text: cut(cleaned(text), LONGEST_TOAST) };
}
