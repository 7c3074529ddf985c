import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { z } from 'zod';
import type { Subscription } from '../../domain/fleet/subscription.ts';
import type { ArmConnection } from './connection.ts';
import { type GraphAnswer, type GraphScope, queryGraph } from './graph.ts';
import { SUBSCRIPTIONS } from './queries.ts';
import { type Refusal, refusalOf } from './refusal.ts';

const Row = z.object({ subscriptionId: z.string().min(1), name: z.string().nullish(), state: z.string().nullish() });

export type SubscriptionRows =
  | { readonly kind: 'read'; readonly subscriptions: readonly Subscription[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The subscriptions of a scope that may be read, with their states. */
export async function readSubscriptions(
  client: ResourceGraphClient,
  connection: Pick<ArmConnection, 'deadline'>,
  scope: GraphScope,
): Promise<SubscriptionRows> {
  const subscriptions: Subscription[] = [];
  let broken = 0;
  let answer: GraphAnswer;
  try {
    answer = await queryGraph(client, connection, SUBSCRIPTIONS, scope, (row) => {
      const parsed = Row.safeParse(row);
      if (parsed.success) subscriptions.push(subscriptionOf(parsed.data));
      else broken += 1;
    });
  } catch (error) {
    return { kind: 'refused', refusal: refusalOf(error, 'the list of subscriptions') };
  }
  const why =
    answer.kind === 'incomplete' ? answer.why : broken > 0 ? `${broken} rows cannot be understood` : undefined;
  if (why === undefined) return { kind: 'read', subscriptions };
  return {
    kind: 'refused',
    refusal: {
      reason: 'truncated',
      detail: `The list of subscriptions is incomplete: ${why}. The next sweep asks again.`,
    },
  };
}

function subscriptionOf({ subscriptionId, name, state }: z.infer<typeof Row>): Subscription {
  return { id: subscriptionId.toLowerCase(), name: name || subscriptionId, state: state ?? 'Unknown' };
}
