import type { Chat, ChatDoor } from '../../ports/chat.ts';
import { botAdapter } from './bot-adapter.ts';
import { teamsChat } from './chat.ts';
import { type Loaded, teamsChatDoor } from './door.ts';
import { teamsSdk } from './sdk.ts';
import type { TeamsSettings } from './settings.ts';

/** Both ways of the chat, over one identity. Nothing is loaded before the first message comes or goes. */
export function connectToTeams(settings: TeamsSettings): { readonly chat: Chat; readonly chatDoor: ChatDoor } {
  let loading: Promise<Loaded> | undefined;

  async function load(): Promise<Loaded> {
    const sdk = await teamsSdk();
    return { sdk, bot: botAdapter(sdk, settings) };
  }
  /** Loads once per process; a failure is tried again with the next message. */
  function loaded(): Promise<Loaded> {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  }
  return {
    chat: teamsChat(settings, async () => (await loaded()).bot),
    chatDoor: teamsChatDoor(settings, loaded),
  };
}
