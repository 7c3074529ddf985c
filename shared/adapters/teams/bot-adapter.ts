import type { TeamsAdapter } from '@microsoft/teams-ai';
import type { Activity, InvokeResponse, TurnContext } from 'botbuilder';
import { credentialsOf } from './credentials.ts';
import type { TeamsSdk } from './sdk.ts';
import { type CallLimit, sendOnce } from './send-once.ts';
import { BOT_FRAMEWORK, type TeamsSettings, TIMEOUT_MS, type Who } from './settings.ts';

/** The SDK's adapter with its two halves apart: who knocks, and what is done for them. */
export interface BotAdapter {
  readonly adapter: TeamsAdapter;
  /** @throws whatever the SDK throws for a token that is not good for us */
  authenticate(activity: Activity, authorization: string): Promise<Authenticated>;
  turn(
    who: Authenticated,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined>;
  /** A connection for one call. */
  connector(serviceUrl: string, limit: CallLimit): Promise<Connector>;
}

/** What the SDK found out about who sent an activity. */
export type Authenticated = Awaited<ReturnType<AuthenticationOf<TeamsSdk>['authenticateRequest']>>;

type AuthenticationOf<T extends TeamsSdk> = InstanceType<T['bot']['ConfigurationBotFrameworkAuthentication']>;
type ConnectorFactory = ReturnType<AuthenticationOf<TeamsSdk>['createConnectorFactory']>;
export type Connector = Awaited<ReturnType<ConnectorFactory['create']>>;

export function botAdapter(sdk: TeamsSdk, settings: Pick<TeamsSettings, 'who' | 'timeoutMs'>): BotAdapter {
  const { who, timeoutMs = TIMEOUT_MS } = settings;
  class OpenAdapter extends sdk.teams.TeamsAdapter implements BotAdapter {
    readonly adapter = this;

    authenticate(activity: Activity, authorization: string): Promise<Authenticated> {
      return this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
    }

    turn(authenticated: Authenticated, activity: Activity, logic: (context: TurnContext) => Promise<void>) {
      return this.processActivity(authenticated, activity, logic);
    }

    async connector(serviceUrl: string, callLimit: CallLimit): Promise<Connector> {
      const identity = this.createClaimsIdentity(who.kind === 'teams' ? who.appId : '');
      const client = await this.botFrameworkAuthentication
        .createConnectorFactory(identity)
        .create(serviceUrl, BOT_FRAMEWORK);
      sendOnce(client, callLimit);
      return client;
    }
  }
  const adapter = new OpenAdapter(configOf(who), credentialsOf(sdk, settings));
  adapter.use(async (context, next) => {
    sendOnce(context.turnState.get<object>(adapter.ConnectorClientKey), {
      signal: () => AbortSignal.timeout(timeoutMs),
    });
    await next();
  });
  return adapter;
}

function configOf(who: Who): Record<string, string> {
  if (who.kind === 'local') return {};
  const { appId, tenantId, keysUrl } = who;
  return {
    MicrosoftAppType: 'UserAssignedMSI',
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    // The SDK takes all of these or none.
    ...(keysUrl && {
      ToBotFromChannelOpenIdMetadataUrl: keysUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: keysUrl,
      ToBotFromChannelTokenIssuer: BOT_FRAMEWORK,
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: BOT_FRAMEWORK,
      OAuthUrl: BOT_FRAMEWORK,
      CallerId: 'urn:botframework:azure',
    }),
  };
}
