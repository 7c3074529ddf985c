import type { AccessToken, TokenCredential } from '@azure/identity';

/**
 * Signs in as whoever runs this: the managed identity in Azure, else `az login`, environment variables
 * and the other ways of `DefaultAzureCredential`. Loaded on first use, so that what needs no sign-in does
 * not pay for it.
 *
 * @param clientId which user-assigned identity to use; the platform's own when not given
 */
export function azureCredential(clientId?: string): TokenCredential {
  let loaded: Promise<TokenCredential> | undefined;
  async function load(): Promise<TokenCredential> {
    const { DefaultAzureCredential } = await import('@azure/identity');
    return clientId ? new DefaultAzureCredential({ managedIdentityClientId: clientId }) : new DefaultAzureCredential();
  }
  return {
    async getToken(scopes, options): Promise<AccessToken | null> {
      loaded ??= load();
      return (await loaded).getToken(scopes, options);
    },
  };
}

/** For a simulator on this machine, which does not check tokens. Never sent to another host. */
export const simulatorCredential: TokenCredential = {
  async getToken() {
    return { token: 'simulator', expiresOnTimestamp: Date.UTC(9999, 0) };
  },
};
