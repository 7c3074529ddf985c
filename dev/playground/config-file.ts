import { stringify } from 'yaml';
import { CHAT_TENANT, type ChatPerson, EVERYBODY } from './people.ts';

/** The bot as the playground shows it; in Teams the id is `28:` and the bot's app id. */
export const BOT = { id: '28:80000000-0000-4000-8000-000000000001', name: 'Image Steward' };

export const GROUP_NAME = 'Next migration';
export const CHANNEL_NAME = 'AKS operations';

/**
 * The configuration of one person's Agents Playground. Every id in it begins with the person: two playgrounds are two
 * clients of one bot, which tells conversations apart by their id.
 *
 * @see https://aka.ms/teams-app-test-tool-config-guide
 */
export function configFile(current: ChatPerson): string {
  const { key } = current;
  return stringify({
    version: '0.1.1',
    tenantId: CHAT_TENANT,
    bot: BOT,
    currentUser: user(current),
    users: EVERYBODY.filter((one) => one !== current).map(user),
    personalChat: { id: `${key}-personal` },
    groupChat: { id: `${key}-group`, name: GROUP_NAME },
    team: {
      id: `${key}-team`,
      name: `Team of the ${current.name.toLowerCase()}`,
      aadGroupId: current.directoryId.replace(/^a/, 'b'),
      channels: [{ id: `${key}-channel`, name: CHANNEL_NAME }],
    },
  });
}

function user({ key, name, directoryId }: ChatPerson) {
  const email = `${key}@example.com`;
  // `Principle` is how the playground spells it.
  return {
    id: `29:${key}`,
    name,
    userPrincipleName: email,
    aadObjectId: directoryId,
    givenName: name,
    surname: '-',
    email,
  };
}
