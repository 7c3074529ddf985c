import { z } from 'zod';
import { httpsUrl, isLoopback, setting, timer } from './setting.ts';

const safeUrl = z
  .string()
  .refine((url) => httpsUrl.safeParse(url).success || (isLoopback(url) && new URL(url).protocol === 'http:'))
  .transform((url) => url.replace(/\/+$/, ''));
const SAFE_URL = 'an https URL (http only on this machine)';

const tenants = z
  .string()
  .transform((text) => text.split(',').map((id) => id.trim().toLowerCase()))
  .pipe(z.array(z.guid()).max(100))
  .optional();

/** Where people are spoken to, and who of them may decide. Who holds which role is in planning.json. */
export const chatSettings = {
  /** `teams`: the Azure Bot's tokens are checked. `local`: a chat client on this machine without tokens, never in Azure. */
  CHAT: setting(
    z
      .enum(['off', 'teams', 'local'])
      .optional()
      .transform((value) => value ?? 'off'),
    { expects: 'off, teams or local (off when not set; local never in Azure)' },
  ),
  /**
   * The identity that speaks in Teams: the app id of the Azure Bot, which is a managed identity of its own. Tokens have it
   * in lower case, and the SDK compares letter by letter.
   */
  BOT_APP_ID: setting(z.guid().toLowerCase().optional(), {
    expects: 'the client id (GUID) of the bot’s managed identity',
  }),
  BOT_TENANT_ID: setting(z.guid().toLowerCase().optional(), {
    expects: 'the directory (GUID) that the bot’s identity is in',
  }),
  /** People of other directories are heard and refused. */
  CHAT_TENANTS: setting(tenants, {
    expects: 'directory ids (GUIDs) with commas between them (BOT_TENANT_ID when not set)',
  }),
  /** Where messages link to. */
  APP_URL: setting(safeUrl.optional(), { expects: `${SAFE_URL} under which people open this app` }),
  /** Where the pages link to. */
  CHAT_LINK: setting(safeUrl.optional(), { expects: `${SAFE_URL} that opens the chat` }),
  /** `graph`: Microsoft Graph is asked who is in the groups that planning.json names. */
  DIRECTORY_GROUPS: setting(
    z
      .enum(['off', 'graph'])
      .optional()
      .transform((value) => value ?? 'off'),
    { expects: 'off or graph (off when not set)' },
  ),
  /** When plans are looked at for sign-offs to ask for, in UTC. */
  ASK_SCHEDULE: timer('0 2,17,32,47 * * * *'),
};
