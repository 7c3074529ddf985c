import type { Conversation } from '../../domain/chat/conversation.ts';
import { placeText } from '../../domain/chat/place-text.ts';
import { syncOwnFindings, type Trouble } from '../own-findings.ts';
import type { Parts } from '../parts.ts';

export const CHAT_PREFIX = 'chat/';
/** The one about news that nobody could be told. */
export const NOBODY_HEARS = `${CHAT_PREFIX}nobody-hears`;

type Needed = Pick<Parts, 'ownFindings' | 'clock'>;

/** Prefix of what is wrong with a conversation as a whole. */
export const goneOf = (conversationId: string) => `${CHAT_PREFIX}gone/${conversationId}`;

/** Prefix of what is wrong with one message in one conversation. */
const postOf = (conversationId: string, topic: string) => `${CHAT_PREFIX}post/${conversationId}/${topic}/`;

export function goneTrouble(conversation: Conversation, why: string): Trouble {
  return {
    id: goneOf(conversation.id),
    code: 'CHAT_GONE',
    what: `Nothing can be said any more in ${placeText(conversation)}: ${why}`.slice(0, 500),
    nextAction: `Add the app there again: what it hears is kept. If it is to stay away: steward chats hear ${conversation.id} --nothing`,
  };
}

export async function raiseGone(parts: Needed, conversation: Conversation, why: string): Promise<void> {
  await syncOwnFindings(parts, goneOf(conversation.id), [goneTrouble(conversation, why)]);
}

/** What is wrong with what is stored of a conversation. */
export const unreadableOf = (conversationId: string) => `${CHAT_PREFIX}unreadable/${conversationId}`;

/** What is stored of them is not what was: nothing is said there, and everybody else goes on. */
export async function raiseUnreadable(parts: Needed, conversationIds: readonly string[]): Promise<void> {
  await syncOwnFindings(
    parts,
    unreadableOf(''),
    conversationIds.map((id) => ({
      id: unreadableOf(id),
      code: 'STORED_RECORD_UNREADABLE',
      what: `Nothing is said in ${id}, because what is stored of it cannot be read: it was changed by hand, or cut off.`,
      nextAction:
        'Take its row out of the table conversations, then say something to the app there: it is known anew. Let it hear what it is to hear: steward chats hear',
    })),
  );
}

/** What can become of a message, and what a person can do about it. */
const POST_TROUBLES = {
  CHAT_UNSURE: {
    what: 'it is not known whether it stands there, because the connection or the process ended while it was being posted.',
    nextAction: 'Look there. It is not posted a second time; what changes later is posted as a new message.',
  },
  CHAT_REFUSED: {
    what: 'it was refused.',
    nextAction:
      'Read it in the dashboard or with steward. The same words are not sent again; see the page of this code.',
  },
  CHAT_TOO_LARGE: {
    what: 'it is too long, as text too.',
    nextAction: 'Read it in the dashboard or with steward, and report this with its topic.',
  },
  CHAT_TOO_LATE: {
    what: 'it came too late, and was not said any more.',
    nextAction:
      'Nothing is to be done about it. When it happens often, see how long messages wait on the queues, and whether the chat service has trouble.',
  },
  CHAT_NOT_REACHED: {
    what: 'it was put off for a whole day and was given up.',
    nextAction: 'Read it in the dashboard or with steward, and see whether the chat service has trouble.',
  },
} as const;
export type PostTrouble = keyof typeof POST_TROUBLES;

/**
 * @param says the message's notification, where it is known
 * @param why what the service said; both come from outside
 */
export async function raisePostTrouble(
  parts: Needed,
  conversation: Conversation,
  { topic, says }: { readonly topic: string; readonly says?: string },
  code: PostTrouble,
  why?: string,
): Promise<void> {
  const { what, nextAction } = POST_TROUBLES[code];
  const where = `${says ? `“${says}” (${topic})` : topic} in ${placeText(conversation)}`;
  await syncOwnFindings(parts, postOf(conversation.id, topic), [
    {
      id: `${postOf(conversation.id, topic)}${code}`,
      code,
      what: `${where}: ${what}${why ? ` ${why}` : ''}`.slice(0, 500),
      nextAction,
    },
  ]);
}

/** It stands there now. */
export async function clearPostTrouble(parts: Needed, conversationId: string, topic: string): Promise<void> {
  await syncOwnFindings(parts, postOf(conversationId, topic), []);
}

/** @param about what the news was about, as it fits into a sentence */
export async function raiseNobodyHears(parts: Needed, about: string): Promise<void> {
  await syncOwnFindings(parts, NOBODY_HEARS, [
    {
      id: NOBODY_HEARS,
      code: 'CHAT_NOBODY_HEARS',
      what: `There was news that nobody in the chat hears: ${about}`.slice(0, 500),
      nextAction: 'Let a channel hear everything, or these clusters: steward chats hear ID --everything',
    },
  ]);
}
