import { type ArmAnswer, refusal } from './http.ts';
import type { Match } from './router.ts';
import { type BucketAnswer, TokenBucket, Window } from './token-bucket.ts';

/**
 * The published limits: bucket size and tokens per second.
 * @see https://learn.microsoft.com/azure/aks/quotas-skus-regions (AKS resource provider)
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export const AKS_LIMITS = {
  'list-clusters': { size: 500, perSecond: 1, handler: 'ListManagedClustersHandler.GET', what: 'subscription' },
  'list-group': {
    size: 60,
    perSecond: 1,
    handler: 'ListManagedClustersByResourceGroupHandler.GET',
    what: 'resource group',
  },
  'get-cluster': { size: 60, perSecond: 1, handler: 'GetManagedClusterHandler.GET', what: 'managed cluster' },
  'put-pool': { size: 20, perSecond: 1 / 60, handler: 'PutAgentPoolHandler.PUT', what: 'agentpool' },
  'operation-status': { size: 200, perSecond: 2, handler: 'GetOperationStatusHandler.GET', what: 'subscription' },
  other: { size: 60, perSecond: 1, handler: 'Handler', what: 'subscription' },
} as const;

export const ARM_LIMITS = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
} as const;
/** All callers of a subscription together. */
const ARM_GLOBAL_FACTOR = 15;

/** @see https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests */
export const GRAPH_LIMIT = { queries: 15, seconds: 5 } as const;

/** A request's place among the limits. */
export interface Toll {
  /** Headers for the answer, whatever it is. */
  readonly headers: Readonly<Record<string, string>>;
  /** Set when the request may not pass. */
  readonly refused?: ArmAnswer;
}

export interface Throttle {
  /** @param principal who asks; @param regionOf where the resource of the path is */
  pay(match: Match, principal: string, region: string | undefined): Toll;
}

/** Lets everything pass, with the headers of a caller who has just begun. */
export function noThrottle(): Throttle {
  return {
    pay: (match) =>
      match.operation.name === GRAPH
        ? { headers: quotaHeaders(GRAPH_LIMIT.queries - 1, GRAPH_LIMIT.seconds) }
        : { headers: remainingHeaders(match, kindOf(match), ARM_LIMITS[kindOf(match)].size - 1, undefined) },
  };
}

/** @param now milliseconds of real time: callers wait in real time, whatever the fleet's clock does */
export function azureThrottle(now: () => number): Throttle {
  const buckets = new Map<string, TokenBucket>();
  const windows = new Map<string, Window>();
  const take = (key: string, { size, perSecond }: { size: number; perSecond: number }): BucketAnswer => {
    const bucket = buckets.get(key) ?? new TokenBucket(size, perSecond, now);
    buckets.set(key, bucket);
    return bucket.take();
  };

  return {
    pay(match, principal, region) {
      if (match.operation.name === GRAPH) {
        const window = windows.get(principal) ?? new Window(GRAPH_LIMIT.queries, GRAPH_LIMIT.seconds * 1000, now);
        windows.set(principal, window);
        const { taken, remaining, resetsAfterSeconds } = window.take();
        const headers = quotaHeaders(remaining, resetsAfterSeconds);
        return taken ? { headers } : { headers, refused: graphThrottled(resetsAfterSeconds) };
      }
      const kind = kindOf(match);
      const limit = ARM_LIMITS[kind];
      const scope = match.params.subscription?.toLowerCase() ?? 'tenant';
      const own = take(`arm ${scope} ${kind} ${principal}`, limit);
      const everyone = take(`arm ${scope} ${kind}`, {
        size: limit.size * ARM_GLOBAL_FACTOR,
        perSecond: limit.perSecond * ARM_GLOBAL_FACTOR,
      });
      const headers = remainingHeaders(match, kind, left(own), left(everyone));
      if (own.kind === 'empty') return { headers, refused: armThrottled(match, kind, own.retryAfterSeconds) };
      if (everyone.kind === 'empty') return { headers, refused: armThrottled(match, kind, everyone.retryAfterSeconds) };

      const bucket = match.operation.bucket;
      if (bucket === undefined) return { headers };
      const paid = take(`aks ${bucket} ${aksScope(match, region)}`, AKS_LIMITS[bucket]);
      return paid.kind === 'empty'
        ? { headers, refused: aksThrottled(match, bucket, paid.retryAfterSeconds) }
        : { headers };
    },
  };
}

const GRAPH = 'resourceGraph.query';

const left = (answer: BucketAnswer): number => (answer.kind === 'taken' ? answer.remaining : 0);

type Kind = keyof typeof ARM_LIMITS;

const kindOf = ({ operation }: Match): Kind =>
  operation.method === 'GET' ? 'reads' : operation.method === 'DELETE' ? 'deletes' : 'writes';

/** Whose bucket it is, by the table of limits: the subscription in its region, or the resource itself. */
function aksScope({ operation, params }: Match, region: string | undefined): string {
  const { subscription = '', group = '', cluster = '', pool = '' } = params;
  switch (operation.bucket) {
    case 'list-group':
      return `${subscription}/${group}`.toLowerCase();
    case 'get-cluster':
      return `${subscription}/${group}/${cluster}`.toLowerCase();
    case 'put-pool':
      return `${subscription}/${group}/${cluster}/${pool}`.toLowerCase();
    default:
      return `${subscription} in ${region ?? 'any'}`.toLowerCase();
  }
}

function remainingHeaders(match: Match, kind: Kind, own: number, everyone: number | undefined): Record<string, string> {
  const scope = match.params.subscription === undefined ? 'tenant' : 'subscription';
  const global = everyone ?? ARM_LIMITS[kind].size * ARM_GLOBAL_FACTOR - 1;
  return {
    [`x-ms-ratelimit-remaining-${scope}-${kind}`]: String(own),
    ...(scope === 'subscription' && { [`x-ms-ratelimit-remaining-subscription-global-${kind}`]: String(global) }),
  };
}

const quotaHeaders = (remaining: number, seconds: number): Record<string, string> => ({
  'x-ms-user-quota-remaining': String(remaining),
  'x-ms-user-quota-resets-after': `00:00:${String(seconds).padStart(2, '0')}`,
});

const retryAfter = (answer: ArmAnswer, seconds: number): ArmAnswer => ({
  ...answer,
  headers: { 'retry-after': String(seconds) },
});

export function aksThrottled(match: Match, bucket: keyof typeof AKS_LIMITS, seconds: number): ArmAnswer {
  const { handler, what } = AKS_LIMITS[bucket];
  const named = bucket === 'other' ? `${match.operation.name}.${match.operation.method}` : handler;
  return retryAfter(
    refusal(
      429,
      'Throttled',
      `The ${named} request limit has been exceeded for ${what}, please retry again in ${seconds} seconds. For more information, please visit aka.ms/aks/throttling`,
    ),
    seconds,
  );
}

export function armThrottled(match: Match, kind: Kind, seconds: number): ArmAnswer {
  const id = match.params.subscription;
  const whose = id === undefined ? 'tenant' : `subscription '${id}'`;
  return retryAfter(
    refusal(
      429,
      id === undefined ? 'TenantRequestsThrottled' : 'SubscriptionRequestsThrottled',
      `Number of '${kind.slice(0, -1)}' requests for ${whose} actor 'client-id' exceeded. Please try again after '${seconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
    ),
    seconds,
  );
}

export function graphThrottled(seconds: number): ArmAnswer {
  return retryAfter(
    refusal(
      429,
      'RateLimiting',
      'Client application has been throttled. Please try again in few seconds. Refer to https://aka.ms/resourcegraph-throttling',
      {
        details: [
          {
            code: 'RateLimiting',
            message:
              'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed.',
          },
        ],
      },
    ),
    seconds,
  );
}
