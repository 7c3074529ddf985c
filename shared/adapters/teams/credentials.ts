import type { TeamsSdk } from './sdk.ts';
import { BOT_FRAMEWORK, type TeamsSettings, TIMEOUT_MS } from './settings.ts';

type Factory = InstanceType<TeamsSdk['bot']['ConfigurationServiceClientCredentialFactory']>;

/**
 * Who we are towards the service. Whose token is good for us is the SDK's to say; ours comes from the managed identity,
 * in one try with an end. There is no secret.
 */
export function credentialsOf(
  { bot }: TeamsSdk,
  { who, timeoutMs = TIMEOUT_MS }: Pick<TeamsSettings, 'who' | 'timeoutMs'>,
): Factory {
  if (who.kind === 'local') return new bot.ConfigurationServiceClientCredentialFactory({});
  const { appId, tenantId, credential } = who;
  class ManagedIdentity extends bot.ConfigurationServiceClientCredentialFactory {
    override async createCredentials(
      _appId: string,
      audience: string = BOT_FRAMEWORK,
    ): Promise<Awaited<ReturnType<Factory['createCredentials']>>> {
      return {
        async signRequest(request) {
          const scope = `${audience}/.default`;
          const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(timeoutMs) });
          if (!token) throw new Error('the managed identity gave no token');
          request.headers.set('authorization', `Bearer ${token.token}`);
          return request;
        },
      };
    }
  }
  return new ManagedIdentity({
    MicrosoftAppType: 'UserAssignedMSI',
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
  });
}
