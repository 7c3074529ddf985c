import type { ArmContext } from './context.ts';
import { type ArmAnswer, type ArmRequest, refusal } from './http.ts';
import type { Match } from './router.ts';

/** Newest versions of the AKS API that there are; older ones go back a few years. */
const NEWEST_STABLE = '2026-08-01';
const NEWEST_PREVIEW = '2026-06-02-preview';
const OLDEST = '2023-01-01';

/** What ARM checks before it looks at an operation: a token and an api-version. */
export function turnedAway({ operation }: Match, request: ArmRequest, { fleet }: ArmContext): ArmAnswer | undefined {
  if (!/^bearer \S+$/i.test(request.headers.authorization ?? '')) {
    return {
      ...refusal(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."),
      headers: {
        'www-authenticate': `Bearer authorization_uri="https://login.microsoftonline.com/${fleet.tenantId}", error="invalid_token", error_description="The authentication failed because of missing 'Authorization' header."`,
      },
    };
  }
  const version = request.query.get('api-version');
  if (version === undefined || version === '') {
    return refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  if (operation.provider === 'aks' && !isServed(version)) {
    return refusal(
      400,
      'NoRegisteredProviderFound',
      `No registered resource provider found for location 'eastus' and API version '${version}' for type 'managedClusters'. The supported api-versions are '2026-07-01, ${NEWEST_STABLE}, ${NEWEST_PREVIEW}'. The supported locations are 'eastus, westeurope'.`,
    );
  }
  return undefined;
}

function isServed(version: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}(?:-preview)?$/.test(version)) return false;
  return version >= OLDEST && version <= (version.endsWith('-preview') ? NEWEST_PREVIEW : NEWEST_STABLE);
}
