import type { Conversation } from '../../../domain/chat/conversation.ts';
import type { ChatReply } from '../../../domain/chat/event.ts';
import type { Post } from '../../../domain/chat/post.ts';
import type { Person } from '../../../domain/sign-off/sign-off.ts';
import type { Fleet } from '../../fleet.ts';
import type { Parts } from '../../parts.ts';
import type { Refused } from '../refuse.ts';

/** A button that is one of ours, on a message of ours, pressed by a person who is known. Whether they may is not seen yet. */
export interface Pressed<Data> {
  readonly parts: Parts;
  readonly fleet: Fleet;
  readonly conversation: Conversation;
  readonly by: Person;
  readonly post: Post;
  readonly data: Data;
  /** Of the event: what follows from it is done once. */
  readonly cause: string;
}

/** What became of it. */
export type Outcome =
  | { readonly kind: 'taken'; readonly reply: ChatReply }
  /** Nothing is wrong with the person or the card, but it cannot be done as it was said. */
  | { readonly kind: 'told'; readonly text: string }
  /** The word is not taken. `reply`: a fresh card in place of the one it stood on; absent: a short text says why. */
  | { readonly kind: 'refused'; readonly refused: Omit<Refused, 'what'>; readonly reply?: ChatReply | undefined };

export function told(text: string): Outcome {
  return { kind: 'told', text };
}

export const SHORTEST_REASON = 3;

/** What is told where a reason that need not be given is too short; `undefined`: it is not. */
export function tooShort(reason: string): Outcome | undefined {
  if (reason === '' || reason.length >= SHORTEST_REASON) return undefined;
  return told(`A reason has at least ${SHORTEST_REASON} characters: write a longer one, or none.`);
}

export function refused(kind: Refused['kind'], why: string, reply?: ChatReply): Outcome {
  return { kind: 'refused', refused: { kind, why }, ...(reply && { reply }) };
}
