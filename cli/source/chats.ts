import { ChatsView, ConversationView, type HearsRequest, type NewHears } from '../../shared/app/chat/chat-views.ts';
import { appHttp } from './app-http.ts';
import { type AppOptions, asPerson } from './migrations.ts';
import { addressOf } from './open.ts';

/** Conversations in the chat, by the app's HTTP API. */
export interface ChatSource {
  list(): Promise<ChatsView>;
  /** @throws InputError CHAT_NOT_FOUND */
  hear(id: string, hears: NewHears): Promise<ConversationView>;
}

export function openChats(options: AppOptions): ChatSource {
  const http = appHttp(addressOf(options.app, options.appId));
  return {
    list: () => http.get('api/chats', new URLSearchParams(), ChatsView),
    hear: (id, hears) => {
      const body: HearsRequest = { ...hears, ...asPerson(options) };
      return http.send('POST', `api/chats/${encodeURIComponent(id)}/hears`, body, ConversationView);
    },
  };
}
