import type { AgentList } from '../domain/dependency/agent.ts';
import type { OwnFinding } from '../domain/fleet/own-finding.ts';
import type { StackFacts } from '../domain/target/stack.ts';

/** What is known of node images and of what runs on nodes, as of the day it was put together. */
export interface NodeKnowledge {
  /** @throws InputError BUNDLED_DATA_UNREADABLE when a file that ships was changed and is not sound any more */
  load(): Promise<KnownAboutNodes>;
}

export interface KnownAboutNodes {
  readonly agents: AgentList;
  readonly stack: StackFacts;
  /** What is wrong with the user's own file; the last good one stays in force. */
  readonly trouble: readonly Omit<OwnFinding, 'since' | 'lastSeen'>[];
}
