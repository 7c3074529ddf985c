import type { AskStore } from '../../ports/ask-store.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import type { DelegationStore } from '../../ports/delegation-store.ts';
import type { DirectoryGroups } from '../../ports/directory-groups.ts';
import type { PostStore } from '../../ports/post-store.ts';
import type { RefusalStore } from '../../ports/refusal-store.ts';
import { memoryAskStore } from './ask-store.ts';
import { memoryConversationStore } from './conversation-store.ts';
import { memoryDelegationStore } from './delegation-store.ts';
import { memoryPostStore } from './post-store.ts';
import { memoryRefusalStore } from './refusal-store.ts';

/** What the chat remembers, in memory, and a directory that nobody can ask. */
export function memoryChatParts(): {
  readonly conversations: ConversationStore;
  readonly posts: PostStore;
  readonly refusals: RefusalStore;
  readonly delegations: DelegationStore;
  readonly asks: AskStore;
  readonly groups: DirectoryGroups;
  readonly chatTenants: readonly string[];
} {
  return {
    conversations: memoryConversationStore(),
    posts: memoryPostStore(),
    refusals: memoryRefusalStore(),
    delegations: memoryDelegationStore(),
    asks: memoryAskStore(),
    groups: noDirectory,
    chatTenants: [],
  };
}

/** Without a directory to ask, nobody is in a group. */
export const noDirectory: DirectoryGroups = {
  memberOf: async () => ({ kind: 'unknown', why: 'There is no directory to ask here.' }),
};
