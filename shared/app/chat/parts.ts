import type { AskStore } from '../../ports/ask-store.ts';
import type { Chat, ChatDoor } from '../../ports/chat.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import type { DelegationStore } from '../../ports/delegation-store.ts';
import type { DirectoryGroups } from '../../ports/directory-groups.ts';
import type { PostStore } from '../../ports/post-store.ts';
import type { RefusalStore } from '../../ports/refusal-store.ts';

/** What the chat needs beside the other parts. */
export interface ChatParts {
  /** Absent: there is no chat, and nothing is sent to its queue. */
  readonly chat?: Chat;
  readonly chatDoor?: ChatDoor;
  /** Directory tenants whose people may decide, in lower case. */
  readonly chatTenants: readonly string[];
  readonly conversations: ConversationStore;
  readonly posts: PostStore;
  readonly refusals: RefusalStore;
  readonly delegations: DelegationStore;
  readonly asks: AskStore;
  readonly groups: DirectoryGroups;
  /** Address of this app for links in messages, without a slash at its end; absent: messages have no links. */
  readonly appUrl?: string;
}
