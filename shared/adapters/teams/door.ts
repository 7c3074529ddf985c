import type { Activity } from 'botbuilder';
import type { ChatDoor, ChatResponse } from '../../ports/chat.ts';
import type { Authenticated, BotAdapter } from './bot-adapter.ts';
import { endOf } from './end-of.ts';
import { eventOf } from './event-of.ts';
import { isOnThisMachine } from './loopback.ts';
import { readActivity } from './read-activity.ts';
import { ELSEWHERE, KEYS_UNREACHABLE, NOT_UNDERSTOOD, refuseAtTheDoor, TOKEN_REFUSED } from './refuse.ts';
import { reply } from './reply.ts';
import { routes, runRoutes } from './routes.ts';
import type { TeamsSdk } from './sdk.ts';
import { type TeamsSettings, TIMEOUT_MS } from './settings.ts';

/** What is loaded when the first request comes that may be one. */
export interface Loaded {
  readonly sdk: TeamsSdk;
  readonly bot: BotAdapter;
}

/**
 * Checks who knocks as the SDK does, and puts what they bring in our words. What cannot be a request of the service is
 * refused before the SDK is loaded.
 */
export function teamsChatDoor(settings: TeamsSettings, load: () => Promise<Loaded>): ChatDoor {
  const { who, clock, ids, timeoutMs = TIMEOUT_MS } = settings;
  let app: ReturnType<typeof routes> | undefined;
  return {
    async receive(request, handle) {
      const refused = refuseAtTheDoor(request, who, clock.now());
      if (refused) return refused;
      const incoming = readActivity(request.body);
      if (!incoming) return NOT_UNDERSTOOD;
      if (who.kind === 'local' && !isOnThisMachine(incoming.serviceUrl)) return ELSEWHERE;

      const { sdk, bot } = await load();
      app ??= routes(sdk, bot);
      const application = app;
      const activity = incoming as unknown as Activity;
      const checked = await check(bot, activity, request.headers['authorization'] ?? '', timeoutMs);
      if ('status' in checked) return checked;
      const answer = await bot.turn(checked.authenticated, activity, (context) =>
        runRoutes(application, context, {
          activity: incoming,
          happened: async (turn, what) => reply(settings, turn, await handle(eventOf(incoming, what, ids))),
        }),
      );
      if (!answer) return { status: 200 };
      return { status: answer.status, ...(answer.body !== undefined && { body: answer.body as unknown }) };
    },
  };
}

type Checked = { readonly authenticated: Authenticated } | ChatResponse;

/** A token that is not good for us, told from keys that cannot be read: the second may come again. */
async function check(bot: BotAdapter, activity: Activity, authorization: string, timeoutMs: number): Promise<Checked> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const authenticated = await Promise.race([bot.authenticate(activity, authorization), endOf(signal)]);
    return { authenticated };
  } catch (error) {
    const { name, statusCode } = (error ?? {}) as { readonly name?: unknown; readonly statusCode?: unknown };
    const isOutOfReach = name === 'FetchError' || name === 'TimeoutError' || Number(statusCode) >= 500;
    return isOutOfReach ? KEYS_UNREACHABLE : TOKEN_REFUSED;
  }
}
