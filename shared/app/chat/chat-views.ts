/** The chat as people and programs are shown it. Names come from outside. Moments are ISO 8601 in UTC. */
import { z } from 'zod';
import { LONGEST_TAG, MOST_TAGS } from '../../domain/chat/conversation.ts';
import { REFUSAL_KINDS } from '../../domain/chat/refusal.ts';

const moment = z.iso.datetime();

const tag = z.object({
  key: z.string().trim().min(1).max(LONGEST_TAG.key),
  value: z.string().trim().min(1).max(LONGEST_TAG.value),
});

/** A cluster is heard of that carries at least one of the tags. */
const hears = {
  kind: z.enum(['everything', 'nothing', 'tags']),
  /** With the kind `tags`. */
  tags: z.array(tag).min(1).max(MOST_TAGS).optional(),
};

export const HearsView = z.object(hears);
export type HearsView = z.infer<typeof HearsView>;

export const ConversationView = z.object({
  id: z.string(),
  kind: z.enum(['channel', 'group', 'personal']),
  name: z.string(),
  team: z.string().optional(),
  /** Whom a personal one is with. */
  person: z.string().optional(),
  hears: HearsView,
  /** Who said so; absent: nobody has. */
  routed: z.object({ by: z.string(), at: moment }).optional(),
  /** Everything is said there as text. */
  plain: z.boolean(),
  since: moment,
  /** It takes nothing any more. */
  gone: z.object({ at: moment, why: z.string() }).optional(),
});
export type ConversationView = z.infer<typeof ConversationView>;

export const RefusalView = z.object({
  at: moment,
  kind: z.enum(REFUSAL_KINDS),
  what: z.string(),
  why: z.string(),
  person: z.string(),
  conversationId: z.string(),
});
export type RefusalView = z.infer<typeof RefusalView>;

/** What is wrong with what was to be said: of which it is not known whether it stands, what was refused, who is gone. */
export const ChatTroubleView = z.object({
  code: z.string(),
  what: z.string(),
  nextAction: z.string(),
  since: moment,
});
export type ChatTroubleView = z.infer<typeof ChatTroubleView>;

export const ChatsView = z.object({
  /** `false`: no chat is set up, and nothing is said anywhere. */
  on: z.boolean(),
  /** Those that hear something first, those that are gone last. */
  conversations: z.array(ConversationView),
  /** Words that were not taken, the newest first. */
  refusals: z.array(RefusalView),
  troubles: z.array(ChatTroubleView),
});
export type ChatsView = z.infer<typeof ChatsView>;

/** Which clusters a conversation is to hear about. */
export const NewHears = z.object(hears);
export type NewHears = z.infer<typeof NewHears>;

/** The same as it is sent to the API. `person`: who asks, where no sign-in tells it; only the local stack takes this. */
export const HearsRequest = z
  .strictObject({ ...hears, person: z.string().trim().min(1).max(200).optional() })
  .refine(({ kind, tags }) => (kind === 'tags') === (tags !== undefined), {
    path: ['tags'],
    error: 'tags with the kind tags, and with no other',
  });
export type HearsRequest = z.infer<typeof HearsRequest>;
