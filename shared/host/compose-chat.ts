import { azureCredential } from '../adapters/arm/credential.ts';
import { graphDirectoryGroups } from '../adapters/graph/directory-groups.ts';
import { noDirectory } from '../adapters/memory/chat-parts.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { systemDeadline } from '../adapters/system/deadline.ts';
import { systemIds } from '../adapters/system/ids.ts';
import { systemPause } from '../adapters/system/pause.ts';
import { connectToTeams } from '../adapters/teams/connect.ts';
import type { Who } from '../adapters/teams/settings.ts';
import type { ChatParts } from '../app/chat/parts.ts';
import type { Config } from '../config/config.ts';
import { type Log, logLine } from './log.ts';

type Parts = Pick<ChatParts, 'chat' | 'chatDoor' | 'chatTenants' | 'groups' | 'appUrl'>;

/**
 * How the app speaks with people in a chat, as the settings say. The bot speaks as an identity of its own, the directory
 * is asked as the one that reads the fleet. Tokens live on the real clock, whatever clock the fleet lives on.
 */
export function chatOf(config: Config, log: Log): Parts {
  const { CHAT_TENANTS: tenants, BOT_TENANT_ID: own, APP_URL: appUrl } = config;
  const who = whoOf(config);
  return {
    ...(who &&
      connectToTeams({
        who,
        ids: systemIds,
        clock: systemClock,
        pause: systemPause,
        onTrouble: ({ event, because }) => log.warn(logLine(event, { because })),
      })),
    chatTenants: tenants ?? (own ? [own] : []),
    groups:
      config.DIRECTORY_GROUPS === 'graph'
        ? graphDirectoryGroups(azureCredential(config.AZURE_CLIENT_ID), systemClock, systemDeadline)
        : noDirectory,
    ...(appUrl !== undefined && { appUrl }),
  };
}

/** `readConfig` has made sure that a bot in Teams has its identity. */
function whoOf({ CHAT, BOT_APP_ID, BOT_TENANT_ID }: Config): Who | undefined {
  if (CHAT === 'off') return undefined;
  if (CHAT === 'local') return { kind: 'local' };
  const appId = BOT_APP_ID as string;
  return { kind: 'teams', appId, tenantId: BOT_TENANT_ID as string, credential: azureCredential(appId) };
}
