import { noDirectory } from '../adapters/memory/chat-parts.ts';
import type { ChatParts } from '../app/chat/parts.ts';
import type { Config } from '../config/config.ts';

/** How the app speaks with people in a chat, as the settings say. */
export function chatOf(config: Config): Pick<ChatParts, 'chat' | 'chatDoor' | 'chatTenants' | 'groups' | 'appUrl'> {
  const { CHAT_TENANTS: tenants, BOT_TENANT_ID: own, APP_URL: appUrl } = config;
  return {
    chatTenants: tenants ?? (own ? [own] : []),
    groups: noDirectory,
    ...(appUrl !== undefined && { appUrl }),
  };
}
