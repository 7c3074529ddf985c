import type { ConversationRef } from '../../domain/chat/conversation.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import type { Chat, PostAnswer } from '../../ports/chat.ts';

/** A message as it stands in a conversation. */
export interface StandingMessage {
  readonly activityId: string;
  /** The service's own id of the conversation. */
  readonly conversationId: string;
  /** The message that it stands under. */
  readonly thread?: string;
  readonly message: ChatMessage;
  /** How often it was changed since it was posted. */
  readonly updates: number;
}

/** What becomes of a call that is answered as a test says. */
export type Outcome = 'does-not-stand' | 'stands-all-the-same';

export interface MemoryChat extends Chat {
  /** What stands there, oldest first; without a conversation everything that stands anywhere. */
  standing(conversationId?: string): readonly StandingMessage[];
  /** Every call so far, in order, whatever became of it: nobody may post twice and call it once. */
  calls(): readonly ChatCall[];
  /** The next call about this conversation is answered so; several wait in line. */
  answerNext(conversationId: string, answer: PostAnswer, outcome?: Outcome): void;
  /** From now on there is no such conversation. */
  remove(conversationId: string): void;
  /** Somebody takes one message of ours away. */
  removeMessage(conversationId: string, activityId: string): void;
  /** What `remove` took away is there again, empty. */
  restore(conversationId: string): void;
}

export interface ChatCall {
  readonly kind: 'post' | 'update';
  readonly conversationId: string;
  readonly activityId?: string;
  readonly thread?: string;
  readonly message: ChatMessage;
}

/** As much as the Agents Playground takes. */
const LONGEST = 102_400;

const GONE: PostAnswer = { kind: 'gone', why: 'It is not there any more.' };

/** A chat in this process's memory. Every conversation is there until it is removed. */
export function memoryChat(): MemoryChat {
  let standing: readonly StandingMessage[] = [];
  const calls: ChatCall[] = [];
  const scripted = new Map<string, { readonly answer: PostAnswer; readonly outcome: Outcome }[]>();
  const removed = new Set<string>();
  let ids = 0;

  /** @param act makes it stand; only called when it is to */
  function answered({ conversationId }: ConversationRef, message: ChatMessage, act: () => PostAnswer): PostAnswer {
    const next = scripted.get(conversationId)?.shift();
    if (next?.outcome === 'stands-all-the-same') act();
    if (next) return next.answer;
    if (removed.has(conversationId)) return GONE;
    return JSON.stringify(message.card ?? message.text).length > LONGEST ? { kind: 'too-large' } : act();
  }

  return {
    async post(to, message, thread) {
      const { conversationId } = to;
      const under = thread === undefined ? {} : { thread };
      calls.push({ kind: 'post', conversationId, ...under, message });
      return answered(to, message, () => {
        const isThere = thread === undefined || standing.some((one) => isAt(one, conversationId, thread));
        if (!isThere) return GONE;
        ids += 1;
        const activityId = `message-${ids}`;
        standing = [...standing, { activityId, conversationId, ...under, message, updates: 0 }];
        return { kind: 'posted', activityId };
      });
    },

    async update(to, activityId, message) {
      const { conversationId } = to;
      calls.push({ kind: 'update', conversationId, activityId, message });
      return answered(to, message, () => {
        if (!standing.some((one) => isAt(one, conversationId, activityId))) {
          return { kind: 'refused', why: 'The message is not there any more.' };
        }
        standing = standing.map((one) =>
          isAt(one, conversationId, activityId) ? { ...one, message, updates: one.updates + 1 } : one,
        );
        return { kind: 'posted', activityId };
      });
    },

    standing: (conversationId) =>
      standing.filter((one) => conversationId === undefined || one.conversationId === conversationId),
    calls: () => [...calls],
    answerNext(conversationId, answer, outcome = 'does-not-stand') {
      scripted.set(conversationId, [...(scripted.get(conversationId) ?? []), { answer, outcome }]);
    },
    remove(conversationId) {
      removed.add(conversationId);
      standing = standing.filter((one) => one.conversationId !== conversationId);
    },
    removeMessage(conversationId, activityId) {
      standing = standing.filter((one) => !isAt(one, conversationId, activityId));
    },
    restore(conversationId) {
      removed.delete(conversationId);
    },
  };
}

function isAt(one: StandingMessage, conversationId: string, activityId: string): boolean {
  return one.conversationId === conversationId && one.activityId === activityId;
}
