import type { AgentList } from '../domain/dependency/agent.ts';

/** What is known of node images and of what runs on nodes, as of the day it was put together. */
export interface NodeKnowledge {
  /** @throws InputError BUNDLED_DATA_UNREADABLE when a file that ships was changed and is not sound any more */
  load(): Promise<KnownAboutNodes>;
}

export interface KnownAboutNodes {
  readonly agents: AgentList;
}
