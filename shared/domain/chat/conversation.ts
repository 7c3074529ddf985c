import type { Person } from '../sign-off/sign-off.ts';
import type { Instant } from '../time.ts';

/** How a chat service is reached about one conversation; opaque to everything but its adapter. */
export interface ConversationRef {
  readonly serviceUrl: string;
  /** The service's own id; of a channel, without the thread. */
  readonly conversationId: string;
  readonly tenantId?: string;
  /** Who we are there. */
  readonly bot: { readonly id: string; readonly name?: string };
}

/** One place in the chat where we may speak: a channel, a group, or a person alone. */
export interface Conversation {
  /** Ours: made of the service's id, so that the same place is the same record. */
  readonly id: string;
  readonly kind: 'channel' | 'group' | 'personal';
  readonly ref: ConversationRef;
  /** As the service tells it; comes from outside, and may be empty. */
  readonly name: string;
  readonly team?: { readonly id: string; readonly name?: string };
  /** Whom a personal conversation is with. */
  readonly person?: Person;
  readonly hears: Hears;
  /** Who said last what it hears; absent: nobody has. */
  readonly routed?: { readonly by: string; readonly at: Instant };
  /** Cards are not shown there: everything is said as text. */
  readonly plain?: true;
  readonly since: Instant;
  /** It does not take messages any more, as far as was seen. */
  readonly gone?: { readonly at: Instant; readonly why: string };
}

/** Which clusters a conversation hears about. */
export type Hears =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'everything' }
  /** Clusters that carry at least one of these. Keys and values are compared without regard to case. */
  | { readonly kind: 'tags'; readonly tags: readonly ClusterTag[] };

export interface ClusterTag {
  readonly key: string;
  readonly value: string;
}

/** One conversation hears by so many tags at most. */
export const MOST_TAGS = 20;
/** As Azure has it: the longest name and the longest value of a tag. */
export const LONGEST_TAG: Readonly<Record<keyof ClusterTag, number>> = { key: 512, value: 256 };
