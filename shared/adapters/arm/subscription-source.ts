import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { ConfigError, type FleetError, UpstreamError } from '../../domain/errors.ts';
import type { Subscription } from '../../domain/fleet/subscription.ts';
import type { SubscriptionSource } from '../../ports/subscription-source.ts';
import type { ArmConnection } from './connection.ts';
import { isSignInError, type Refusal, refusalOf } from './refusal.ts';
import { readSubscriptions } from './subscription-rows.ts';

/**
 * Lists subscriptions. An incomplete list is an error: a sweep over half of the fleet would look whole.
 *
 * @throws ConfigError AZURE_SIGN_IN, MANAGEMENT_GROUP_UNREADABLE
 * @throws UpstreamError UPSTREAM_SUBSCRIPTIONS
 */
export function armSubscriptionSource(connection: ArmConnection): SubscriptionSource {
  const { endpoint, pipeline, httpClient, credential } = connection;
  const list = new SubscriptionClient(credential, { endpoint, pipeline, httpClient });
  const graph = new ResourceGraphClient(credential, { endpoint, pipeline, httpClient });

  return {
    async visible() {
      const found: Subscription[] = [];
      try {
        for await (const { subscriptionId, displayName, state } of list.subscriptions.list({
          abortSignal: connection.deadline(),
        })) {
          if (!subscriptionId) throw new TypeError('a subscription without an id');
          found.push({
            id: subscriptionId.toLowerCase(),
            name: displayName || subscriptionId,
            state: state ?? 'Unknown',
          });
        }
      } catch (error) {
        if (isSignInError(error)) throw signInError(error);
        throw notListed(refusalOf(error, 'the list of subscriptions'), error);
      }
      return found;
    },
    async under(managementGroupId) {
      const answer = await readSubscriptions(graph, connection, { managementGroups: [managementGroupId] });
      if (answer.kind === 'read') return answer.subscriptions;
      const { status, detail } = answer.refusal;
      if (status === 403 || status === 404 || status === 400) {
        throw new ConfigError(
          'MANAGEMENT_GROUP_UNREADABLE',
          `The management group cannot be read: it is not there, or this identity may not. ${detail}`,
          { managementGroupId, status },
        );
      }
      throw notListed(answer.refusal);
    },
  };
}

function notListed({ detail, status, code }: Refusal, cause?: unknown): FleetError {
  return new UpstreamError(
    'UPSTREAM_SUBSCRIPTIONS',
    detail,
    { ...(status !== undefined && { status }), ...(code !== undefined && { azureCode: code }) },
    { cause },
  );
}

function signInError(cause: unknown): FleetError {
  return new ConfigError(
    'AZURE_SIGN_IN',
    'Signing in to Azure did not work. On a laptop run `az login`; in Azure give the app its managed identity.',
    {},
    { cause },
  );
}
