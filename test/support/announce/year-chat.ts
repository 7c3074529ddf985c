/** A chat in which some calls are put off, fail, or are answered by nobody; it keeps when each message came to stand. */
import { memoryChat } from '../../../shared/adapters/memory/chat.ts';
import type { ChatMessage } from '../../../shared/domain/chat/message.ts';
import type { Chat, PostAnswer } from '../../../shared/ports/chat.ts';
import type { Clock } from '../../../shared/ports/clock.ts';

/** A message at the moment in which it came to stand. */
export interface Stood {
  readonly at: number;
  /** The service's own id. */
  readonly conversationId: string;
  readonly activityId: string;
  readonly message: ChatMessage;
}

export interface YearChat {
  readonly chat: Chat;
  readonly stood: readonly Stood[];
  /** Calls that were not taken, and calls whose answer was lost. */
  readonly weather: { busy: number; failed: number; lost: number };
}

const BUSY = 0.02;
const FAILED = 0.01;
const LOST = 0.004;
const LONGEST_WAIT_MS = 40 * 60_000;

export function yearChat(clock: Clock, chance: () => number): YearChat {
  const inner = memoryChat();
  const stood: Stood[] = [];
  const weather = { busy: 0, failed: 0, lost: 0 };

  async function call(act: () => Promise<PostAnswer>): Promise<PostAnswer> {
    const dice = chance();
    if (dice < BUSY) {
      weather.busy += 1;
      return { kind: 'later', why: 'answered 429', afterMs: Math.floor(chance() * LONGEST_WAIT_MS), stands: 'no' };
    }
    if (dice < BUSY + FAILED) {
      weather.failed += 1;
      return { kind: 'later', why: 'answered 502', stands: 'no' };
    }
    if (dice >= BUSY + FAILED + LOST) return act();
    weather.lost += 1;
    if (chance() < 0.5) await act();
    return { kind: 'later', why: 'no answer', stands: 'maybe' };
  }

  return {
    stood,
    weather,
    chat: {
      post: (to, message, thread) =>
        call(async () => {
          const answer = await inner.post(to, wordsOf(message), thread);
          if (answer.kind === 'posted') {
            const { conversationId } = to;
            stood.push({ at: clock.now(), conversationId, activityId: answer.activityId, message: wordsOf(message) });
          }
          return answer;
        }),
      update: (to, activityId, message) => call(() => inner.update(to, activityId, wordsOf(message))),
    },
  };
}

/** Cards are not judged, and a year of them is more than fits into memory. */
function wordsOf({ summary, text }: ChatMessage): ChatMessage {
  return { summary, text };
}
